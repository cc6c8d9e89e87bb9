"""Whole numbers, decimals and money; decimals and money are kept as strings, never as floats."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal as Exact
from typing import ClassVar

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, Shown
from schemas.questions.fragment_checks import crossed, fragment_problems, limit_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, is_integer, whole, whole_number, wrong_type
from schemas.questions.types.amounts import MAX_WHOLE_DIGITS, Written, read_limit, read_number
from schemas.questions.types.typed import Typed

#: The largest whole number that every reader of JSON holds exactly (RFC 8259 section 6).
LARGEST = 2**53 - 1


class Number(Typed):
    """An answer typed in one input and read as a number."""

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        number = read_number(text)
        return self.keep(question, number) if number else Parsed(None, (Problem("not_a_number"),))

    @abstractmethod
    def keep(self, question: Question, number: Written) -> Parsed:
        """Return a number in the form in which it is kept."""

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": "num"}


class Integer(Number):
    """A whole number, kept as a JSON integer."""

    key = "integer"
    example = "3"

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(fragment_problems(question, type="integer", keywords=("minimum", "maximum")))
        bad = [
            Problem("bad_limit", f"/{name}", {"name": name})
            for name in ("minimum", "maximum")
            if name in question.schema and not _is_safe(question.schema[name])
        ]
        if not bad and _least(question) > _most(question):
            bad.append(crossed("minimum", "maximum"))
        return (*found, *bad)

    def keep(self, question: Question, number: Written) -> Parsed:
        if number.decimals.strip("0") or len(number.decimals) > 2:  # "1.000" may mean a thousand
            return Parsed(None, (Problem("not_an_integer"),))
        if len(number.whole) > len(str(LARGEST)):
            return Parsed(None, (_too_small(_least(question)) if number.is_negative else _too_large(_most(question)),))
        return Parsed(int(number.text("")))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if isinstance(answer, float) and answer.is_integer():
            return (Problem("not_an_integer"),)
        if not isinstance(answer, int) or isinstance(answer, bool):
            return wrong_type("integer")
        if answer < _least(question):
            return (_too_small(_least(question)),)
        return (_too_large(_most(question)),) if answer > _most(question) else ()

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (int(str(answer)),)

    def json_schema(self, question: Question) -> dict[str, object]:
        bounds = {"minimum": _least(question), "maximum": _most(question)}
        return {**annotations(question.schema), "type": "integer", **bounds}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        # 1.0 is an integer to JSON Schema; rules and canonical texts need it written 1.
        return ({"constraint": "not_an_integer"},)


class Decimal(Number):
    """A decimal number, kept as a string with a point, its decimals as they were typed."""

    key = "decimal"
    example = "12,5"
    #: How many decimals there may be: rules compute with six.
    most_decimals: ClassVar[int] = 6
    pattern: ClassVar[str] = rf"-?(?:0|[1-9][0-9]{{0,{MAX_WHOLE_DIGITS - 1}}})(?:\.[0-9]{{1,6}})?"
    minus_zero: ClassVar[str] = r"-0(?:\.0+)?"

    def least(self, question: Question) -> Exact | None:
        return read_limit(question.options.get("min"))

    def most(self, question: Question) -> Exact | None:
        return read_limit(question.options.get("max"))

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(fragment_problems(question, type="string"))
        found += limit_problems(question.options, "min", "max", read=read_limit)
        least, most = self.least(question), self.most(question)
        if least is not None and most is not None and least > most:
            found.append(crossed("min", "max"))
        return tuple(found)

    def keep(self, question: Question, number: Written) -> Parsed:
        if len(number.decimals) > self.most_decimals:
            return Parsed(None, (Problem("too_many_decimals", "", {"limit": self.most_decimals}),))
        if len(number.whole) > MAX_WHOLE_DIGITS:
            return Parsed(None, (self._out_of_reach(question, number),))
        return Parsed(number.text(self.decimals(number)))

    def decimals(self, number: Written) -> str:
        return number.decimals

    def _out_of_reach(self, question: Question, number: Written) -> Problem:
        reach = Exact(10**MAX_WHOLE_DIGITS - 1)
        if number.is_negative:
            least = self.least(question)
            return _too_small(-reach if least is None else least)
        most = self.most(question)
        return _too_large(reach if most is None else most)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        if not fits(self.pattern, answer) or fits(self.minus_zero, answer):
            return (Problem("not_a_number"),)
        return tuple(self._limit_problems(question, Exact(answer)))

    def _limit_problems(self, question: Question, value: Exact) -> Iterator[Problem]:
        least, most = self.least(question), self.most(question)
        if least is not None and value < least:
            yield _too_small(least)
        if most is not None and value > most:
            yield _too_large(most)

    def written(self, answer: str) -> str:
        return answer.replace(".", ",")

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (Exact(str(answer)),)

    def json_schema(self, question: Question) -> dict[str, object]:
        schema = {**annotations(question.schema), **whole(self.pattern)}
        return {**schema, "not": {"pattern": rf"^{self.minus_zero}$|\n$"}}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        limits = (("too_small", "min"), ("too_large", "max"))
        return tuple(
            {"constraint": code, "limit": question.options[name]} for code, name in limits if name in question.options
        )


class Money(Decimal):
    """An amount of euros, kept as a string with two decimals."""

    key = "money"
    example = "1 234,50"
    most_decimals = 2
    pattern = rf"-?(?:0|[1-9][0-9]{{0,{MAX_WHOLE_DIGITS - 1}}})\.[0-9]{{2}}"

    def strip(self, text: str) -> str:
        bare = super().strip(text).casefold()
        for name in ("euros", "euro", "eur", "€"):
            bare = bare.removesuffix(name).removeprefix(name).strip()
        return bare

    def decimals(self, number: Written) -> str:
        return number.decimals.ljust(2, "0")

    def least(self, question: Question) -> Exact | None:
        """Return the least amount: zero, unless the author sets another."""
        return super().least(question) if "min" in question.options else Exact(0)

    def json_schema(self, question: Question) -> dict[str, object]:
        schema = super().json_schema(question)
        least = self.least(question)
        return schema if least is not None and least < 0 else {**schema, "not": {"pattern": r"^-|\n$"}}


def _is_safe(value: object) -> bool:
    return is_integer(value) and abs(int(str(value))) <= LARGEST


def _least(question: Question) -> int:
    return whole_number(question.schema.get("minimum"), -LARGEST)


def _most(question: Question) -> int:
    return whole_number(question.schema.get("maximum"), LARGEST)


def _too_small(limit: object) -> Problem:
    return Problem("too_small", "", {"limit": limit})


def _too_large(limit: object) -> Problem:
    return Problem("too_large", "", {"limit": limit})
