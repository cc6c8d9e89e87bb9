"""From the fields of a posted page to what was typed for each question: nothing else of the POST goes any further."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from runtime.filing.names import named, token
from runtime.filing.places import places
from schemas.questions.base import ITEM_ID, Question, Raw
from schemas.questions.table import QUESTION_TYPES

#: At most so many items of one list are read (rules.md: a group has at most 50 items), and of all lists of a page.
MAX_ITEMS = 50
MAX_ITEMS_A_PAGE = 500

#: At most so deep does a page go: one question inside another, whatever opens on demand.
MAX_LEVELS = 16

_ITEM_ID = re.compile(r"[a-z0-9]{1,12}\Z")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place where files go: a file question at any depth, under the name of its field."""

    name: str
    question: Question


#: The stored files of each slot, by the name of its field.
FilesBySlot = Mapping[str, list[Mapping[str, object]]]


def read_posted(questions: Iterable[Question], post: QueryDict, files: FilesBySlot) -> dict[str, Raw]:
    """Return what was typed for each question that has an answer, by its key."""
    reading = _Reading(post, files)
    return {
        question.key: reading.raw(question, token(question.key), level=1)
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


class _Reading:
    """One page being read; it counts the items of all lists, so that no page makes it work for ever."""

    def __init__(self, post: QueryDict, files: FilesBySlot) -> None:
        self.post = post
        self.files = files
        self.items_left = MAX_ITEMS_A_PAGE

    def raw(self, question: Question, name: str, *, level: int) -> Raw:
        """Return what was typed for a question under its name."""
        structure = QUESTION_TYPES[question.type].structure
        if structure and level > MAX_LEVELS:
            return QUESTION_TYPES[question.type].blank_raw()
        return _BY_STRUCTURE[structure](self, question, name, level)

    def plain(self, question: Question, name: str, level: int) -> Raw:
        question_type = QUESTION_TYPES[question.type]
        if question.type == "file":
            return list(self.files.get(name, ()))
        if question_type.parts:
            return {part: _text(self.post.get(f"{name}.{part}", "")) for part in question_type.parts}
        if question_type.is_multiple:
            return [_text(value) for value in self.post.getlist(name)]
        # A candidate chosen among namesakes counts for what was typed.
        return _text(self.post.get(f"{name}.code") or self.post.get(name, ""))

    def inside(self, question: Question, name: str, level: int) -> dict[str, Raw]:
        return {
            inner.key: self.raw(inner, named(name, token(inner.key)), level=level + 1) for inner in asked_in(question)
        }

    def items(self, question: Question, name: str, level: int) -> Raw:
        return [{ITEM_ID: item, **self.inside(question, named(name, item), level)} for item in self.item_ids(name)]

    def item_ids(self, name: str) -> list[str]:
        """Return the ids of the items posted for a list, in order, each once."""
        posted = (value for value in self.post.getlist(f"{name}._ids") if _ITEM_ID.match(value))
        found = list(dict.fromkeys(posted))[: min(MAX_ITEMS, self.items_left)]
        self.items_left -= len(found)
        return found


_BY_STRUCTURE: Mapping[str, Callable[[_Reading, Question, str, int], Raw]] = {
    "": _Reading.plain,
    "parts": _Reading.inside,  # type: ignore[dict-item]
    "items": _Reading.items,
}


def _text(value: str) -> str:
    """Return text that can be kept: a lone surrogate is no character."""
    return value.encode("utf-8", "replace").decode()
