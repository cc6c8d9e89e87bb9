"""Numbers kept as JSON numbers, for foreign schemas: accepted only when JSON keeps them exactly."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from schemas.json_schema.exact_numbers import as_json_number, exact, is_multiple
from schemas.json_schema.validator import is_bounded
from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, Raw, Shown
from schemas.questions.fragment_checks import crossed, fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, wrong_type
from schemas.questions.types.amounts import read_number
from schemas.questions.types.typed import Typed

_LIMITS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
#: Decimals that rules compute with (rules.md, Types); a longer number is UNKNOWN to them.
_RULE_DECIMALS: Final = 6
_RULE_DIGITS: Final = 18


class JsonNumber(Typed):
    """A JSON number, typed as people write numbers: `19,90`."""

    key = "number"
    example = "12,5"

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(fragment_problems(question, type="number", keywords=_LIMITS))
        bad = [name for name in _LIMITS if name in question.schema and not _is_limit(name, question.schema[name])]
        found += [Problem("bad_limit", f"/{name}", {"name": name}) for name in bad]
        if not bad and _are_crossed(question.schema):
            found.append(crossed("minimum", "maximum"))
        return tuple(found)

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        written = read_number(text)
        if written is None:
            return Parsed(None, (Problem("not_a_number"),))
        number = as_json_number(written.text(written.decimals))
        return Parsed(None, (Problem("too_precise"),)) if number is None else Parsed(number)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if isinstance(answer, bool) or not isinstance(answer, int | float | Decimal):
            return wrong_type("number")
        if not is_bounded(answer):
            return (Problem("too_precise"),)
        if isinstance(answer, int) and as_json_number(str(answer)) is None:
            return (Problem("too_precise"),)
        return tuple(_limit_problems(question.schema, Decimal(str(exact(answer)))))

    def raw(self, question: Question, answer: object) -> Raw:
        return _plain(answer).replace(".", ",")

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (Decimal(_plain(answer)),)

    def json_schema(self, question: Question) -> dict[str, object]:
        limits = {name: question.schema[name] for name in _LIMITS if name in question.schema}
        return {**annotations(question.schema), "type": "number", **limits}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return ({"constraint": "too_precise"},)

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": "num"}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        text = _plain(answer)
        whole, _, decimals = text.removeprefix("-").partition(".")
        is_short = len(whole) <= _RULE_DIGITS and len(decimals) <= _RULE_DECIMALS
        return {"": text} if is_short else {}


def _plain(answer: object) -> str:
    """Return a JSON number in figures, without an exponent or needless zeros."""
    text = format(Decimal(str(exact(answer))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_limit(name: str, value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and is_bounded(value)
    return is_number and (name != "multipleOf" or value > 0)  # type: ignore[operator]


def _are_crossed(schema: Mapping[str, object]) -> bool:
    least, most = schema.get("minimum"), schema.get("maximum")
    return isinstance(least, int | float) and isinstance(most, int | float) and least > most


def _limit_problems(schema: Mapping[str, object], number: Decimal) -> Iterator[Problem]:
    limits = {name: Decimal(str(schema[name])) for name in _LIMITS if name in schema}
    if "minimum" in limits and number < limits["minimum"]:
        yield Problem("too_small", "", {"limit": limits["minimum"]})
    if "maximum" in limits and number > limits["maximum"]:
        yield Problem("too_large", "", {"limit": limits["maximum"]})
    if "exclusiveMinimum" in limits and number <= limits["exclusiveMinimum"]:
        yield Problem("not_above", "", {"limit": limits["exclusiveMinimum"]})
    if "exclusiveMaximum" in limits and number >= limits["exclusiveMaximum"]:
        yield Problem("not_below", "", {"limit": limits["exclusiveMaximum"]})
    if "multipleOf" in limits and not is_multiple(number, limits["multipleOf"]):
        yield Problem("not_a_multiple", "", {"step": limits["multipleOf"]})
