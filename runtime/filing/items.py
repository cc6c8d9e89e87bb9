"""Items added to a list and taken out of it, wherever it stands among what was typed on a page."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from runtime.filing.names import named, token
from runtime.filing.places import MAX_TOKENS, items_of
from runtime.filing.posted import MAX_ITEMS, MAX_ITEMS_A_PAGE
from schemas.questions.base import ITEM_ID, Question, Raw
from schemas.questions.table import QUESTION_TYPES

#: Half of what Django takes (DATA_UPLOAD_MAX_NUMBER_FIELDS): an input of a page may post several fields.
MAX_INPUTS_A_PAGE = 5_000

Items = list[Mapping[str, object]]


def with_item_added(questions: Iterable[Question], raws: Mapping[str, Raw], name: str) -> dict[str, Raw]:
    """Return `raws` with one more item, still blank, in the list called `name`; none where no more is held."""
    if is_full(raws) or name.count(".") >= MAX_TOKENS - 2:
        return dict(raws)

    def add(question: Question, items: Items) -> Items:
        most = min(MAX_ITEMS, QUESTION_TYPES[question.type].limits(question)[1])
        return [*items, {ITEM_ID: secrets.token_hex(4)}] if len(items) < most else items

    return _Change(name, add).inside(questions, raws, ())


def with_item_removed(questions: Iterable[Question], raws: Mapping[str, Raw], name: str) -> dict[str, Raw]:
    """Return `raws` without the item called `name`: that of its list, and its hidden id."""
    list_name, _, item_id = name.rpartition(".")

    def remove(question: Question, items: Items) -> Items:
        return [item for item in items if item.get(ITEM_ID) != item_id]

    return _Change(list_name, remove).inside(questions, raws, ())


def is_full(raws: Mapping[str, Raw]) -> bool:
    """Tell whether a page holds as much as one page may: as much as is read of it, and as Django takes."""
    return _weight(raws, 0) >= MAX_ITEMS_A_PAGE or _weight(raws, 1) >= MAX_INPUTS_A_PAGE


def _weight(value: object, leaf: int) -> int:
    """Count what was typed: `leaf` for each input, one for each item of a list."""
    if isinstance(value, Mapping):
        return int(ITEM_ID in value) + sum(_weight(inner, leaf) for key, inner in value.items() if key != ITEM_ID)
    if isinstance(value, list):
        return sum(_weight(inner, leaf) for inner in value)
    return leaf


@dataclass(frozen=True, slots=True)
class _Change:
    """What is done to the items of the list called `name`; where there is no such list, nothing is."""

    name: str
    apply: Callable[[Question, Items], Items]

    def inside(self, questions: Iterable[Question], raws: Mapping[str, Raw], tokens: tuple[str, ...]) -> dict[str, Raw]:
        """Return `raws`, found under `tokens`, with the change made."""
        changed = dict(raws)
        for question in questions:
            here = (*tokens, token(question.key))
            if named(*here) == self.name and QUESTION_TYPES[question.type].structure == "items":
                changed[question.key] = self.apply(question, items_of(raws.get(question.key)))
            elif self.name.startswith(f"{named(*here)}."):
                changed[question.key] = self._inside_one(question, raws.get(question.key), here)
        return changed

    def _inside_one(self, question: Question, raw: Raw | None, here: tuple[str, ...]) -> Raw:
        inner = QUESTION_TYPES[question.type].inner(question)
        if isinstance(raw, Mapping):
            return self.inside(inner, raw, here)  # type: ignore[return-value]
        if QUESTION_TYPES[question.type].structure != "items":
            return raw or ""
        return [self.inside(inner, item, (*here, str(item.get(ITEM_ID)))) for item in items_of(raw)]  # type: ignore[arg-type]
