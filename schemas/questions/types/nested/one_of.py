"""A choice between answers of different shapes: the chosen branch is the part of the form to answer."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from schemas.problems import Problem
from schemas.questions.base import BRANCH, Parsed, Question, Raw, Shown
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import wrong_type
from schemas.questions.types.nested.structured import Cell, Structured

#: Any day, to find the branch of an answer: no branch depends on the day.
SOMEDAY: Final = date(2028, 2, 29)


class OneOf(Structured):
    """One inner question per branch, keyed `0`, `1`…; the answer is that of the branch chosen."""

    key = "one_of"
    structure = "branches"
    json_type = "any"

    def blank_raw(self) -> Raw:
        return {BRANCH: ""}

    def word(self, question: Question) -> str:
        """Return the keyword that lists the branches."""
        return "oneOf" if "oneOf" in question.schema else "anyOf"

    def check(self, question: Question) -> tuple[Problem, ...]:
        kind = question.schema.get("type")
        found = fragment_problems(question, type=str(kind) if kind else "", keywords=("oneOf", "anyOf"))
        return (*(each for each in found if each.code != "wrong_fragment_type"), *super().check(question))

    def raw_cells(self, question: Question, raw: object) -> list[object] | None:
        if raw is None or raw == "":
            return []
        return [raw] if isinstance(raw, Mapping) else None

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        typed = self.raw_cells(question, raw)
        if typed is None:
            return Parsed(None, wrong_type("object"))
        (cell,) = typed or [{}]
        chosen = cell.get(BRANCH, "") if isinstance(cell, Mapping) else ""
        if chosen == "":
            return Parsed(None)
        if not isinstance(chosen, str) or chosen not in {inner.key for inner in self.inner(question)}:
            return Parsed(None, (Problem("unknown_choice", f"/{BRANCH}"),))
        parsed = super().parse(question, raw, today=today, lookups=lookups)
        if parsed.answer is None and not parsed.problems:
            (inner,) = self.typed_in(question, {BRANCH: chosen})
            return Parsed(self.type_of(inner).given(inner))
        return parsed

    def typed_in(self, question: Question, typed: Mapping[str, object]) -> Iterator[Question]:
        return (inner for inner in self.asked(question) if inner.key == typed.get(BRANCH))

    def completed(self, question: Question, cell: Cell) -> Cell:
        return cell

    def cells(self, question: Question, answer: object) -> list[Cell]:
        """Return one cell, of the first branch that accepts the whole answer, else of the nearest one."""
        if answer is None:
            return []
        branches = list(self.asked(question))
        fitting = [inner for inner in branches if self._takes(inner, answer)]
        whole = [inner for inner in fitting if self._is_whole(inner, answer)]
        chosen = next(iter((*whole, *fitting)), None)
        return [] if chosen is None else [{BRANCH: chosen.key, chosen.key: answer}]

    def _takes(self, inner: Question, answer: object) -> bool:
        kind = self.type_of(inner)
        return not kind.is_blank(answer) and not kind.judge(inner, kind.final(inner, answer), today=SOMEDAY)

    def _is_whole(self, inner: Question, answer: object) -> bool:
        kind = self.type_of(inner)
        return not isinstance(answer, Mapping) or all(
            each.key in answer for each in kind.inner(inner) if each.required and kind.structure == "parts"
        )

    def joined(self, question: Question, cells: list[Cell]) -> object:
        return next((value for cell in cells for key, value in cell.items() if key != BRANCH), None)

    def at(self, place: int, inner: Question) -> tuple[str | int, ...]:
        return ()

    def schema_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        return ("anyOf", int(inner.key))

    def fragment_place(self, question: Question, inner: Question) -> tuple[str | int, ...]:
        return (self.word(question), int(inner.key))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        """Return no problem when a branch accepts the answer; else those of the nearest branch."""
        found = [
            self.type_of(inner).judge(inner, answer, today=today, lookups=lookups)
            for inner in self.asked(question)
            if not self.type_of(inner).is_blank(answer)
        ]
        if not found:
            return (Problem("unknown_choice"),)
        return min(found, key=_distance)

    def raw(self, question: Question, answer: object) -> Raw:
        (cell,) = self.cells(question, answer) or [{}]
        return {**self.raw_cell(question, cell), BRANCH: str(cell.get(BRANCH, ""))}

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        """Return what was chosen, then its answer."""
        cells = self.cells(question, answer)
        labels = (inner.label for inner in self.asked(question) for cell in cells if cell[BRANCH] == inner.key)
        return (*labels, *super().show(question, answer))

    def is_blank(self, answer: object) -> bool:
        return answer is None or answer in ({}, [])

    def json_schema(self, question: Question) -> dict[str, object]:
        """Return a schema valid when a branch is; the author's `allOf` may add that only one is."""
        branches = [self.schema_of(inner) for inner in self.asked(question)]
        return self.annotated(question, {"anyOf": branches})


def _distance(problems: tuple[Problem, ...]) -> tuple[bool, bool, int]:
    """Return how far an answer is from a branch: another type, wrong as a whole, wrong in some parts."""
    whole = [each.code for each in problems if not each.pointer]
    return "wrong_type" in whole, bool(whole), len(problems)
