"""Choices among JSON values of any type, and constants, for foreign schemas."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from schemas.json_schema.exact_numbers import canonical
from schemas.problems import Problem, pointer_to
from schemas.questions.base import NOTHING, Parsed, Question, QuestionType, Raw, Shown, typed_values
from schemas.questions.fragment_checks import count_problems, fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK, MISSHAPEN_LIST, as_list
from schemas.questions.schema_parts import annotations, bounds_of_list, wrong_type
from schemas.questions.types.choices import MAX_CHOICES, UNKNOWN
from schemas.questions.types.typed import Typed

Choices = tuple[Mapping[str, object], ...]


class PlainChoice(Typed):
    """One of several JSON values: `oneOf` of `{const, title}`."""

    key = "plain_choice"
    is_read_as_kept = False
    is_group = True

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = fragment_problems(question, type=str(question.schema.get("type", "")), keywords=("oneOf",))
        kept = (each for each in found if each.code != "wrong_fragment_type")
        return (*kept, *choice_problems(question.schema, ""))

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        consts = by_value(question.schema)
        return Parsed(consts[text]) if text in consts else Parsed(None, (UNKNOWN,))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        return () if _value_of(question.schema, answer) is not None else (UNKNOWN,)

    def is_blank(self, answer: object) -> bool:
        return answer is None

    def raw(self, question: Question, answer: object) -> Raw:
        return _value_of(question.schema, answer) or ""

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        value = _value_of(question.schema, answer)
        return (dict(question.choices).get(value or "", value_as_text(answer)),)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), "oneOf": list(choices_of(question.schema))}

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": _rule_type(choices_of(question.schema))}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        return {} if answer is None else {"": _rule_value(answer, _rule_type(choices_of(question.schema)))}


class PlainChoices(QuestionType):
    """Several of the values, each once."""

    key = "plain_choices"
    is_read_as_kept = False
    is_group = True
    is_multiple = True

    def check(self, question: Question) -> tuple[Problem, ...]:
        keywords = ("items", "minItems", "maxItems")
        found = fragment_problems(question, type="array", keywords=keywords, fixed={"uniqueItems": True})
        counts = count_problems(question.schema, "minItems", "maxItems", ceiling=MAX_CHOICES)
        return (*found, *counts, *choice_problems(_items(question), "/items"))

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        ticked = as_list(raw)
        if ticked is None:
            return MISSHAPEN_LIST
        values = {each if isinstance(each, str) else None for each in ticked} - {""}
        if not values:
            return BLANK
        known = [const for value, const in by_value(_items(question)).items() if value in values]
        return Parsed(known) if len(known) == len(values) else Parsed(None, (UNKNOWN,))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        return tuple(self._problems(question, answer)) if isinstance(answer, list) else wrong_type("array")

    def _problems(self, question: Question, answer: list[object]) -> Iterator[Problem]:
        seen: set[str] = set()
        for place, each in enumerate(answer):
            value = _value_of(_items(question), each)
            if value is None:
                yield Problem("unknown_choice", pointer_to(place))
            elif value in seen:
                yield Problem("repeated_choice", pointer_to(place))
            seen.add(value or "")
        least, most = bounds_of_list(question.schema, default_most=len(question.choices))
        if len(answer) < least:
            yield Problem("too_few", "", {"limit": least})
        if len(answer) > most:
            yield Problem("too_many", "", {"limit": most})

    def raw(self, question: Question, answer: object) -> Raw:
        listed = answer if isinstance(answer, list) else []
        return [value for each in listed if (value := _value_of(_items(question), each)) is not None]

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        titles = dict(question.choices)
        raw = cast("list[str]", self.raw(question, answer))
        return tuple(titles[value] for value in raw)

    def json_schema(self, question: Question) -> dict[str, object]:
        least, most = bounds_of_list(question.schema, default_most=len(question.choices))
        items = {"oneOf": list(choices_of(_items(question)))}
        counts = {"minItems": least, "maxItems": most, "uniqueItems": True}
        return {**annotations(question.schema), "type": "array", "items": items, **counts}

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": "list"} if _rule_type(choices_of(_items(question))) == "str" else {}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        listed = answer if isinstance(answer, list) else []
        return {"": [value_as_text(each) for each in listed]} if listed and self.rule_types(question) else {}


class Constant(QuestionType):
    """One value that is never typed: it is the answer wherever one is required."""

    key = "constant"
    is_read_as_kept = False

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = fragment_problems(question, type=str(question.schema.get("type", "")), keywords=("const",))
        return tuple(each for each in found if each.code != "wrong_fragment_type")

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        return Parsed(self.given(question) if question.required else None)

    def given(self, question: Question) -> object:
        return question.schema.get("const")

    def is_blank(self, answer: object) -> bool:
        return answer is None

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        return () if canonical(answer) == canonical(question.schema.get("const")) else (UNKNOWN,)

    def raw(self, question: Question, answer: object) -> Raw:
        return ""

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (value_as_text(answer),)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), "const": question.schema.get("const")}

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": _rule_type(({"const": question.schema.get("const")},))}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        return {} if answer is None else {"": _rule_value(answer, self.rule_types(question)[""])}


def _items(question: Question) -> Mapping[str, object]:
    items = question.schema.get("items")
    return items if isinstance(items, Mapping) else NOTHING


def choices_of(schema: Mapping[str, object]) -> Choices:
    """Return the `{const, title}` of a fragment."""
    listed = schema.get("oneOf")
    return tuple(each for each in listed if isinstance(each, Mapping)) if isinstance(listed, list) else ()


def by_value(schema: Mapping[str, object]) -> dict[str, object]:
    """Return the JSON values of choices by their input value."""
    consts = [choice.get("const") for choice in choices_of(schema)]
    return dict(zip(typed_values(consts), consts, strict=True))


def _value_of(schema: Mapping[str, object], answer: object) -> str | None:
    wanted = canonical(answer)
    return next((value for value, const in by_value(schema).items() if canonical(const) == wanted), None)


def value_as_text(value: object) -> str:
    """Return a JSON value as people read it: texts bare, the rest in JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _rule_type(choices: Choices) -> str:
    consts = [choice.get("const") for choice in choices]
    if consts and all(isinstance(const, bool) for const in consts):
        return "bool"
    is_whole = all(isinstance(const, int) and not isinstance(const, bool) for const in consts)
    return "num" if consts and is_whole else "str"


def _rule_value(answer: object, rule_type: str) -> object:
    return value_as_text(answer) if rule_type == "str" else answer


def choice_problems(source: Mapping[str, object], pointer: str) -> Iterator[Problem]:
    """Yield the problems of choices: none, too many, one without a value or a title, one given twice."""
    listed = source.get("oneOf")
    if not isinstance(listed, list) or not 0 < len(listed) <= MAX_CHOICES:
        yield Problem("no_choices", f"{pointer}/oneOf")
        return
    seen: set[object] = set()
    for place, choice in enumerate(listed):
        here = pointer + pointer_to("oneOf", place)
        title = choice.get("title", "…") if isinstance(choice, Mapping) else None
        if not isinstance(choice, Mapping) or "const" not in choice or not isinstance(title, str) or not title.strip():
            yield Problem("bad_choice", here)
            continue
        value = canonical(choice["const"])
        if value in seen:
            yield Problem("choice_twice", here, {"value": value_as_text(choice["const"])})
        seen.add(value)
