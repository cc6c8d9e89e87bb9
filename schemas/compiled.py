"""A document made ready to run: its rules compiled, its questions at hand, built once per version."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.canonical import digest
from schemas.compiling.checks import Check, compile_checks
from schemas.compiling.guards import compile_guards
from schemas.compiling.requires import compile_requires
from schemas.compiling.shapes import check_shapes
from schemas.compiling.shows import compile_shows
from schemas.compiling.work import Work
from schemas.document import Document, Step
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Compiled:
    """A document and everything computed from it alone.

    `show` goes from an address (`step/…`, `section/…`, `question/…`, `question/<group>.<key>`) to its rule; `require`
    from the key of a question to its rule; `guards` from the id of a transition to its rule.
    """

    document: Document
    language: str
    sha256: str
    questions: Mapping[str, Question] = field(hash=False)
    step_of: Mapping[str, Step] = field(hash=False)
    show: Mapping[str, Rule] = field(hash=False)
    require: Mapping[str, Rule] = field(hash=False)
    checks: tuple[Check, ...] = field(hash=False)
    guards: Mapping[str, Rule] = field(hash=False)


def compile_document(document: Document, *, language: str = "") -> tuple[Compiled | None, tuple[Problem, ...]]:
    """Compile `document`. Returns it ready to run, or None and every problem of its rules, placed in the document.

    `language` is the one that its texts are in, when it was translated.
    """
    work = Work(document)
    check_shapes(work)
    compiled = Compiled(
        document=document,
        language=language or document.language,
        sha256=digest(document.source),
        questions={question.key: question for question in document.questions},
        step_of={question.key: step for step in document.steps for question in step.questions},
        show=compile_shows(work),
        require=compile_requires(work),
        checks=compile_checks(work),
        guards=compile_guards(work),
    )
    return (None if work.problems else compiled), tuple(work.problems)
