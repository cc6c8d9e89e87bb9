"""Repeated groups: a list of items, each with the same questions."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from schemas.lookups import NO_LOOKUPS, Lookups
from schemas.problems import Problem, pointer_to, under
from schemas.questions.authoring import count_problems, fragment_problems
from schemas.questions.base import ITEM_ID, NOTHING, Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.raws import BLANK, MISSHAPEN_LIST, as_list
from schemas.questions.schemes import Schema, annotations, bounds_of_list, wrong_type
from schemas.rules.values import OF_ITEMS

#: rules.md, Types: a repeatable block has at most 50 items.
MAX_ITEMS: Final = 50


class Group(QuestionType):
    """Items of questions of the other types: `types` is the table of these.

    Conditions inside items are for whoever has the rules: here each question of an item is optional.
    """

    key = "group"
    structure = "items"
    is_group = True
    is_multiple = True

    def __init__(self, types: Mapping[str, QuestionType]) -> None:
        self.types = types

    def limits(self, question: Question) -> tuple[int, int]:
        return bounds_of_list(question.schema, default_most=MAX_ITEMS)

    def is_blank(self, answer: object) -> bool:
        """Tell whether no item says anything."""
        return super().is_blank(answer) or (isinstance(answer, list) and all(_is_blank_item(item) for item in answer))

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(fragment_problems(question, type="array", keywords=("items", "minItems", "maxItems")))
        found += count_problems(question.schema, "minItems", "maxItems", ceiling=MAX_ITEMS)
        items = question.schema.get("items")
        item = Question(question.key, self.key, items if isinstance(items, Mapping) else NOTHING)
        fixed = {"additionalProperties": False}
        inside = fragment_problems(item, type="object", keywords=("properties", "required"), fixed=fixed)
        return (*found, *under("/items", inside))

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        """Read every item, its questions validated too; an item left blank is dropped.

        With problems, the answer holds what passes: pointers count the items of the page, blank ones included.
        """
        posted = as_list(raw)
        if posted is None:
            return MISSHAPEN_LIST
        items: list[dict[str, object]] = []
        problems: list[Problem] = []
        for place, typed in enumerate(posted):
            item, found = self._parse_item(question, typed, today=today, lookups=lookups)
            problems += under(pointer_to(place), found)
            if found or not _is_blank_item(item):
                items.append(item)
        return Parsed(items, tuple(problems)) if items else BLANK

    def _parse_item(
        self, question: Question, typed: object, *, today: date, lookups: Lookups
    ) -> tuple[dict[str, object], list[Problem]]:
        if not isinstance(typed, Mapping):
            return {}, list(wrong_type("object"))
        item: dict[str, object] = {ITEM_ID: typed[ITEM_ID]} if isinstance(typed.get(ITEM_ID), str) else {}
        problems: list[Problem] = []
        for inner in self._asked(question):
            parsed = self.types[inner.type].read(inner, typed.get(inner.key, ""), today=today, lookups=lookups)
            problems += under(pointer_to(inner.key), parsed.problems)
            if parsed.answer is not None:
                item[inner.key] = parsed.answer
        return item, problems

    def read(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        """Parse, which validates each item, then count the items."""
        parsed = self.parse(question, raw, today=today, lookups=lookups)
        counted = tuple(_count_problems(question, parsed.answer)) if isinstance(parsed.answer, list) else ()
        return Parsed(parsed.answer, (*parsed.problems, *counted))

    def _asked(self, question: Question) -> Iterator[Question]:
        return (inner for inner in question.items if not self.types[inner.type].is_silent)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, list):
            return wrong_type("array")
        asked = {inner.key: inner for inner in self._asked(question)}
        found = list(_count_problems(question, answer))
        for place, item in enumerate(answer):
            here = self._item_problems(asked, item, today=today, lookups=lookups)
            found += under(pointer_to(place), here)
        return tuple(found)

    def _item_problems(
        self, asked: Mapping[str, Question], item: object, *, today: date, lookups: Lookups
    ) -> Iterator[Problem]:
        if not isinstance(item, Mapping):
            yield from wrong_type("object")
            return
        if not item:
            yield Problem("blank_item")
        for key, answer in item.items():
            if key not in asked:
                yield Problem("unknown_question", pointer_to(key))
            elif self.types[asked[key].type].is_blank(answer):
                yield Problem("blank_answer", pointer_to(key))
            else:
                inner = asked[key]
                found = self.types[inner.type].validate(inner, answer, today=today, lookups=lookups)
                yield from under(pointer_to(key), found)

    def raw(self, question: Question, answer: object) -> Raw:
        items = [item for item in answer if isinstance(item, Mapping)] if isinstance(answer, list) else []
        return [self._raw_item(question, item) for item in items]

    def _raw_item(self, question: Question, item: Mapping[str, object]) -> Mapping[str, object]:
        typed: dict[str, object] = {ITEM_ID: item[ITEM_ID]} if ITEM_ID in item else {}
        for inner in self._asked(question):
            question_type = self.types[inner.type]
            answer = item.get(inner.key)
            typed[inner.key] = question_type.blank_raw() if answer is None else question_type.raw(inner, answer)
        return typed

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        items = [item for item in answer if isinstance(item, Mapping)] if isinstance(answer, list) else []
        return tuple(
            line
            for item in items
            for inner in self._asked(question)
            if inner.key in item
            for line in self.types[inner.type].show(inner, item[inner.key])
        )

    def json_schema(self, question: Question) -> dict[str, object]:
        least, most = self.limits(question)
        properties = {inner.key: self.types[inner.type].json_schema(inner) for inner in self._asked(question)}
        items: Schema = {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {**annotations(question.schema), "type": "array", "items": items, "minItems": least, "maxItems": most}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return tuple(
            {**constraint, "at": pointer_to("items", "properties", inner.key) + str(constraint.get("at", ""))}
            for inner in self._asked(question)
            for constraint in self.types[inner.type].server_constraints(inner)
        )

    def rule_types(self, question: Question) -> Mapping[str, str]:
        """Return its own name and, for quantifiers, those of the questions of an item (`[].age`)."""
        inside = {
            f"{OF_ITEMS}{inner.key}{suffix}": rule_type
            for inner in self._asked(question)
            for suffix, rule_type in self.types[inner.type].rule_types(inner).items()
        }
        return {"": "group", **inside}


def _is_blank_item(item: object) -> bool:
    return isinstance(item, Mapping) and not set(item) - {ITEM_ID}


def _count_problems(question: Question, answer: list[object]) -> Iterator[Problem]:
    least, most = bounds_of_list(question.schema, default_most=MAX_ITEMS)
    if len(answer) < least:
        yield Problem("too_few_items", "", {"limit": least})
    if len(answer) > most:
        yield Problem("too_many_items", "", {"limit": most})
