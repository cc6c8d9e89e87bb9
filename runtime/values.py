"""How a value of an answer is written, in the language in use."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schemas.questions.base import Question, Shown

#: Up to four digits a number may be a year: it is left in one piece.
UNGROUPED_BELOW = 10_000


def word_value(shown: Shown, question: Question) -> str:
    """Return one line of an answer to `question` as somebody reads it: texts as they are, the rest as is usual here."""
    if isinstance(shown, bool):
        return _("Yes") if shown else _("No")
    if isinstance(shown, date):
        return word_date(shown)
    if isinstance(shown, Decimal | int):
        return _word_number(shown, is_money=question.type == "money")
    return shown


def word_date(day: date) -> str:
    """Return a day in full: 1er mars 1990, 1 March 1990."""
    written = formats.date_format(day, "j F Y")
    is_french_first = day.day == 1 and (get_language() or "").startswith("fr")
    return written.replace("1", "1er", 1) if is_french_first else written


def word_moment(at: datetime) -> str:
    """Return a moment in full, in the time zone in use: 1er mars 1990, 14:05."""
    here = timezone.localtime(at)
    return f"{word_date(here.date())}, {here:%H:%M}"


def _word_number(number: Decimal | int, *, is_money: bool) -> str:
    is_grouped = is_money or abs(number) >= UNGROUPED_BELOW
    places = 2 if is_money else None
    written = formats.number_format(number, places, use_l10n=True, force_grouping=is_grouped)
    return _("€%(amount)s") % {"amount": written} if is_money else written
