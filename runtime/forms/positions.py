"""Positions of all questions of a page, at any depth: address, field name and raw input of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from runtime.forms.initial_values import raw_before
from runtime.presentation.field_names import field_token, named
from schemas.problems import pointer_to
from schemas.questions.base import BRANCH, ITEM_ID, NOTHING, Question, Raw
from schemas.questions.registry import QUESTION_TYPES
from schemas.rules.naming import address_token

#: At most so many levels on a page: one question inside another, whatever opens on demand.
MAX_LEVELS = 24
#: A name has at most so many tokens: at each level a key, an item, and a value of the item.
MAX_TOKENS = 3 * MAX_LEVELS


@dataclass(frozen=True, slots=True)
class FieldPosition:
    """One question at one place. `pointer` starts at the raw input of the outermost question, `key`.

    `name` is its field name, `address` its name in rules, each with the ids of the items that it is in
    (`enfants.k3x.prenom`): they differ where a key holds anything but letters, digits and underscores. `number` is that
    of the item it is in, from 1; 0 outside lists.
    """

    key: str
    name: str
    address: str
    pointer: str
    question: Question
    raw: Raw
    number: int = 0


def places(questions: Iterable[Question], raws: Mapping[str, Raw]) -> Iterator[FieldPosition]:
    """Yield every question of `questions` and inside them, each list as often as it has items.

    A list without items is not entered: a question that holds itself ends where the items end.
    """
    for question in questions:
        raw = raws.get(question.key, QUESTION_TYPES[question.type].blank_raw())
        yield from _from(position_of(question, raw))


def position_of(question: Question, raw: Raw) -> FieldPosition:
    """Return the position of a question of a step."""
    return FieldPosition(question.key, field_token(question.key), address_token(question.key), "", question, raw)


def _from(place: FieldPosition) -> Iterator[FieldPosition]:
    yield place
    for inner in inner_places(place):
        yield from _from(inner)


def inner_places(place: FieldPosition) -> Iterator[FieldPosition]:
    """Yield the positions just inside one."""
    structure = QUESTION_TYPES[place.question.type].structure
    if structure == "items":
        for number, item in enumerate(items_of(place.raw)):
            yield from _inside(place, item, (str(item.get(ITEM_ID, number)),), (number,))
    elif structure:
        yield from _inside(place, place.raw, (), ())


def _inside(
    place: FieldPosition, raws: object, tokens: tuple[str, ...], steps: tuple[int, ...]
) -> Iterator[FieldPosition]:
    if not isinstance(raws, Mapping):
        return
    # Defaults inside an optional object would oblige people to complete it.
    is_optional = QUESTION_TYPES[place.question.type].structure == "parts" and not place.question.required
    first = _blank if is_optional else raw_before
    for inner in QUESTION_TYPES[place.question.type].inner(place.question):
        raw = raws[inner.key] if inner.key in raws else first(inner)
        name = named(place.name, *tokens, field_token(inner.key))
        address = named(place.address, *tokens, address_token(inner.key))
        pointer = place.pointer + pointer_to(*steps, inner.key)
        yield FieldPosition(place.key, name, address, pointer, inner, raw, steps[0] + 1 if steps else 0)


def _blank(question: Question) -> Raw:
    return QUESTION_TYPES[question.type].blank_raw()


def unanswered(place: FieldPosition) -> Iterator[str]:
    """Yield the pointers of the inputs to fill in to answer a blank question.

    Inside an object, its required questions; in a list, those of the first item, if there is one on the page;
    in a choice, those of the chosen branch.
    """
    structure = QUESTION_TYPES[place.question.type].structure
    chosen = place.raw.get(BRANCH) if isinstance(place.raw, Mapping) else None
    needed = [
        inner
        for inner in inner_places(place)
        if (inner.question.key == chosen if structure == "branches" else inner.question.required)
        and inner.number <= 1
        and inner.question.type != "constant"
    ]
    for inner in needed:
        yield from unanswered(inner)
    if not needed:
        yield place.pointer


def question_called(questions: Iterable[Question], name: str) -> Question | None:
    """Return the question that a field name leads to, whatever its items; None when there is none."""
    tokens = name.split(".")
    return _called(questions, tokens) if len(tokens) <= MAX_TOKENS else None


def _called(questions: Iterable[Question], tokens: list[str]) -> Question | None:
    question = next((each for each in questions if field_token(each.key) == tokens[0]), None)
    if question is None or len(tokens) == 1:
        return question
    question_type = QUESTION_TYPES[question.type]
    left = tokens[2:] if question_type.structure == "items" else tokens[1:]
    return _called(question_type.inner(question), left) if left and question_type.structure else None


def pointer_on_page(question: Question, raw: object, answer: object, pointer: str) -> str:
    """Return the pointer on the page for a `pointer` into an answer, which leaves blank items out.

    Both have an inner key at each level, and before it, in a list, the index of the item.
    """
    tokens = pointer.split("/", maxsplit=3)[1:]
    question_type = QUESTION_TYPES[question.type]
    is_list = question_type.structure == "items"
    if not question_type.structure or len(tokens) < 1 + is_list:
        return pointer
    place, key = (int(tokens[0]), tokens[1]) if is_list else (0, tokens[0])
    inner = next((each for each in question_type.inner(question) if pointer_to(each.key) == f"/{key}"), None)
    cells = question_type.cells(question, answer)
    if inner is None or place >= len(cells):
        return pointer
    number, typed = _typed_cell(raw, cells[place], place) if is_list else (0, raw)
    here = pointer_to(number, inner.key) if is_list else pointer_to(inner.key)
    deeper = pointer[len(pointer_to(place)) * is_list + len(pointer_to(inner.key)) :]
    typed_inside = typed.get(inner.key) if isinstance(typed, Mapping) else None
    return here + pointer_on_page(inner, typed_inside, cells[place].get(inner.key), deeper)


def _typed_cell(raw: object, cell: Mapping[str, object], place: int) -> tuple[int, object]:
    """Return the item of a page that a cell of its answer was made from, with its index."""
    items = items_of(raw)
    found = (each for each in enumerate(items) if each[1].get(ITEM_ID) == cell.get(ITEM_ID, NOTHING))
    return next(found, (place, items[place] if place < len(items) else None))


def items_of(raw: object) -> list[Mapping[str, object]]:
    """Return the items typed in a list, in order."""
    return [item for item in raw if isinstance(item, Mapping)] if isinstance(raw, list) else []
