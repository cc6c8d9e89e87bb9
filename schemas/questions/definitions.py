"""The `$defs` of a document: definitions that questions refer to, and that may contain themselves."""

from collections.abc import Mapping
from typing import Protocol

from schemas.questions.base import NOTHING, Question

#: The prefix of a reference: documents refer only to their own definitions.
PREFIX = "#/$defs/"


class Shaper(Protocol):
    """Makes a question of a fragment, and of everything inside it down to the next reference."""

    def __call__(
        self, key: str, schema: Mapping[str, object], *, required: bool = False, defs: Mapping[str, object] = NOTHING
    ) -> Question: ...


def definition_of(schema: Mapping[str, object], defs: Mapping[str, object]) -> Mapping[str, object]:
    """Return the definition that a fragment refers to, with the fragment's own title if any; empty if unknown."""
    name = str(schema.get("$ref", "")).removeprefix(PREFIX)
    found = defs.get(name)
    if not isinstance(found, Mapping):
        return NOTHING
    return {**found, **{word: schema[word] for word in ("title", "description") if word in schema}}
