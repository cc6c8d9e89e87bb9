"""The place of a question in an import: its pointer in the foreign schema, its address in the document."""

from dataclasses import dataclass

from schemas.rules.naming import address_token


@dataclass(frozen=True, slots=True)
class Where:
    """Where a fragment is made: `place` points into the schema imported; `path` is the address of the object that
    contains it, and `names` the prefix of its names in rules (None: rules read nothing there).
    """

    place: str
    path: str = ""
    names: str | None = ""
    chain: tuple[int, ...] = ()
    is_item: bool = False

    def inside(self, key: str, *, chain: tuple[int, ...]) -> "Where":
        part = address_token(key)
        names = None if self.names is None else f"{self.names}{part}."
        return Where(f"{self.place}/properties/{part}", f"{self.path}{part}.", names, chain, self.is_item)
