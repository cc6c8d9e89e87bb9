"""Errors that block the publication of a document, and warnings."""

from dataclasses import dataclass
from datetime import date

from schemas.authoring.lint.author_mistakes import refined
from schemas.authoring.lint.finding import Finding, Severity, make_finding
from schemas.authoring.lint.run import lint
from schemas.authoring.trials.boundaries import propose
from schemas.authoring.trials.coverage import check_coverage
from schemas.authoring.trials.mutation import check_mutation
from schemas.authoring.trials.run import run_trials
from schemas.authoring.trials.trial import read_trials
from schemas.compilation.compiled import Compiled, compile_document
from schemas.format.document import Document
from schemas.format.translations import translated
from schemas.problems import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check. With `problems`, the document may not be published."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def check(document: Document, *, today: date) -> Checked:
    """Compile a document in each of its languages; if it compiles, run its trials and lint its rules, as on `today`."""
    compiled, problems = _compiled(document)
    if compiled is None:
        return Checked(refined(document, problems))
    _, failed = run_trials(compiled, today=today)
    findings = (*lint(compiled, today=today), *failed)
    errors = tuple(each for each in findings if each.severity is Severity.ERROR)
    return Checked(errors, tuple(each for each in findings if each.severity is Severity.WARNING))


def study_trials(document: Document, *, today: date) -> tuple[Finding, ...]:
    """Return what the trials of a document do not try, or would not notice; nothing when it does not compile."""
    compiled, _ = compile_document(document)
    if compiled is None:
        return ()
    trials, _ = read_trials(compiled, today=today)
    if not trials:
        return (make_finding("no_trials", "/rules/tests"),) if compiled.criteria else ()
    return (*check_coverage(compiled, trials), *check_mutation(compiled, trials, today=today))


def propose_trials(document: Document, *, today: date) -> list[dict[str, object]]:
    """Return trials that a document lacks, around the thresholds of its criteria; none when it does not compile."""
    compiled, _ = compile_document(document)
    return [] if compiled is None else propose(compiled, today=today)


def _compiled(document: Document) -> tuple[Compiled | None, tuple[Problem, ...]]:
    """Compile a document in each of its languages; a problem that several have is returned once."""
    found: list[Problem] = []
    own = None
    for language in document.languages:
        compiled, problems = compile_document(translated(document, language))
        own = own or compiled
        found += problems
    return (None if found else own), tuple(dict.fromkeys(found))
