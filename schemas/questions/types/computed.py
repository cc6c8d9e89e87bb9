"""Computed values shown at a question: calculated by the server, kept with the answers, never typed."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK
from schemas.rules.values import SCALE, Value, format_num, is_blank

#: The question types that a computed value may look like.
VALUE_TYPES = ("money", "decimal", "integer", "date", "yes_no", "short_text")

#: What a value is rounded to before anything reads it, by its type: a num (schemas.rules.values).
STEPS: Final[Mapping[str, int]] = {"money": SCALE // 100, "integer": SCALE}


class ComputedType(QuestionType):
    """`options.value` names the type of question whose answers the value looks like; `options.unit` follows it.

    `types` is the table of those types. What is posted under its name is ignored: the journey calculates it.
    """

    key = "computed"

    def __init__(self, types: Mapping[str, QuestionType]) -> None:
        self.types = {key: types[key] for key in VALUE_TYPES}

    def value_question(self, question: Question) -> Question:
        """Return the question of the type that the value looks like."""
        return Question(question.key, str(question.options.get("value")), question.schema, question.options)

    def check(self, question: Question) -> tuple[Problem, ...]:
        value = question.options.get("value")
        if value not in VALUE_TYPES:
            return (Problem("unknown_value_type", "", {"type": str(value), "known": list(VALUE_TYPES)}),)
        return self._type(question).check(self.value_question(question))

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        return BLANK

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        return self._type(question).validate(self.value_question(question), answer, today=today, lookups=lookups)

    def raw(self, question: Question, answer: object) -> Raw:
        """Return the answer as text: there are no inputs, and a page only shows it."""
        if isinstance(answer, bool):
            return "yes" if answer else "no"
        return str(answer)

    def shown(self, question: Question, raw: Raw) -> tuple[Shown, ...]:
        """Return the lines to read of a value that `raw` wrote as text; none for a blank."""
        readers = {"integer": int, "yes_no": "yes".__eq__}
        read = readers.get(str(question.options.get("value")), str)
        return self.show(question, read(raw)) if raw else ()  # type: ignore[operator]

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return self._type(question).show(self.value_question(question), answer)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**self._type(question).json_schema(self.value_question(question)), "readOnly": True}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return self._type(question).server_constraints(self.value_question(question))

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return self._type(question).rule_types(self.value_question(question))

    def answer(self, question: Question, value: Value | None, *, today: date) -> object:
        """Return a rule value as an answer, or None when it is UNKNOWN or more than the type can hold.

        Amounts are rounded to the cent and whole numbers to the unit, half away from zero.
        """
        if value is None:
            return None
        answer = _WRITERS.get(str(question.options.get("value")), _as_is)(value)
        return None if is_blank(answer) or self.validate(question, answer, today=today) else answer

    def _type(self, question: Question) -> QuestionType:
        return self.types[str(question.options.get("value"))]


def rounded_to_step(value: int, step: int) -> int:
    """Return a num rounded to a multiple of `step`, half away from zero.

    >>> rounded_to_step(2_500_000, 1_000_000), rounded_to_step(-2_500_000, 1_000_000)
    (3000000, -3000000)
    """
    magnitude = (2 * abs(value) + step) // (2 * step) * step
    return magnitude if value >= 0 else -magnitude


def _money(value: Value) -> object:
    cents = rounded_to_step(int(str(value)), STEPS["money"]) * 100 // SCALE
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _integer(value: Value) -> object:
    return rounded_to_step(int(str(value)), STEPS["integer"]) // SCALE


def _decimal(value: Value) -> object:
    return format_num(int(str(value)))


def _as_is(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value


_WRITERS = {"money": _money, "integer": _integer, "decimal": _decimal}
