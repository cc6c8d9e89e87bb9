"""The `$defs` of a document, that questions may refer to: how a form asks for something that may hold itself."""

from collections.abc import Mapping
from typing import Protocol

from schemas.questions.base import NOTHING, Question

#: How a reference begins: documents refer to nothing but their own definitions.
PREFIX = "#/$defs/"


class Shaper(Protocol):
    """Makes a question of a fragment, and of everything inside it down to the next reference."""

    def __call__(
        self, key: str, schema: Mapping[str, object], *, required: bool = False, defs: Mapping[str, object] = NOTHING
    ) -> Question: ...


def definition_of(schema: Mapping[str, object], defs: Mapping[str, object]) -> Mapping[str, object]:
    """Return what `$ref` of a fragment refers to, its own title before that of the definition; nothing if unknown."""
    name = str(schema.get("$ref", "")).removeprefix(PREFIX)
    found = defs.get(name)
    if not isinstance(found, Mapping):
        return NOTHING
    return {**found, **{word: schema[word] for word in ("title", "description") if word in schema}}
