"""What questions inside others, and the items of lists, are called."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES

#: Lists whose items are one question each.
SINGLE_TYPES = frozenset({"list", "reference"})


#: What is inside when nobody gave it a name, by the type of what it is in.
UNNAMED: Mapping[str, str] = {"tuple": gettext_noop("Part %(number)s"), "one_of": gettext_noop("Choice %(number)s")}


def is_single(question: Question) -> bool:
    """Tell whether an item of a list is one question, which needs no heading but that of the item."""
    return question.type in SINGLE_TYPES


def label_of_item(question: Question, number: int = 0) -> str:
    """Return what an item of a list is called, with its number where there may be several; that of a kind without."""
    label = str(question.options.get("item_label") or question.label)
    is_only_one = QUESTION_TYPES[question.type].limits(question)[1] == 1
    return f"{label} {number}" if number and not is_only_one else label


def titled(outer: Question, inner: Question, *, number: int = 0) -> Question:
    """Return a question inside another under the label that people read, where nobody gave it one of its own.

    The one question of an item is called as the item; those of a free pair are a name and its value.
    """
    if is_single(outer):
        return _called(inner, label_of_item(outer, number))
    if "title" in inner.schema:
        return inner
    if outer.type == "pairs":
        return _called(inner, _("Name") if inner.key == "name" else _("Value"))
    if outer.type in {"tuple", "one_of"} and inner.key.isdecimal():
        return _called(inner, _(UNNAMED[outer.type]) % {"number": int(inner.key) + 1})
    return inner


def _called(question: Question, label: str) -> Question:
    return replace(question, schema={**question.schema, "title": label})
