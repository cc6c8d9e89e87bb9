"""Labels of inner questions and of the items of lists."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES

#: Lists whose items are one question each.
SINGLE_TYPES = frozenset({"list", "reference"})


#: Label of an inner question without a name of its own, by the type of the outer one.
UNNAMED: Mapping[str, str] = {"tuple": gettext_noop("Part %(number)s"), "one_of": gettext_noop("Choice %(number)s")}


def is_single(question: Question) -> bool:
    """Return whether an item of a list is one question, which needs no heading but that of the item."""
    return question.type in SINGLE_TYPES


def label_of_item(question: Question, number: int = 0) -> str:
    """Return the label of an item, with its number where there may be several; without a number, that of any item."""
    label = str(question.options.get("item_label") or question.label)
    is_only_one = QUESTION_TYPES[question.type].limits(question)[1] == 1
    return f"{label} {number}" if number and not is_only_one else label


def titled(outer: Question, inner: Question, *, number: int = 0) -> Question:
    """Return an inner question under the label that people read, where it has none of its own.

    The one question of an item is labelled as the item; those of a free pair are a name and its value.
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
