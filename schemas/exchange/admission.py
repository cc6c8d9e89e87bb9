"""Admission of foreign documents (JSON, JSON Schema): size, depth, dialect; nothing else reads one before."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from schemas.exchange.dialects import lift
from schemas.format.reading import read_json
from schemas.json_schema.admission import gate_problems, pattern_problems
from schemas.problems import Problem, pointer_to

#: Design 3: how deep a foreign document may be nested.
MAX_DEPTH: Final = 20
#: How many values one may hold, so that reading is quick.
MAX_VALUES: Final = 50_000


def read_foreign(text: str | bytes) -> tuple[object, tuple[Problem, ...]]:
    """Read the JSON of a foreign document. Returns it, or why it is refused: problems of `read_json`, and `too_deep`,
    `too_many_values` (limit), `unsafe_number`.
    """
    value, problems = read_json(text)
    if problems:
        limits = {"limit": MAX_DEPTH}
        return None, tuple(
            Problem("too_deep", each.pointer, limits) if each.code == "too_deep" else each for each in problems
        )
    found = tuple(_size_problems(value))
    return (None, found) if found else (value, ())


def admit(schema: object) -> tuple[object, tuple[Problem, ...]]:
    """Return a schema lifted to 2020-12, or why it is refused (`lift`, `pattern_problems`, `gate_problems`)."""
    lifted, problems = lift(schema)
    problems = problems or tuple(pattern_problems(lifted)) or gate_problems(lifted)
    return (None, problems) if problems else (lifted, ())


def _size_problems(value: object) -> Iterator[Problem]:
    left: list[tuple[object, tuple[str | int, ...]]] = [(value, ())]
    count = 0
    while left:
        each, path = left.pop()
        count += 1
        if len(path) > MAX_DEPTH:
            yield Problem("too_deep", pointer_to(*path[:MAX_DEPTH]), {"limit": MAX_DEPTH})
            return
        if count > MAX_VALUES:
            yield Problem("too_many_values", "", {"limit": MAX_VALUES})
            return
        if isinstance(each, int | float) and not isinstance(each, bool) and not _is_kept(each):
            yield Problem("unsafe_number", pointer_to(*path))
        inside = each.items() if isinstance(each, Mapping) else enumerate(each) if isinstance(each, list) else ()
        left += [(inner, (*path, token)) for token, inner in inside]


def _is_kept(number: float) -> bool:
    """Return whether every reader of JSON reads a number as it is written."""
    return Decimal(str(number)).is_finite() and (abs(number) < 2**53 or not isinstance(number, int))
