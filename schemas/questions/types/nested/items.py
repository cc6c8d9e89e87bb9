"""The base of types with items that a person adds and removes, each with a hidden id while in a draft."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Final, cast

from schemas.problems import Problem
from schemas.questions.base import ITEM_ID, Question, QuestionType
from schemas.questions.definitions import Shaper, definition_of
from schemas.questions.fragment_checks import count_problems, fragment_problems
from schemas.questions.raw_input import as_list
from schemas.questions.schema_parts import bounds_of_list
from schemas.questions.types.nested.structured import Cell, Structured

#: rules.md, Types: a repeatable block has at most 50 items.
MAX_ITEMS: Final = 50


class Items(Structured):
    """An array; `shape` makes the questions of a definition, for items that refer to one."""

    structure = "items"
    is_multiple = True
    json_type = "array"

    def __init__(self, types: Mapping[str, QuestionType], shape: Shaper) -> None:
        super().__init__(types)
        self.shape = shape

    def limits(self, question: Question) -> tuple[int, int]:
        """Return the least and the most items of an answer."""
        return bounds_of_list(question.schema, default_most=MAX_ITEMS)

    def check(self, question: Question) -> tuple[Problem, ...]:
        return (
            *fragment_problems(question, type="array", keywords=("items", "minItems", "maxItems")),
            *count_problems(question.schema, "minItems", "maxItems", ceiling=MAX_ITEMS),
            *super().check(question),
        )

    def raw_cells(self, question: Question, raw: object) -> list[object] | None:
        return as_list(raw)

    def count_problems(self, question: Question, count: int) -> Iterator[Problem]:
        least, most = self.limits(question)
        if count < least:
            yield Problem("too_few_items", "", {"limit": least})
        if count > most:
            yield Problem("too_many_items", "", {"limit": most})

    def inner_of_target(self, question: Question) -> tuple[Question, ...]:
        """Return the questions of the object that items refer to: made when needed, since it may contain itself."""
        items = cast("Mapping[str, object]", question.schema["items"])
        return self.shape("item", definition_of(items, question.defs), defs=question.defs).items

    def reference_of(self, question: Question) -> dict[str, object]:
        items = cast("Mapping[str, object]", question.schema["items"])
        return {"$ref": items["$ref"]}

    @abstractmethod
    def item_schema(self, question: Question) -> dict[str, object]:
        """Return the schema of one item."""

    def json_schema(self, question: Question) -> dict[str, object]:
        least, most = self.limits(question)
        schema = {"type": "array", "items": self.item_schema(question), "minItems": least, "maxItems": most}
        return self.annotated(question, schema)


def is_draft(answer: object, *names: str) -> bool:
    """Return whether an answer is kept as a draft keeps items: mappings of an id and of `names`."""
    return (
        isinstance(answer, list)
        and bool(answer)
        and all(isinstance(item, Mapping) and ITEM_ID in item and set(item) <= {ITEM_ID, *names} for item in answer)
    )


def draft_cells(answer: object) -> list[Cell]:
    """Return the cells of an answer that `is_draft`."""
    return [dict(item) for item in cast("list[Mapping[str, object]]", answer)]
