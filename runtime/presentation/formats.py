"""Formats of the values of answers, in the language in use."""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from runtime.presentation.language import current_language
from schemas.questions.base import Question, Shown, YearMonth

#: Up to four digits a number may be a year: it is left in one piece.
UNGROUPED_BELOW = 10_000


def word_value(shown: Shown, question: Question) -> str:
    """Return one line of an answer to `question` for a reader: texts unchanged, the rest in the usual local format."""
    for kind, word in _WORDS:
        if isinstance(shown, kind):
            return word(shown)
    if not isinstance(shown, Decimal | int):
        return str(shown)
    written = _word_number(shown, is_money="money" in {question.type, question.options.get("value")})
    unit = question.options.get("unit")
    return _("%(number)s %(unit)s") % {"number": written, "unit": unit} if unit else written


def word_date(day: date) -> str:
    """Return a day in full: 1er mars 1990, 1 March 1990."""
    written = formats.date_format(day, "j F Y")
    is_french_first = day.day == 1 and current_language() == "fr"
    return written.replace("1", "1er", 1) if is_french_first else written


def word_month(day: date) -> str:
    """Return the month of a day: mars 1990, March 1990."""
    return formats.date_format(day, "F Y")


def word_time(at: time) -> str:
    """Return a time of the day, to the minute: 14:05."""
    return f"{at:%H:%M}"


def word_moment(at: datetime) -> str:
    """Return a moment in full, in the time zone in use: 1er mars 1990, 14:05."""
    here = timezone.localtime(at)
    return f"{word_date(here.date())}, {word_time(here.time())}"


def _word_number(number: Decimal | int, *, is_money: bool) -> str:
    is_grouped = is_money or abs(number) >= UNGROUPED_BELOW
    places = 2 if is_money else None
    written = formats.number_format(number, places, use_l10n=True, force_grouping=is_grouped)
    return _("€%(amount)s") % {"amount": written} if is_money else written


#: The options of Intl for calculated values. As here, four digits are not separated, except in amounts.
_OPTIONS: dict[str, dict[str, object]] = {
    "money": {"minimumFractionDigits": 2, "maximumFractionDigits": 2, "useGrouping": True},
    "integer": {"maximumFractionDigits": 0, "useGrouping": "min2"},
    "decimal": {"maximumFractionDigits": 6, "useGrouping": "min2"},
    "date": {"dateStyle": "long", "timeZone": "UTC"},
}
#: Differences of Intl from `word_date`, by language.
_DAYS = {"fr": {"first": "1er "}, "en": {"lang": "en-GB"}}


def written_by_scripts(question: Question) -> dict[str, str]:
    """Return the options for a script to write a value calculated at `question` as `word_value` does.

    `options` of Intl for numbers and days, the `format` of a number (`#`), the `lang` to write a day in and the `first`
    of a month where they differ, the words for `true` and `false`.
    """
    kind = str(question.options.get("value"))
    if kind == "yes_no":
        return {"true": _("Yes"), "false": _("No")}
    if kind not in _OPTIONS:
        return {}
    options = json.dumps(_OPTIONS[kind])
    if kind == "date":
        return {"options": options, **_DAYS.get(current_language(), {})}
    written = _("€%(amount)s") % {"amount": "#"} if kind == "money" else "#"
    unit = question.options.get("unit")
    format_here = _("%(number)s %(unit)s") % {"number": written, "unit": unit} if unit else written
    return {"options": options, "format": format_here}


#: In this order: a bool is an integer too, and a datetime a date.
_WORDS: tuple[tuple[type, Callable], ...] = (
    (bool, lambda shown: _("Yes") if shown else _("No")),
    (datetime, lambda shown: f"{word_date(shown.date())}, {word_time(shown.time())}"),
    (date, word_date),
    (time, word_time),
    (YearMonth, lambda shown: word_month(date(*shown, 1))),
)
