"""Items added to a list and removed from it, at any depth in the raw input of a page."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from runtime.forms.positions import MAX_LEVELS, items_of
from runtime.forms.post_data import MAX_ITEMS, MAX_ITEMS_A_PAGE
from runtime.presentation.field_names import MAX_NAME, field_token, named
from schemas.questions.base import ITEM_ID, Question, Raw
from schemas.questions.registry import QUESTION_TYPES

#: Half of Django's limit (DATA_UPLOAD_MAX_NUMBER_FIELDS): an input of a page may post several fields.
MAX_INPUTS_A_PAGE = 5_000

Items = list[Mapping[str, object]]


def with_item_added(questions: Iterable[Question], raws: Mapping[str, Raw], name: str) -> dict[str, Raw]:
    """Return `raws` with one more item, still blank, in the list called `name`; unchanged where the list is full."""
    if is_list_full(raws) or len(name) > MAX_NAME:
        return dict(raws)

    def add(question: Question, items: Items, level: int) -> Items:
        most = min(MAX_ITEMS, QUESTION_TYPES[question.type].limits(question)[1])
        deepest = level + max((levels_of(inner) for inner in QUESTION_TYPES[question.type].inner(question)), default=0)
        is_held = len(items) < most and deepest <= MAX_LEVELS
        return [*items, {ITEM_ID: secrets.token_hex(4)}] if is_held else items

    return _Change(name, add).inside(questions, raws, ())


def levels_of(question: Question) -> int:
    """Count the levels of a blank question: itself and those inside it that hold others; a list is not opened yet."""
    question_type = QUESTION_TYPES[question.type]
    if question_type.structure in {"", "items"}:
        return int(question_type.structure != "")
    return 1 + max((levels_of(inner) for inner in question_type.inner(question)), default=0)


def with_item_removed(questions: Iterable[Question], raws: Mapping[str, Raw], name: str) -> dict[str, Raw]:
    """Return `raws` without the item called `name`: that of its list, and its hidden id."""
    list_name, _, item_id = name.rpartition(".")

    def remove(_question: Question, items: Items, _level: int) -> Items:
        return [item for item in items if item.get(ITEM_ID) != item_id]

    return _Change(list_name, remove).inside(questions, raws, ())


def is_list_full(raws: Mapping[str, Raw]) -> bool:
    """Return whether a page holds as many items or inputs as one page may."""
    return _weight(raws, 0) >= MAX_ITEMS_A_PAGE or _weight(raws, 1) >= MAX_INPUTS_A_PAGE


def _weight(value: object, leaf: int) -> int:
    """Count the raw input: `leaf` for each input, one for each item of a list."""
    if isinstance(value, Mapping):
        return int(ITEM_ID in value) + sum(_weight(inner, leaf) for key, inner in value.items() if key != ITEM_ID)
    if isinstance(value, list):
        return sum(_weight(inner, leaf) for inner in value)
    return leaf


@dataclass(frozen=True, slots=True)
class _Change:
    """A change to the items of the list called `name`; nothing changes where there is no such list."""

    name: str
    apply: Callable[[Question, Items, int], Items]

    def inside(
        self, questions: Iterable[Question], raws: Mapping[str, Raw], tokens: tuple[str, ...], *, level: int = 1
    ) -> dict[str, Raw]:
        """Return `raws`, found under `tokens`, with the change made."""
        changed = dict(raws)
        for question in questions:
            here = (*tokens, field_token(question.key))
            if named(*here) == self.name and QUESTION_TYPES[question.type].structure == "items":
                changed[question.key] = self.apply(question, items_of(raws.get(question.key)), level)
            elif self.name.startswith(f"{named(*here)}."):
                changed[question.key] = self._inside_one(question, raws.get(question.key), here, level=level + 1)
        return changed

    def _inside_one(self, question: Question, raw: Raw | None, here: tuple[str, ...], *, level: int) -> Raw:
        inner = QUESTION_TYPES[question.type].inner(question)
        if isinstance(raw, Mapping):
            return self.inside(inner, raw, here, level=level)  # type: ignore[return-value]
        if QUESTION_TYPES[question.type].structure != "items":
            return raw or ""
        return [
            self.inside(inner, item, (*here, str(item.get(ITEM_ID))), level=level)  # type: ignore[arg-type]
            for item in items_of(raw)
        ]
