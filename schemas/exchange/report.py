"""The report of an import or export: what was refused and what was changed, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from schemas.problems import Problem

#: Entries of each list: nobody reads more, and a schema may make as many as it has words.
MAX_TOLD: Final = 1_000


@dataclass(slots=True)
class Report:
    """`refused` stops an import, `notes` list what was changed: both are problems, with pointers into the source."""

    refused: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    _told: set[tuple[int, str, str, str]] = field(default_factory=set)

    def refuse(self, code: str, pointer: str, **params: object) -> None:
        self._add(self.refused, code, pointer, params)

    def note(self, code: str, pointer: str, **params: object) -> None:
        self._add(self.notes, code, pointer, params)

    def _add(self, told: list[Problem], code: str, pointer: str, params: Mapping[str, object]) -> None:
        entry = (id(told), code, pointer, repr(params))
        if entry not in self._told and len(told) < MAX_TOLD:
            self._told.add(entry)
            told.append(Problem(code, pointer, params))
