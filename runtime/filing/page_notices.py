"""Notices of a page of questions after a redirection: codes in its URL, words here."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from runtime.forms.positions import question_called
from runtime.presentation.labels import label_of_item
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES

#: No list has enough items for a number of more digits.
MAX_DIGITS = 3


def notices_asked(query: QueryDict, questions: Iterable[Question]) -> list[str]:
    """Return the messages that the parameters `note` name; no text of the URL itself is shown."""
    notes = {
        "suite": _("Your answers bring up what follows. Please complete it."),
        "elsewhere": _("The page you asked for is not open. Here is where your request stands."),
        "removed": _told_of_item(query.get("de", ""), questions) or _("It was removed."),
        "added": _("It was added."),
        "full": _("Nothing was added: there are as many entries as this page holds. Remove one to add another."),
        "mend": _("This answer is no longer accepted. Check it, change it if needed, and continue."),
        "kept": _("What you typed was kept."),
    }
    return [notes[name] for name in query.getlist("note") if name in notes]


def _told_of_item(about: str, questions: Iterable[Question]) -> str:
    """Return the sentence that names the removed item: `about` is the name of its list and its number."""
    name, _dot, number = about.rpartition(".")
    is_number = number.isascii() and number.isdecimal() and len(number) <= MAX_DIGITS
    question = question_called(questions, name) if is_number else None
    if question is None or QUESTION_TYPES[question.type].structure != "items":
        return ""
    return _("“%(label)s” was removed.") % {"label": label_of_item(question, int(number))}
