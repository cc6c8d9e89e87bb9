"""Literals of a rule: true, 16, "yes", ["a", "b"], {"num": "12.50"}, {"date": "2026-03-01"}, {"list": ["a"]}."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from schemas.problems import Problem, pointer_to
from schemas.rules.values import MAX_DECIMALS, MAX_INTEGER_DIGITS, RuleType, Value, parse_date, parse_num, scaled

#: Beyond this an integer changes on its way through a browser or canonical JSON (RFC 8259 section 6).
MAX_JSON_INTEGER: Final = 2**53 - 1


class Literal(NamedTuple):
    """A value written in the rule itself."""

    type: RuleType
    value: Value


Read = tuple[Literal | None, tuple[Problem, ...]]

BAD_NUMBER: Final[Read] = (None, (Problem("bad_number", "", {"digits": MAX_INTEGER_DIGITS, "decimals": MAX_DECIMALS}),))
BAD_DATE: Final[Read] = (None, (Problem("bad_date"),))
BAD_LITERAL: Final[Read] = (None, (Problem("bad_literal"),))
BLANK_LITERAL: Final[Read] = (None, (Problem("blank_literal"),))


def read_plain(expr: object) -> Read:
    """Return the literal of a JSON value other than an object, or why it is none.

    Problems: `bad_number` (a float, or an integer that JSON does not carry safely: `{"num": "…"}` holds both),
    `blank_literal` (an empty string or list, which no answer ever equals), `bad_literal` (null and the rest).
    Their pointers start at `expr`.
    """
    read = _PLAIN.get(type(expr))
    return read(expr) if read else BAD_LITERAL


def read_num(payload: object) -> Read:
    value = parse_num(payload) if isinstance(payload, str) else None
    return BAD_NUMBER if value is None else (Literal("num", value), ())


def read_date(payload: object) -> Read:
    value = parse_date(payload) if isinstance(payload, str) else None
    return BAD_DATE if value is None else (Literal("date", value), ())


def read_list(payload: object) -> Read:
    if not isinstance(payload, list):
        return BAD_LITERAL
    if not payload:
        return BLANK_LITERAL
    problems = tuple(
        Problem("bad_literal", pointer_to(position))
        for position, key in enumerate(payload)
        if not isinstance(key, str) or not key
    )
    return (None, problems) if problems else (Literal("list", tuple(payload)), ())


#: The data nodes that hold a literal, and the reader of the value under their one key.
TAGGED: Final[Mapping[str, Callable[[object], Read]]] = {"num": read_num, "date": read_date, "list": read_list}


def _read_truth(expr: bool) -> Read:  # noqa: FBT001 (the bool is the literal read)
    return Literal("bool", expr), ()


def _read_integer(expr: int) -> Read:
    value = scaled(expr)
    return BAD_NUMBER if value is None or abs(expr) > MAX_JSON_INTEGER else (Literal("num", value), ())


def _read_text(expr: str) -> Read:
    return (Literal("str", expr), ()) if expr else BLANK_LITERAL


def _refuse_fraction(_: object) -> Read:
    return BAD_NUMBER


_PLAIN: Final[Mapping[type, Callable[..., Read]]] = {
    bool: _read_truth,
    int: _read_integer,
    float: _refuse_fraction,
    Decimal: _refuse_fraction,
    str: _read_text,
    list: read_list,
}
