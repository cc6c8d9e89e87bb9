"""Cases to read: small documents with what is found in them, by the lint and by their tests (`tests/cases`)."""

import json
from datetime import date
from pathlib import Path

from schemas.authoring.publishable import check, study_trials
from schemas.format.reading import parse_document
from tests.runtime.documents import source_of

FOLDER = Path(__file__).parents[3] / "cases"


def cases_in(name):
    """Return the cases of a folder, by their name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / name).glob("*.json"))}


CASES = cases_in("lint")
TRIALS = cases_in("trials")


def document_of(case):
    """Return the JSON of the document of a case."""
    steps = {step: [{"required": True, **each} for each in asked] for step, asked in case["steps"].items()}
    return source_of(steps, rules={"dialect": 1, **case["rules"]})


def found_in(case):
    """Return what checking finds in the document of a case, and what its tests do not try or notice."""
    document, problems = parse_document(document_of(case))
    assert document is not None, problems
    today = date.fromisoformat(case["today"])
    found = check(document, today=today)
    return (*found.problems, *found.warnings, *(() if found.problems else study_trials(document, today=today)))


def severity_of(problem):
    """Return how serious something found is: what compiling refuses is an error."""
    return problem.severity.value if hasattr(problem, "severity") else "error"
