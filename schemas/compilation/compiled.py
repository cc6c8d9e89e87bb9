"""A compiled document: its questions by key and its compiled rules, built once per version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from schemas.canonical import digest
from schemas.compilation.amounts import CompiledAmount, compile_amounts
from schemas.compilation.check import Check, compile_checks
from schemas.compilation.computed import Computed, compile_computed
from schemas.compilation.context import Work
from schemas.compilation.criteria import Criterion, compile_criteria
from schemas.compilation.guards import compile_guards
from schemas.compilation.require import compile_requires
from schemas.compilation.rules_shape import check_shapes
from schemas.compilation.show import compile_shows
from schemas.format.document import Document, Step
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.rules.legal_params import Param
from schemas.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Compiled:
    """A document and everything computed from it alone.

    `show` goes from an address (`step/…`, `section/…`, `question/…`, `question/<group>.<key>`,
    `choice/<question>/<value>`) to its rule; `require` from the key of a question (`<group>.<key>` in an item) to its
    rule; `guards` from the id of a transition to its rule; `computed` are in an order in which each can be calculated,
    `calculated` are those shown at a question, by its key, `computed_after` those that only rules read, by the key of
    the question after which they can be. `filtered` are the keys of the questions whose choices do not all always show.
    `names_read` are the names that any of these rules reads, with their stems.
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
    computed: tuple[Computed, ...] = field(hash=False)
    criteria: tuple[Criterion, ...] = field(hash=False)
    params: Mapping[str, Param] = field(hash=False)
    amounts: tuple[CompiledAmount, ...] = field(hash=False)
    computed_after: Mapping[str, tuple[Computed, ...]] = field(hash=False)
    calculated: Mapping[str, Computed] = field(hash=False)
    filtered: frozenset[str] = field(hash=False)
    names_read: frozenset[str] = field(hash=False)


def compile_document(document: Document, *, language: str = "") -> tuple[Compiled | None, tuple[Problem, ...]]:
    """Compile `document`. Returns the result, or None and every problem of its rules, with pointers into it.

    `language` is that of its texts, when it was translated.
    """
    work = Work(document)
    check_shapes(work)
    computed = compile_computed(work)
    show = compile_shows(work, computed)
    compiled = Compiled(
        document=document,
        language=language or document.language,
        sha256=digest(document.source),
        questions={question.key: question for question in document.questions},
        step_of={question.key: step for step in document.steps for question in step.questions},
        show=show,
        require=compile_requires(work),
        checks=compile_checks(work),
        guards=compile_guards(work),
        computed=computed,
        criteria=compile_criteria(work),
        params=work.params,
        amounts=compile_amounts(work),
        computed_after=_by_place(computed),
        calculated={each.question.key: each for each in computed if each.question is not None},
        filtered=frozenset(address.split("/")[1] for address in show if address.startswith("choice/")),
        names_read=frozenset(work.names_read),
    )
    work.check_totals()
    return (None if work.problems else compiled), tuple(work.problems)


def _by_place(computed: Iterable[Computed]) -> dict[str, tuple[Computed, ...]]:
    """Return the values that only rules read, by the key of the question after which they can be calculated."""
    found: dict[str, tuple[Computed, ...]] = {}
    for each in computed:
        if each.question is None:
            found[each.after] = (*found.get(each.after, ()), each)
    return found
