"""Names (ids, keys) and texts for people in a document, and their checks."""

import re
from collections.abc import Iterator, Mapping

from schemas.problems import Problem, pointer_to

#: Ids of states and transitions, used in addresses and in data.
ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\Z")


#: The size of the database columns of names: keys, departments, states, transitions.
MAX_ID = 60


def name_problems(name: object, pointer: str, pattern: re.Pattern[str] = ID) -> Iterator[Problem]:
    """Yield the problems of a name that is kept in data: its form (`bad_name`), or its length (`too_long`)."""
    if not isinstance(name, str) or not pattern.match(name):
        yield Problem("bad_name", pointer, {"pattern": pattern.pattern.removesuffix(r"\Z")})
    elif len(name) > MAX_ID:
        yield Problem("too_long", pointer, {"limit": MAX_ID})


def text_problems(source: Mapping[str, object], name: str, *, is_required: bool = False) -> Iterator[Problem]:
    """Yield the problems of a text that people read: another type of value, or, when it is required, a blank."""
    text = source.get(name, "")
    if not isinstance(text, str):
        yield Problem("not_a_text", pointer_to(name))
    elif is_required and not text.strip():
        yield Problem("missing_text", pointer_to(name))
