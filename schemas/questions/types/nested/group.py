"""Repeated groups: a list of items, each with the same questions."""

from collections.abc import Iterator, Mapping
from datetime import date

from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import ITEM_ID, NOTHING, Question
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import wrong_type
from schemas.questions.types.nested.items import Items
from schemas.questions.types.nested.structured import Cell, is_endless
from schemas.rules.naming import address_token
from schemas.rules.values import OF_ITEMS


class Group(Items):
    """Items that are objects of questions.

    Conditions inside items are checked by callers that have the rules: here each question of an item is optional.
    """

    key = "group"

    def check(self, question: Question) -> tuple[Problem, ...]:
        if is_endless(question):
            return super().check(question)
        items = question.schema.get("items")
        item = Question(question.key, self.key, items if isinstance(items, Mapping) else NOTHING)
        fixed = {"additionalProperties": False}
        inside = fragment_problems(item, type="object", keywords=("properties", "required"), fixed=fixed)
        return (*super().check(question), *under("/items", inside))

    def inner(self, question: Question) -> tuple[Question, ...]:
        if not question.items and is_endless(question):
            return self.inner_of_target(question)
        return question.items

    def cells(self, question: Question, answer: object) -> list[Cell]:
        listed = answer if isinstance(answer, list) else []
        return [dict(item) if isinstance(item, Mapping) else {} for item in listed]

    def joined(self, question: Question, cells: list[Cell]) -> object:
        return [{key: value for key, value in cell.items() if key != ITEM_ID} for cell in cells] or None

    def kept(self, question: Question, cells: list[Cell]) -> object:
        return cells or None

    def at(self, place: int, inner: Question) -> tuple[str | int, ...]:
        return (place, inner.key)

    def schema_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        return ("items", "properties", inner.key)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        found = super().validate(question, answer, today=today, lookups=lookups)
        return (*_shape_problems(answer), *found) if isinstance(answer, list) else found

    def item_schema(self, question: Question) -> dict[str, object]:
        if is_endless(question):
            return self.reference_of(question)
        return self.object_schema(question)

    def rule_types(self, question: Question) -> Mapping[str, str]:
        """Return its own name and, for quantifiers, those of the questions of an item (`[].age`)."""
        inside = {
            f"{OF_ITEMS}{inner.key}{suffix}": rule_type
            for inner in self._read(question)
            for suffix, rule_type in self.type_of(inner).rule_types(inner).items()
        }
        return {"": "group", **inside}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        if self.is_blank(answer):
            return {}
        return {"": [self._item_values(question, cell) for cell in self.cells(question, answer)]}

    def _read(self, question: Question) -> list[Question]:
        """Return the questions of an item that rules may name."""
        inner = () if is_endless(question) else self.asked(question)
        return [each for each in inner if address_token(each.key) == each.key]

    def _item_values(self, question: Question, cell: Cell) -> dict[str, object]:
        return {
            inner.key + suffix: value
            for inner in self._read(question)
            if not self.type_of(inner).is_blank(cell.get(inner.key))
            for suffix, value in self.type_of(inner).rule_answers(inner, cell.get(inner.key)).items()
        }


def _shape_problems(answer: list[object]) -> Iterator[Problem]:
    for place, item in enumerate(answer):
        if not isinstance(item, Mapping):
            yield from under(pointer_to(place), wrong_type("object"))
        elif not item:
            yield Problem("blank_item", pointer_to(place))
