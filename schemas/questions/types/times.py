"""Times of the day, typed as people write them; kept as `HH:MM`."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Final

from schemas.problems import Problem
from schemas.questions.base import NOTHING, Parsed, Question, Shown
from schemas.questions.fragment_checks import crossed, fragment_problems, limit_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import comparison_key, plain_digits
from schemas.questions.types.date_limits import texts_from, texts_until
from schemas.questions.types.typed import Typed

TIME: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
#: After the minutes of a `full-time` in RFC 3339 (2002): seconds, and the offset from UTC.
REST: Final = ":[0-5][0-9](?:[.][0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
#: The legal time of France outside summer: a time without a day has no summer.
FRANCE: Final = ":00+01:00"

_WORDS: Final = {"midi": "12:00", "noon": "12:00", "minuit": "00:00", "midnight": "00:00"}
_TYPED: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})(?: ?(?:h|heures?|hours?|hrs?|[:.]) ?| (?=[0-9])|(?=[0-9]{2}(?![0-9])))?"
    r"(?:(?P<minute>[0-9]{2})(?: ?(?:mn|mins?|minutes?))?(?::00)?)? ?(?P<half>[ap]\.? ?m\.?)?"
)


class Time(Typed):
    """One time, to the minute; options `min` and `max` are times too.

    A fragment whose author wrote `format: time`, as foreign schemas do, keeps what that format names: an RFC 3339
    time with seconds and offset. Rules read the minutes since midnight.
    """

    key = "time"
    is_read_as_kept = False
    example = "14:30"

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(fragment_problems(question, type="string", fixed={"format": "time"}))
        found += limit_problems(question.options, "min", "max", read=_limit)
        first, last = (_limit(question.options.get(name)) for name in ("min", "max"))
        return (*found, crossed("min", "max")) if first and last and first > last else tuple(found)

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        rest = FRANCE if is_full(question) else ""
        if rest and fits(TIME + REST, text.upper()):
            return Parsed(text.upper())
        found = read_time(text)
        return Parsed(found + rest) if found else Parsed(None, (Problem("not_a_time"),))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        if not fits(_form(question), answer):
            return (Problem("not_a_time"),)
        return tuple(_beyond(answer[:5], question.options))

    def written(self, answer: str) -> str:
        return answer.removesuffix(FRANCE)

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (time.fromisoformat(str(answer)[:5]),)

    def json_schema(self, question: Question) -> dict[str, object]:
        format_: Mapping[str, object] = {"format": "time"} if is_full(question) else NOTHING
        rest = REST if is_full(question) else ""
        limits = (("min", texts_from), ("max", texts_until))
        bounds = [f"(?:{make(str(question.options[name]))}){rest}" for name, make in limits if name in question.options]
        return {**annotations(question.schema), **whole(_form(question), *bounds), **format_}

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": "num"}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        return {"": minutes_of(str(answer))} if answer else {}


def is_full(question: Question) -> bool:
    """Return whether answers are in the form of RFC 3339, because the author named a format."""
    return "format" in question.schema


def read_time(text: str) -> str | None:
    """Return the time that a clean text means as `HH:MM`, None when it means none.

    >>> [read_time(text) for text in ("14h30", "9 h", "2.30 pm", "0930", "midi", "25h", "14h5")]
    ['14:30', '09:00', '14:30', '09:30', '12:00', None, None]
    """
    typed = plain_digits(text).casefold()
    found = _TYPED.fullmatch(_WORDS.get(comparison_key(typed), typed))
    if found is None:
        return None
    hour, minute = int(found["hour"]), found["minute"] or "00"
    if half := found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    written = f"{hour:02}:{minute}"
    return written if fits(TIME, written) else None


def minutes_of(answer: str) -> int:
    """Return the minutes since midnight of a text that begins with `HH:MM`."""
    return 60 * int(answer[:2]) + int(answer[3:5])


def _form(question: Question) -> str:
    return TIME + REST if is_full(question) else TIME


def _limit(limit: object) -> str | None:
    return limit if isinstance(limit, str) and fits(TIME, limit) else None


def _beyond(answer: str, options: Mapping[str, object]) -> Iterator[Problem]:
    first, last = options.get("min"), options.get("max")
    if first is not None and answer < str(first):
        yield Problem("too_early", "", {"limit": time.fromisoformat(str(first))})
    if last is not None and answer > str(last):
        yield Problem("too_late", "", {"limit": time.fromisoformat(str(last))})
