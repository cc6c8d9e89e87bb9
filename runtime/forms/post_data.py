"""Raw input of each question, read from the fields of a posted page: nothing else of the POST is used."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import QueryDict

from runtime.forms.initial_values import is_fixed, raw_before
from runtime.forms.positions import MAX_LEVELS, items_of, places
from runtime.presentation.field_names import field_token, named
from schemas.questions.base import BRANCH, ITEM_ID, Question, Raw
from schemas.questions.registry import QUESTION_TYPES

#: At most so many items of one list are read (rules.md: a group has at most 50 items), and of all lists of a page.
MAX_ITEMS = 50
MAX_ITEMS_A_PAGE = 500

_ITEM_ID = re.compile(r"[a-z0-9]{1,12}\Z")


#: A branch with at most so many inputs is drawn with its choice; a larger one once it is chosen.
LIGHT_INPUTS = 12
#: Suffix of the hidden field of such a branch once the page draws it.
OPENED = "_opened"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for files: a file question at any depth, under its field name."""

    name: str
    question: Question


#: The stored files of each slot, by field name.
FilesBySlot = Mapping[str, list[Mapping[str, object]]]


def read_posted(
    questions: Iterable[Question], post: QueryDict, files: FilesBySlot, held: Mapping[str, Raw] = MappingProxyType({})
) -> dict[str, Raw]:
    """Return the raw input of each question that has an answer, by its key.

    Input for parts that the page did not draw, such as an unopened branch, comes from `held`, that of the draft.
    """
    reading = _Reading(post, files)
    return {
        question.key: reading.raw(question, field_token(question.key), held.get(question.key), level=1)
        for question in questions
        if not QUESTION_TYPES[question.type].is_silent
    }


def slots_of(questions: Iterable[Question], post: QueryDict) -> list[Slot]:
    """Return every place for files on a posted page."""
    asked = tuple(questions)
    found = places(asked, read_posted(asked, post, {}))
    return [Slot(place.name, place.question) for place in found if place.question.type == "file"]


def asked_in(question: Question) -> Iterator[Question]:
    """Yield the questions just inside one that have an answer."""
    inner = QUESTION_TYPES[question.type].inner(question)
    return (each for each in inner if not QUESTION_TYPES[each.type].is_silent)


def is_light(branch: Question) -> bool:
    """Return whether a branch is small enough to be drawn before it is chosen."""
    return _inputs(branch, LIGHT_INPUTS) <= LIGHT_INPUTS


def _inputs(question: Question, limit: int) -> int:
    """Count the inputs of a blank question, or stop over `limit`; a list is one: the button that adds to it."""
    question_type = QUESTION_TYPES[question.type]
    if question_type.structure in {"", "items"}:
        return len(question_type.parts) or 1
    count = 0
    for inner in question_type.inner(question):
        count += _inputs(inner, limit - count)
        if count > limit:
            break
    return count


class _Reading:
    """Reading of one page; it counts the items of all lists, so that its work is bounded."""

    def __init__(self, post: QueryDict, files: FilesBySlot) -> None:
        self.post = post
        self.files = files
        self.items_left = MAX_ITEMS_A_PAGE

    def raw(self, question: Question, name: str, held: object, *, level: int) -> Raw:
        """Return the raw input of a question under its name; `held` is the earlier raw input."""
        structure = QUESTION_TYPES[question.type].structure
        if is_fixed(question):
            return held or raw_before(question)  # type: ignore[return-value]
        if not structure:
            return self.plain(question, name)
        if level > MAX_LEVELS:
            return QUESTION_TYPES[question.type].blank_raw()
        return _BY_STRUCTURE[structure](self, question, name, held, level)

    def plain(self, question: Question, name: str) -> Raw:
        question_type = QUESTION_TYPES[question.type]
        if question.type == "file":
            return list(self.files.get(name, ()))
        if question_type.parts:
            return {part: _text(self.post.get(f"{name}.{part}", "")) for part in question_type.parts}
        if question_type.is_multiple:
            return [_text(value) for value in self.post.getlist(name)]
        # A candidate chosen among entries of the same name counts as the raw input.
        return _text(self.post.get(f"{name}.code") or self.post.get(name, ""))

    def inside(self, question: Question, name: str, held: object, level: int) -> dict[str, Raw]:
        before = held if isinstance(held, Mapping) else {}
        return {
            inner.key: self.raw(inner, named(name, field_token(inner.key)), before.get(inner.key), level=level + 1)
            for inner in asked_in(question)
        }

    def items(self, question: Question, name: str, held: object, level: int) -> Raw:
        before = {item.get(ITEM_ID): item for item in items_of(held)}
        return [
            {ITEM_ID: item, **self.inside(question, named(name, item), before.get(item), level)}
            for item in self.item_ids(name)
        ]

    def branches(self, question: Question, name: str, held: object, level: int) -> Raw:
        """Return the chosen branch, and the raw input of each: one that was left is not forgotten yet."""
        before = held if isinstance(held, Mapping) else {}
        raws: dict[str, Raw] = {BRANCH: _text(self.post.get(f"{name}.{BRANCH}", ""))}
        for inner in asked_in(question):
            here = named(name, field_token(inner.key))
            if is_light(inner) or f"{here}.{OPENED}" in self.post:
                raws[inner.key] = self.raw(inner, here, before.get(inner.key), level=level + 1)
            elif inner.key in before:
                raws[inner.key] = before[inner.key]
        return raws  # type: ignore[return-value]

    def item_ids(self, name: str) -> list[str]:
        """Return the ids of the items posted for a list, in order, each once."""
        posted = (value for value in self.post.getlist(f"{name}._ids") if _ITEM_ID.match(value))
        found = list(dict.fromkeys(posted))[: min(MAX_ITEMS, self.items_left)]
        self.items_left -= len(found)
        return found


_BY_STRUCTURE: Mapping[str, Callable[[_Reading, Question, str, object, int], Raw]] = {
    "parts": _Reading.inside,  # type: ignore[dict-item]
    "items": _Reading.items,
    "branches": _Reading.branches,
}


def branch_to_open(questions: Iterable[Question], raws: Mapping[str, Raw], post: QueryDict) -> str:
    """Return the field name of the first chosen branch that the page did not draw; "" when there is none."""
    for place in places(questions, raws):
        if QUESTION_TYPES[place.question.type].structure != "branches" or not isinstance(place.raw, Mapping):
            continue
        for inner in asked_in(place.question):
            here = named(place.name, field_token(inner.key))
            if place.raw.get(BRANCH) == inner.key and not is_light(inner) and f"{here}.{OPENED}" not in post:
                return here
    return ""


def _text(value: str) -> str:
    """Return text that can be stored: a lone surrogate is no character."""
    return value.encode("utf-8", "replace").decode()
