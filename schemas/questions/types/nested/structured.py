"""The base of types with questions inside: an answer is read as cells, mappings from inner keys."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from datetime import date

from schemas.json_schema.validator import violations
from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import ITEM_ID, Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import Schema, annotations, wrong_type

Cell = dict[str, object]


class Structured(QuestionType):
    """A type with questions inside; `types` is the table of all types, itself included.

    `cells` takes an answer apart, `joined` puts it together; everything else works on cells, once for all types.
    """

    is_group = True
    #: The JSON type of its final answers, and of what is posted.
    json_type: str = "object"

    def __init__(self, types: Mapping[str, QuestionType]) -> None:
        self.types = types

    @abstractmethod
    def cells(self, question: Question, answer: object) -> list[Cell]:
        """Return a draft or final answer as mappings from the keys of inner questions (and `_id`, in a draft)."""

    @abstractmethod
    def joined(self, question: Question, cells: list[Cell]) -> object:
        """Return the answer that cells of final answers make, without their ids; None when they are blank."""

    @abstractmethod
    def raw_cells(self, question: Question, raw: object) -> list[object] | None:
        """Return the raw input, one mapping per cell; None when it is of another shape."""

    @abstractmethod
    def at(self, place: int, inner: Question) -> tuple[str | int, ...]:
        """Return the place of the answer of an inner question of a cell in the final answer."""

    @abstractmethod
    def schema_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        """Return the place of the schema of an inner question in that of this one."""

    def typed_at(self, place: int) -> str:
        """Return the pointer of a cell in the raw input."""
        return pointer_to(place) if self.structure == "items" else ""

    def asked(self, question: Question) -> Iterator[Question]:
        return (inner for inner in self.inner(question) if not self.types[inner.type].is_silent)

    def type_of(self, inner: Question) -> QuestionType:
        return self.types[inner.type]

    # Typed.

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        """Read every cell, and validate its questions; a cell left blank is dropped.

        With problems, the answer holds what is valid; pointers are into the raw input, blank items included.
        """
        typed = self.raw_cells(question, raw)
        if typed is None:
            return Parsed(None, wrong_type("array" if self.structure == "items" else "object"))
        cells: list[Cell] = []
        problems: list[Problem] = []
        for place, each in enumerate(typed):
            cell, found = self._read_cell(question, each, today=today, lookups=lookups)
            problems += under(self.typed_at(place), found)
            if found or not is_blank_cell(cell):
                cells.append(cell)
        return Parsed(self.kept(question, cells) if cells else None, tuple(problems))

    def _read_cell(
        self, question: Question, typed: object, *, today: date, lookups: Lookups
    ) -> tuple[Cell, list[Problem]]:
        if not isinstance(typed, Mapping):
            return {}, list(wrong_type("object"))
        cell: Cell = {ITEM_ID: typed[ITEM_ID]} if isinstance(typed.get(ITEM_ID), str) else {}
        problems: list[Problem] = []
        for inner in self.typed_in(question, typed):
            parsed = self.type_of(inner).read(inner, typed.get(inner.key, ""), today=today, lookups=lookups)
            problems += under(pointer_to(inner.key), parsed.problems)
            if parsed.answer is not None:
                cell[inner.key] = parsed.answer
        return (cell if is_blank_cell(cell) else self.completed(question, cell)), problems

    def typed_in(self, question: Question, typed: Mapping[str, object]) -> Iterator[Question]:
        """Yield the inner questions that a cell of the raw input answers."""
        return self.asked(question)

    def completed(self, question: Question, cell: Cell) -> Cell:
        """Return a cell that is not blank with the answers that are not typed: constants, and nulls for blanks."""
        more: Cell = {}
        for inner in self.asked(question):
            if inner.key not in cell and inner.is_nullable:
                more[inner.key] = None
            elif inner.key not in cell and inner.required:
                given = self.type_of(inner).given(inner)
                more |= {} if given is None else {inner.key: given}
        return {**cell, **more}

    def read(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        """Parse, which validates what is inside, then validate the whole."""
        parsed = self.parse(question, raw, today=today, lookups=lookups)
        if parsed.answer is None:
            return parsed
        more = () if parsed.problems else self._whole_problems(question, parsed.answer)
        counted = tuple(self.count_problems(question, len(self.cells(question, parsed.answer))))
        return Parsed(parsed.answer, (*parsed.problems, *counted, *more))

    def _whole_problems(self, question: Question, answer: object) -> tuple[Problem, ...]:
        """Return the problems of `allOf` on the whole answer, at the question: pointers of final answers differ."""
        if "allOf" not in question.schema:
            return ()
        found = violations({"allOf": question.schema["allOf"]}, self.final(question, answer))
        return tuple(Problem(problem.code, "", problem.params) for problem in found)

    def count_problems(self, question: Question, count: int) -> Iterator[Problem]:
        """Yield the problem of the number of items."""
        yield from ()

    def kept(self, question: Question, cells: list[Cell]) -> object:
        """Return the answer of cells as a draft keeps it: items with their ids, when they all have one."""
        if self.structure == "items" and all(ITEM_ID in cell for cell in cells):
            return cells
        return self.joined(question, cells)

    # Answers.

    def final(self, question: Question, answer: object) -> object:
        known = {inner.key: inner for inner in self.asked(question)}
        cells = [
            {key: self.type_of(known[key]).final(known[key], value) for key, value in cell.items() if key in known}
            for cell in self.cells(question, answer)
        ]
        return self.joined(question, [cell for cell in cells if cell])

    def is_blank(self, answer: object) -> bool:
        """Return whether everything inside is blank."""
        return super().is_blank(answer) or (
            isinstance(answer, list) and all(isinstance(item, Mapping) and is_blank_cell(item) for item in answer)
        )

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        expected = list if self.json_type == "array" else Mapping
        if not isinstance(answer, expected):
            return wrong_type(self.json_type)
        if not answer and self.structure == "parts":
            return (Problem("blank_answer"),)
        cells = self.cells(question, answer)
        found = list(self.count_problems(question, len(cells)))
        for place, cell in enumerate(cells):
            found += self._cell_problems(question, cell, place, today=today, lookups=lookups)
        return tuple(found)

    def _cell_problems(
        self, question: Question, cell: Cell, place: int, *, today: date, lookups: Lookups
    ) -> Iterator[Problem]:
        asked = {inner.key: inner for inner in self.asked(question)}
        for key, answer in cell.items():
            inner = asked.get(key)
            if inner is None:
                here = pointer_to(place, key) if self.structure == "items" else pointer_to(key)
                yield Problem("unknown_question", here)
                continue
            here = pointer_to(*self.at(place, inner))
            if answer is None and inner.is_nullable:
                continue
            if self.type_of(inner).is_blank(answer):
                yield Problem("blank_answer", here)
            else:
                yield from under(here, self.type_of(inner).judge(inner, answer, today=today, lookups=lookups))

    # Shown.

    def raw(self, question: Question, answer: object) -> Raw:
        return [self.raw_cell(question, cell) for cell in self.cells(question, answer)]

    def raw_cell(self, question: Question, cell: Mapping[str, object]) -> Mapping[str, object]:
        typed: dict[str, object] = {ITEM_ID: cell[ITEM_ID]} if ITEM_ID in cell else {}
        for inner in self.asked(question):
            answer = cell.get(inner.key)
            kind = self.type_of(inner)
            typed[inner.key] = kind.blank_raw() if answer is None else kind.raw(inner, answer)
        return typed

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return tuple(
            line
            for cell in self.cells(question, answer)
            for inner in self.asked(question)
            if cell.get(inner.key) is not None
            for line in self.type_of(inner).show(inner, cell[inner.key])
        )

    # Schemas.

    def check(self, question: Question) -> tuple[Problem, ...]:
        """Return the mistakes in the questions inside, each at its fragment; those behind a reference are checked once,
        where they are defined.
        """
        if is_endless(question):
            return ()
        return tuple(
            problem
            for inner in self.inner(question)
            for problem in under(pointer_to(*self.fragment_place(question, inner)), self._check_inner(inner))
        )

    def _check_inner(self, inner: Question) -> tuple[Problem, ...]:
        kind = self.types.get(inner.type)
        if kind is None:
            known = sorted(key for key, each in self.types.items() if not each.is_silent)
            return (Problem("unknown_type", "", {"type": inner.type, "known": known}),)
        return kind.check(inner)

    def fragment_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        """Return the place of the fragment of an inner question in that of this one."""
        return self.schema_place(question, inner)

    def schema_of(self, inner: Question) -> Schema:
        """Return the schema of an inner question, null accepted where blanks are null."""
        schema = self.type_of(inner).json_schema(inner)
        return {"anyOf": [{"type": "null"}, schema]} if inner.is_nullable else schema

    def object_schema(self, question: Question) -> Schema:
        """Return the schema of an object of the inner questions; callers that have the rules add conditions."""
        asked = tuple(self.asked(question))
        required = [inner.key for inner in asked if inner.required or inner.is_nullable]
        return {
            "type": "object",
            "properties": {inner.key: self.schema_of(inner) for inner in asked},
            "additionalProperties": False,
            "minProperties": 1,
            **({"required": required} if required else {}),
        }

    def annotated(self, question: Question, schema: Schema) -> dict[str, object]:
        return {**annotations(question.schema), **schema}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        if is_endless(question):
            return ()
        return tuple(
            {**constraint, "at": self._inner_place(question, inner) + str(constraint.get("at", ""))}
            for inner in self.asked(question)
            for constraint in self.type_of(inner).server_constraints(inner)
        )

    def _inner_place(self, question: Question, inner: Question) -> str:
        nullable = ("anyOf", 1) if inner.is_nullable else ()
        return pointer_to(*self.schema_place(question, inner), *nullable)

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        return {}


def is_blank_cell(cell: Mapping[str, object]) -> bool:
    return not set(cell) - {ITEM_ID}


def is_endless(question: Question) -> bool:
    """Return whether the questions inside are those of a definition, which may refer to itself."""
    items = question.schema.get("items")
    return "$ref" in question.schema or (isinstance(items, Mapping) and "$ref" in items)
