"""The report of an import or export: what was refused and what was changed, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.problems import Problem


@dataclass(slots=True)
class Report:
    """`refused` stops an import, `notes` list what was changed: both are problems, with pointers into the source."""

    refused: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def refuse(self, code: str, pointer: str, **params: object) -> None:
        self._add(self.refused, code, pointer, params)

    def note(self, code: str, pointer: str, **params: object) -> None:
        self._add(self.notes, code, pointer, params)

    def _add(self, told: list[Problem], code: str, pointer: str, params: Mapping[str, object]) -> None:
        problem = Problem(code, pointer, params)
        if problem not in told:
            told.append(problem)
