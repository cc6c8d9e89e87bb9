"""The cases of the lint: small documents with what is found in them, in `tests/cases/lint`."""

import json
from datetime import date
from pathlib import Path

from schemas.compiled import compile_document
from schemas.lint.checking import lint
from schemas.lint.refining import refined
from schemas.reading import parse_document
from tests.runtime.documents import source_of

FOLDER = Path(__file__).parents[2] / "cases" / "lint"
CASES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def document_of(case):
    """Return the JSON of the document of a case."""
    steps = {step: [{"required": True, **each} for each in asked] for step, asked in case["steps"].items()}
    return source_of(steps, rules={"dialect": 1, **case["rules"]})


def found_in(case):
    """Return what compiling and the lint find in the document of a case."""
    document, problems = parse_document(document_of(case))
    assert document is not None, problems
    compiled, problems = compile_document(document)
    if compiled is None:
        return refined(document, problems)
    return lint(compiled, today=date.fromisoformat(case["today"]))


def severity_of(problem):
    """Return how serious something found is: what compiling refuses is an error."""
    return problem.severity.value if hasattr(problem, "severity") else "error"
