"""Parts of the JSON Schema 2020-12 of answers, valid under Python's `re` and ECMA 262, and their checks in Python.

Patterns use only what every engine reads the same way: no look-around, no `\\d` `\\w` `\\s` `\\b`, no dot.
"""

import re
from collections.abc import Iterable, Mapping

from schemas.problems import Problem
from schemas.questions.text_cleaning import DIRTY_LINE, SPACE_AT_AN_END, is_clean

Schema = dict[str, object]

#: Keywords for people, not for a validator.
READ = ("title", "description", "examples", "$comment", "default", "deprecated", "readOnly", "writeOnly")
#: The keywords copied from the author's fragment as they are: those, and constraints of no type (`allOf`).
ANNOTATIONS = (*READ, "allOf")


def annotations(fragment: Mapping[str, object]) -> Schema:
    return {word: fragment[word] for word in ANNOTATIONS if word in fragment}


def wrong_type(expected: str) -> tuple[Problem, ...]:
    """Return the one problem of an answer of another JSON type."""
    return (Problem("wrong_type", "", {"expected": expected}),)


def fits(pattern: str, text: str) -> bool:
    """Return whether the whole of `text` matches `pattern`."""
    return re.fullmatch(pattern, text) is not None


def whole(*patterns: str) -> Schema:
    """Return the schema of a string that matches every one of `patterns` from end to end.

    In Python `$` also matches before a last line break, so one is refused separately.
    """
    anchored: list[Schema] = [{"pattern": f"^(?:{pattern})$"} for pattern in patterns]
    said: Schema = anchored[0] if len(anchored) == 1 else {"allOf": anchored}
    return {"type": "string", **said, "not": {"pattern": r"\n$"}}


def clean_string(*, least: int = 1, most: int, dirty: str = DIRTY_LINE) -> Schema:
    """Return the schema of a clean text of `least` to `most` characters (code points)."""
    return {
        "type": "string",
        "minLength": max(least, 1),
        "maxLength": most,
        "not": {"pattern": f"{SPACE_AT_AN_END}|{dirty}"},
    }


def clean_string_problems(text: object, *, least: int = 1, most: int, dirty: str = DIRTY_LINE) -> tuple[Problem, ...]:
    """Return what `clean_string` refuses of a value of any JSON type."""
    if not isinstance(text, str):
        return wrong_type("string")
    problems = []
    if not is_clean(text, dirty=dirty):
        problems.append(Problem("bad_characters"))
    if len(text) < max(least, 1):
        problems.append(Problem("too_short", "", {"limit": max(least, 1), "length": len(text)}))
    if len(text) > most:
        problems.append(Problem("too_long", "", {"limit": most, "length": len(text)}))
    return tuple(problems)


def closed_object(properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    """Return the schema of an object that has these properties and no other."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def is_integer(value: object) -> bool:
    """Return whether a JSON value is a whole number written without a fraction (JSON Schema accepts 1.0 too)."""
    return isinstance(value, int) and not isinstance(value, bool)


def bounds_of_list(fragment: Mapping[str, object], *, default_most: int) -> tuple[int, int]:
    """Return the least and the most items of an array, whose blank form is its absence."""
    return max(whole_number(fragment.get("minItems"), 1), 1), whole_number(fragment.get("maxItems"), default_most)


def whole_number(value: object, default: int) -> int:
    """Return the number of a keyword or option that `check` has accepted, or `default` when it is absent."""
    return value if isinstance(value, int) else default
