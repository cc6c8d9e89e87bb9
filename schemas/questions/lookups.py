"""The port for look-ups in lists that an operator loads (communes, schools)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: a stable `code`, a `name` to read, and a `context` that distinguishes namesakes.

    `aliases` are other names to find it by, given when it is loaded; entries that are found have none.
    """

    code: str
    name: str
    context: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.name} ({self.context})" if self.context else self.name


class Lookups(Protocol):
    """The lists, wherever they are kept."""

    def find(self, list_name: str, code: str) -> Entry | None:
        """Return the entry of `list_name` with this code."""

    def search(self, list_name: str, text: str) -> Sequence[Entry]:
        """Return the entries of which `text` is a name, whatever its case, accents and hyphens."""

    def suggest(self, list_name: str, text: str) -> Sequence[Entry]:
        """Return the first entries of which a name, or a word of one, begins with `text`."""


class NoLookups:
    """Look-ups without lists: every list is empty."""

    def find(self, list_name: str, code: str) -> Entry | None:
        return None

    def search(self, list_name: str, text: str) -> Sequence[Entry]:
        return ()

    def suggest(self, list_name: str, text: str) -> Sequence[Entry]:
        return ()


NO_LOOKUPS = NoLookups()
