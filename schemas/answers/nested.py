"""Questions inside a question, at any depth: which show, which lack an answer, and the answers kept."""

from collections.abc import Iterator, Mapping
from typing import Final

from schemas.answers.rule_values import RuleValues
from schemas.compilation.compiled import Compiled
from schemas.compilation.scope import QuestionScope
from schemas.problems import pointer_to
from schemas.questions.base import BRANCH, ITEM_ID, Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.nested.structured import Cell, Structured
from schemas.rules.rule import evaluate

_STRUCTURED: Final = {key: kind for key, kind in QUESTION_TYPES.items() if isinstance(kind, Structured)}


def structured(question: Question) -> Structured | None:
    """Return the type of a question that holds questions; None for the others."""
    return _STRUCTURED.get(question.type)


def shows(compiled: Compiled, question: Question, scope: QuestionScope, names: RuleValues) -> bool:
    rule = compiled.show.get(f"question/{scope.address(question)}")
    return rule is None or evaluate(rule, names) is True


def is_required(compiled: Compiled, question: Question, scope: QuestionScope, names: RuleValues) -> bool:
    if question.required:
        return True
    rule = compiled.require.get(scope.address(question))
    return rule is not None and evaluate(rule, names) is True


def visible_inside(
    compiled: Compiled, question: Question, scope: QuestionScope, *, cell: Mapping[str, object], names: RuleValues
) -> tuple[Question, ...]:
    """Return the questions inside `question`, which is at `scope`, that show in one of its cells.

    The answers of the cell are added to `names`. Of branches, only the one chosen shows.
    """
    kind, below = QUESTION_TYPES[question.type], scope.below(question)
    found = []
    for inner in kind.inner(question):
        is_chosen = kind.structure != "branches" or inner.key == cell.get(BRANCH)
        if is_chosen and shows(compiled, inner, below, names):
            found.append(inner)
            _learn(compiled, inner, below, answer=cell.get(inner.key), names=names)
    return tuple(found)


def give(question: Question, answer: object, scope: QuestionScope, names: RuleValues) -> None:
    """Let later conditions read an answer, unless it is blank."""
    if not QUESTION_TYPES[question.type].is_blank(answer):
        names.give(question, answer, prefix=scope.names)


def _learn(compiled: Compiled, question: Question, scope: QuestionScope, *, answer: object, names: RuleValues) -> None:
    """Let later conditions read an answer, and the answers inside it where rules may."""
    give(question, answer, scope, names)
    kind = structured(question)
    if kind is not None and kind.structure == "parts" and scope.below(question).names is not None:
        for cell in kind.cells(question, answer):
            visible_inside(compiled, question, scope, cell=cell, names=names)


def kept_inside(
    compiled: Compiled, question: Question, scope: QuestionScope, *, answer: object, names: RuleValues
) -> object:
    """Return the answer of a question without the hidden answers inside it; the others are added to `names`."""
    kind = structured(question)
    if kind is None or answer is None or not _is_shaped(kind, answer):
        give(question, answer, scope, names)
        return answer
    cells = []
    for cell in kind.cells(question, answer):
        inside = names if kind.structure == "parts" else RuleValues(names)
        cells.append(_kept_cell(compiled, question, scope, cell=cell, names=inside))
    kept = kind.kept(question, cells)
    give(question, kept, scope, names)
    return kept


def _is_shaped(kind: Structured, answer: object) -> bool:
    return kind.json_type == "any" or isinstance(answer, list if kind.json_type == "array" else Mapping | list)


def _kept_cell(compiled: Compiled, question: Question, scope: QuestionScope, *, cell: Cell, names: RuleValues) -> Cell:
    kind, below = QUESTION_TYPES[question.type], scope.below(question)
    kept = {key: value for key, value in cell.items() if key in (ITEM_ID, BRANCH)}
    for inner in kind.inner(question):
        is_chosen = kind.structure != "branches" or inner.key == cell.get(BRANCH)
        if is_chosen and shows(compiled, inner, below, names) and inner.key in cell:
            kept[inner.key] = kept_inside(compiled, inner, below, answer=cell[inner.key], names=names)
    return kept


def missing_inside(
    compiled: Compiled,
    question: Question,
    scope: QuestionScope,
    *,
    answer: object,
    names: RuleValues,
    is_final: bool = False,
) -> Iterator[str]:
    """Yield the pointers of the required questions inside `question` that have no answer, at all depths.

    The pointers follow what was typed (`/0/value`), or the answers as they are sent when `is_final`.
    """
    kind = structured(question)
    if kind is None:
        return
    for place, cell in enumerate(kind.cells(question, answer)):
        names_here = RuleValues(names)
        below = scope.below(question)
        for inner in visible_inside(compiled, question, scope, cell=cell, names=names_here):
            typed = kind.typed_at(place) + pointer_to(inner.key)
            here = pointer_to(*kind.at(place, inner)) if is_final else typed
            value = cell.get(inner.key)
            if not QUESTION_TYPES[inner.type].is_blank(value):
                deeper = missing_inside(compiled, inner, below, answer=value, names=names_here, is_final=is_final)
                yield from (here + pointer for pointer in deeper)
            elif inner.is_nullable:
                if inner.key not in cell and is_final:
                    yield here
            elif not QUESTION_TYPES[inner.type].is_silent and is_required(compiled, inner, below, names_here):
                yield here


def hidden_inside(
    compiled: Compiled, question: Question, scope: QuestionScope, *, answer: object, names: RuleValues
) -> Iterator[str]:
    """Yield the pointers of the final answers inside `question` whose question does not show."""
    kind = structured(question)
    if kind is None:
        return
    below = scope.below(question)
    for place, cell in enumerate(kind.cells(question, answer)):
        names_here = RuleValues(names)
        shown = {each.key: each for each in visible_inside(compiled, question, scope, cell=cell, names=names_here)}
        for inner in kind.inner(question):
            if inner.key not in cell:
                continue
            here = pointer_to(*kind.at(place, inner))
            if inner.key not in shown:
                yield here
            else:
                deeper = hidden_inside(compiled, inner, below, answer=cell[inner.key], names=names_here)
                yield from (here + pointer for pointer in deeper)
