"""Free pairs of a name and a value: an object whose properties people name themselves."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import Parsed, Question, Raw
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import whole_number, wrong_type
from schemas.questions.types.nested.items import MAX_ITEMS, Items, draft_cells, is_draft
from schemas.questions.types.nested.lists import VALUE
from schemas.questions.types.nested.structured import Cell

NAME: Final = "name"
#: The fragment of a name: a clean line.
NAME_FRAGMENT: Final[Mapping[str, object]] = {"type": "string", "maxLength": 100}


class Pairs(Items):
    """A JSON object, answered as a list of names and values; a draft keeps it as `{_id, name, value}`."""

    key = "pairs"
    json_type = "object"

    def limits(self, question: Question) -> tuple[int, int]:
        least = max(whole_number(question.schema.get("minProperties"), 1), 1)
        return least, whole_number(question.schema.get("maxProperties"), MAX_ITEMS)

    def check(self, question: Question) -> tuple[Problem, ...]:
        keywords = ("additionalProperties", "minProperties", "maxProperties")
        inner = next((each for each in self.inner(question) if each.key == VALUE), None)
        inside = () if inner is None else self.type_of(inner).check(inner)
        return (
            *fragment_problems(question, type="object", keywords=keywords),
            *under("/additionalProperties", inside),
        )

    def inner(self, question: Question) -> tuple[Question, ...]:
        if question.items:
            return question.items
        value = question.schema.get("additionalProperties")
        fragment = value if isinstance(value, Mapping) else {}
        name = self.shape(NAME, NAME_FRAGMENT, required=True)
        return name, self.shape(VALUE, fragment, required=True, defs=question.defs)

    def cells(self, question: Question, answer: object) -> list[Cell]:
        if is_draft(answer, NAME, VALUE):
            return draft_cells(answer)
        return [{NAME: name, VALUE: value} for name, value in answer.items()] if isinstance(answer, Mapping) else []

    def joined(self, question: Question, cells: list[Cell]) -> object:
        return {str(cell[NAME]): cell.get(VALUE) for cell in cells if NAME in cell} or None

    def kept(self, question: Question, cells: list[Cell]) -> object:
        is_whole = all(NAME in cell and VALUE in cell for cell in cells)
        return super().kept(question, cells) if is_whole else [{"_id": str(n), **c} for n, c in enumerate(cells)]

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        parsed = super().parse(question, raw, today=today, lookups=lookups)
        return Parsed(parsed.answer, (*parsed.problems, *_repeated(raw)))

    def at(self, place: int, inner: Question) -> tuple[str | int, ...]:
        return (place, inner.key)

    def schema_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        return ("propertyNames",) if inner.key == NAME else ("additionalProperties",)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, Mapping):
            return wrong_type("object")
        name, value = self.inner(question)
        found = list(self.count_problems(question, len(answer)))
        for key, each in answer.items():
            here = pointer_to(key)
            found += under(here, self.type_of(name).judge(name, key, today=today, lookups=lookups))
            if self.type_of(value).is_blank(each):
                found.append(Problem("blank_answer", here))
            else:
                found += under(here, self.type_of(value).judge(value, each, today=today, lookups=lookups))
        return tuple(found)

    def is_blank(self, answer: object) -> bool:
        return answer is None or answer == {} or super().is_blank(answer)

    def item_schema(self, question: Question) -> dict[str, object]:
        return self.schema_of(self.inner(question)[1])

    def json_schema(self, question: Question) -> dict[str, object]:
        least, most = self.limits(question)
        name, _ = self.inner(question)
        names, values = self.type_of(name).json_schema(name), self.item_schema(question)
        counts = {"minProperties": least, "maxProperties": most}
        return self.annotated(
            question, {"type": "object", "propertyNames": names, "additionalProperties": values, **counts}
        )


def _repeated(raw: object) -> Iterator[Problem]:
    """Yield a problem for each name typed twice: an object has one value per name."""
    seen: set[str] = set()
    for place, item in enumerate(raw if isinstance(raw, list) else []):
        name = item.get(NAME) if isinstance(item, Mapping) else None
        if isinstance(name, str) and name.strip():
            if name.strip() in seen:
                yield Problem("repeated_name", pointer_to(place, NAME), {"name": name.strip()[:100]})
            seen.add(name.strip())
