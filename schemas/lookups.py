"""The port through which the core asks for entries of a list that an operator loads (communes, schools)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: a stable `code`, a `name` to read, and a `context` that tells namesakes apart."""

    code: str
    name: str
    context: str = ""

    @property
    def label(self) -> str:
        return f"{self.name} ({self.context})" if self.context else self.name


class Lookups(Protocol):
    """What varies from outside: where the lists are kept."""

    def find(self, list_name: str, code: str) -> Entry | None:
        """Return the entry of `list_name` with this code."""

    def search(self, list_name: str, text: str) -> Sequence[Entry]:
        """Return the entries whose name, label or code is `text`, whatever its case, accents and hyphens."""


class NoLookups:
    """Lists for a place that has none: every list is empty."""

    def find(self, list_name: str, code: str) -> Entry | None:
        return None

    def search(self, list_name: str, text: str) -> Sequence[Entry]:
        return ()


NO_LOOKUPS = NoLookups()
