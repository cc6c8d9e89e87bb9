"""Objects and tuples: several questions, each once, for one answer."""

from collections.abc import Mapping
from datetime import date

from schemas.problems import Problem, pointer_to
from schemas.questions.base import Question, Raw
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import wrong_type
from schemas.questions.types.nested.structured import Cell, Structured


class Parts(Structured):
    """Inner questions that each occur once."""

    structure = "parts"

    def blank_raw(self) -> Raw:
        return {}

    def raw_cells(self, question: Question, raw: object) -> list[object] | None:
        if raw is None or raw == "":
            return [{}]
        return [raw] if isinstance(raw, Mapping) else None

    def raw(self, question: Question, answer: object) -> Raw:
        cells = self.cells(question, answer)
        return self.raw_cell(question, cells[0] if cells else {})

    def given(self, question: Question) -> object:
        """Return the answer made of constants alone, when nothing else has to be answered."""
        cell: Cell = {}
        for inner in self.asked(question):
            given = self.type_of(inner).given(inner) if inner.required else None
            if inner.required and given is None:
                return None
            if given is not None:
                cell[inner.key] = given
        return self.joined(question, [self.completed(question, cell)]) if cell else None


class Object(Parts):
    """A JSON object of the answers of its questions, blank ones left out."""

    key = "object"

    def check(self, question: Question) -> tuple[Problem, ...]:
        keywords = ("properties", "required")
        fixed = {"additionalProperties": False}
        return (
            *fragment_problems(question, type="object", keywords=keywords, fixed=fixed),
            *super().check(question),
        )

    def cells(self, question: Question, answer: object) -> list[Cell]:
        return [dict(answer)] if isinstance(answer, Mapping) else []

    def joined(self, question: Question, cells: list[Cell]) -> object:
        return dict(cells[0]) or None if cells else None

    def at(self, place: int, inner: Question) -> tuple[str | int, ...]:
        return (inner.key,)

    def schema_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        return ("properties", inner.key)

    def json_schema(self, question: Question) -> dict[str, object]:
        return self.annotated(question, self.object_schema(question))


class Tuple(Parts):
    """A JSON array whose places are different questions, keyed `0`, `1`…"""

    key = "tuple"
    json_type = "array"

    def check(self, question: Question) -> tuple[Problem, ...]:
        keywords = ("prefixItems", "minItems", "maxItems")
        found = fragment_problems(question, type="array", keywords=keywords, fixed={"items": False})
        return (*found, *super().check(question))

    def cells(self, question: Question, answer: object) -> list[Cell]:
        if not isinstance(answer, list):
            return []
        nullable = {inner.key for inner in self.inner(question) if inner.is_nullable}
        pairs = ((str(place), value) for place, value in enumerate(answer))
        return [{key: value for key, value in pairs if value is not None or key in nullable}]

    def joined(self, question: Question, cells: list[Cell]) -> object:
        """Return the array up to its last answer; a place left blank before it holds null, and counts as missing."""
        given = {key: value for key, value in cells[0].items() if key.isdigit()} if cells else {}
        last = max((int(key) for key, value in given.items() if value is not None), default=-1)
        most = max(last, max((int(key) for key in given), default=-1)) if last >= 0 else -1
        return [given.get(str(place)) for place in range(most + 1)] or None

    def at(self, place: int, inner: Question) -> tuple[str | int, ...]:
        return (int(inner.key),)

    def schema_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        return ("prefixItems", int(inner.key))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, list):
            return wrong_type("array")
        if len(answer) > len(self.inner(question)):
            return (Problem("too_many_items", "", {"limit": len(self.inner(question))}),)
        blanks = [
            place for place, value in enumerate(answer) if value is None and not self.inner(question)[place].is_nullable
        ]
        if blanks:
            return tuple(Problem("blank_answer", pointer_to(place)) for place in blanks)
        return super().validate(question, answer, today=today, lookups=lookups)

    def json_schema(self, question: Question) -> dict[str, object]:
        asked = self.inner(question)
        least = max((int(inner.key) + 1 for inner in asked if inner.required or inner.is_nullable), default=1)
        places = [self.schema_of(inner) for inner in asked]
        return self.annotated(question, {"type": "array", "prefixItems": places, "items": False, "minItems": least})
