"""From the fields of a posted page to what was typed for each question: nothing else of the POST goes any further."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from schemas.journey import ITEM_ID
from schemas.questions.base import Question, Raw
from schemas.questions.table import QUESTION_TYPES

#: At most so many items of a repeated group are read (rules.md: a group has at most 50 items).
MAX_ITEMS = 50

_ITEM_ID = re.compile(r"[a-z0-9]{1,12}\Z")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place where files go: a file question, alone or in an item of a group, under the name of its field."""

    name: str
    question: Question


#: The stored files of each slot, by the name of its field.
FilesBySlot = Mapping[str, list[Mapping[str, object]]]


def read_posted(questions: Iterable[Question], post: QueryDict, files: FilesBySlot) -> dict[str, Raw]:
    """Return what was typed for each question that has an answer, by its key."""
    return {
        question.key: _read(question, post, files, name=question.key)
        for question in questions
        if not QUESTION_TYPES[question.type].is_silent
    }


def _read(question: Question, post: QueryDict, files: FilesBySlot, *, name: str) -> Raw:
    question_type = QUESTION_TYPES[question.type]
    if question.type == "group":
        return [_read_item(question, post, files, name=name, item=item) for item in item_ids(post, name)]
    if question.type == "file":
        return list(files.get(name, ()))
    if question_type.parts:
        return {part: _text(post.get(f"{name}.{part}", "")) for part in question_type.parts}
    if question_type.is_multiple:
        return [_text(value) for value in post.getlist(name)]
    # A candidate chosen among namesakes counts for what was typed.
    return _text(post.get(f"{name}.code") or post.get(name, ""))


def _read_item(group: Question, post: QueryDict, files: FilesBySlot, *, name: str, item: str) -> Mapping[str, object]:
    inner = {each.key: _read(each, post, files, name=f"{name}.{item}.{each.key}") for each in asked_in(group)}
    return {ITEM_ID: item, **inner}


def asked_in(group: Question) -> Iterator[Question]:
    """Yield the questions of an item that have an answer."""
    return (inner for inner in group.items if not QUESTION_TYPES[inner.type].is_silent)


def item_ids(post: QueryDict, name: str) -> list[str]:
    """Return the ids of the items posted for a group, in order, each once."""
    posted = (value for value in post.getlist(f"{name}._ids") if _ITEM_ID.match(value))
    return list(dict.fromkeys(posted))[:MAX_ITEMS]


def slots_of(questions: Iterable[Question], item_ids_of: Mapping[str, list[str]]) -> list[Slot]:
    """Return every place for files among `questions`; `item_ids_of` goes from a group to the ids of its items."""
    found = []
    for question in questions:
        if question.type == "file":
            found.append(Slot(question.key, question))
        for item in item_ids_of.get(question.key, ()) if question.type == "group" else ():
            found += [Slot(f"{question.key}.{item}.{q.key}", q) for q in question.items if q.type == "file"]
    return found


def _text(value: str) -> str:
    """Return text that can be kept: a lone surrogate is no character."""
    return value.encode("utf-8", "replace").decode()
