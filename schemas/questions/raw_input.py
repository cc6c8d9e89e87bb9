"""Raw input of any shape read as text, parts or a list: a page that is not ours may post anything."""

from collections.abc import Mapping, Sequence

from schemas.questions.base import Parsed
from schemas.questions.schema_parts import wrong_type
from schemas.questions.text_cleaning import clean_line

#: The result of parsing raw input of a shape that the type does not accept.
MISSHAPEN_TEXT = Parsed(None, wrong_type("string"))
MISSHAPEN_PARTS = Parsed(None, wrong_type("object"))
MISSHAPEN_LIST = Parsed(None, wrong_type("array"))

BLANK = Parsed(None)


def as_text(raw: object) -> str | None:
    """Return the text typed in one input, or None when it is something else; an absent value is blank."""
    return "" if raw is None else raw if isinstance(raw, str) else None


def as_parts(raw: object, names: Sequence[str]) -> dict[str, str] | None:
    """Return the clean text of each part, absent ones blank; None when it is not made of parts.

    A single text goes to the first part, where it was pasted.
    """
    if raw is None or isinstance(raw, str):
        raw = {names[0]: raw or ""}
    if not isinstance(raw, Mapping):
        return None
    found = {name: as_text(raw.get(name)) for name in names}
    clean = {name: clean_line(text) for name, text in found.items() if text is not None}
    return clean if len(clean) == len(found) else None


def as_list(raw: object) -> list[object] | None:
    """Return ticked or stored values as a list; None when they are no list. One text is a list of one."""
    if isinstance(raw, str):
        return [raw] if raw else []
    if raw is None:
        return []
    return list(raw) if isinstance(raw, Sequence) and not isinstance(raw, bytes) else None
