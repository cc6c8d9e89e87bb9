"""Whether a document may be published: what keeps it from that, and what is only a pity."""

from dataclasses import dataclass
from datetime import date

from schemas.compiled import Compiled, compile_document
from schemas.document import Document
from schemas.lint.checking import lint
from schemas.lint.finding import Severity
from schemas.lint.refining import refined
from schemas.problems import Problem
from schemas.texts import translated


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking found. With `problems`, the document may not be published."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def check(document: Document, *, today: date) -> Checked:
    """Compile a document in each of its languages; if it runs, look at what its rules say, as on `today`."""
    compiled, problems = _compiled(document)
    if compiled is None:
        return Checked(refined(document, problems))
    findings = lint(compiled, today=today)
    errors = tuple(each for each in findings if each.severity is Severity.ERROR)
    return Checked(errors, tuple(each for each in findings if each.severity is Severity.WARNING))


def _compiled(document: Document) -> tuple[Compiled | None, tuple[Problem, ...]]:
    """Compile a document in each of its languages, whose conditions say the same: what is wrong is told once."""
    found: list[Problem] = []
    own = None
    for language in document.languages:
        compiled, problems = compile_document(translated(document, language))
        own = own or compiled
        found += problems
    return (None if found else own), tuple(dict.fromkeys(found))
