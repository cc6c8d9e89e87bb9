"""Lists of anything but objects, and references: parts of a form that may contain themselves, opened on demand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final, cast

from schemas.problems import Problem, pointer_to
from schemas.questions.base import ITEM_ID, Question
from schemas.questions.definitions import definition_of
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.types.nested.items import Items, draft_cells, is_draft
from schemas.questions.types.nested.structured import Cell, is_blank_cell, is_endless

#: The key of the one question of an item.
VALUE: Final = "value"


class List(Items):
    """An array whose items are one question each; a draft keeps them as `{_id, value}`."""

    key = "list"

    def inner(self, question: Question) -> tuple[Question, ...]:
        if not question.items and is_endless(question):
            items = cast("Mapping[str, object]", question.schema["items"])
            target = definition_of(items, question.defs)
            return (replace(self.shape(VALUE, target, required=True, defs=question.defs), is_nullable=False),)
        return question.items

    def cells(self, question: Question, answer: object) -> list[Cell]:
        if is_draft(answer, VALUE):
            return draft_cells(answer)
        return [{VALUE: item} for item in answer] if isinstance(answer, list) else []

    def joined(self, question: Question, cells: list[Cell]) -> object:
        return [cell[VALUE] for cell in cells if VALUE in cell] or None

    def at(self, place: int, inner: Question) -> tuple[str | int, ...]:
        return (place,)

    def schema_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        return ("items",)

    def is_blank(self, answer: object) -> bool:
        return answer is None or answer == [] or (is_draft(answer) and all(map(is_blank_cell, draft_cells(answer))))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if isinstance(answer, list):
            ids = [place for place, item in enumerate(answer) if isinstance(item, Mapping) and ITEM_ID in item]
            if ids:
                return tuple(Problem("unknown_question", pointer_to(place, ITEM_ID)) for place in ids)
        return super().validate(question, answer, today=today, lookups=lookups)

    def item_schema(self, question: Question) -> dict[str, object]:
        if is_endless(question):
            return self.reference_of(question)
        (inner,) = self.inner(question)
        return self.schema_of(inner)

    def rule_types(self, question: Question) -> Mapping[str, str]:
        if is_endless(question) or not question.items:
            return {}
        inner = question.items[0]
        return {"": "list"} if self.type_of(inner).rule_types(inner) == {"": "str"} else {}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        values = self.joined(question, self.cells(question, answer))
        return {"": values} if values and self.rule_types(question) else {}


class Reference(List):
    """A reference to a definition, asked only once it is opened: a list of at most one item on the page."""

    key = "reference"
    json_type = "any"

    def limits(self, question: Question) -> tuple[int, int]:
        return (1 if question.required else 0), 1

    def check(self, question: Question) -> tuple[Problem, ...]:
        if definition_of(question.schema, question.defs):
            return ()
        return (Problem("unknown_reference", "/$ref", {"reference": str(question.schema.get("$ref", ""))}),)

    def inner(self, question: Question) -> tuple[Question, ...]:
        target = definition_of(question.schema, question.defs)
        return (replace(self.shape(VALUE, target, required=True, defs=question.defs), is_nullable=False),)

    def cells(self, question: Question, answer: object) -> list[Cell]:
        if is_draft(answer, VALUE):
            return draft_cells(answer)
        return [] if answer is None or answer == [] else [{VALUE: answer}]

    def joined(self, question: Question, cells: list[Cell]) -> object:
        return next((cell[VALUE] for cell in cells if VALUE in cell), None)

    def at(self, place: int, inner: Question) -> tuple[str | int, ...]:
        return ()

    def schema_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        return ()

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        (inner,) = self.inner(question)
        return self.type_of(inner).judge(inner, answer, today=today, lookups=lookups)

    def json_schema(self, question: Question) -> dict[str, object]:
        return self.annotated(question, {"$ref": question.schema["$ref"]})

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {}
