"""A rule as the lint reads it: a tree of terms, each with its pointer and a key."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from schemas.problems import pointer_to
from schemas.rules.literals import TAGGED, Literal, read_plain

NAME: Final = "var"
LITERAL: Final = "literal"

#: Operators whose value is blank as soon as one operand is.
STRICT: Final = frozenset(
    {
        "==", "!=", "<", "<=", ">", ">=", "between", "in", "has_any", "has_all", "count", "starts_with",
        "+", "-", "*", "/", "round", "floor", "ceil", "years", "months", "days",
        "add_days", "add_months", "add_years", "first_of_month", "first_of_year", NAME, LITERAL,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One part of a rule.

    `word` is its operator, `NAME` or `LITERAL`; `names` are the answers that it reads; `literal` is its value when it
    is one; `is_strict`: it is blank as soon as one of those answers is.
    """

    word: str
    pointer: str
    expr: object
    operands: tuple["Term", ...] = ()
    literal: Literal | None = None
    names: frozenset[str] = frozenset()
    is_strict: bool = True

    @cached_property
    def key(self) -> str:
        """Return a text that two parts written alike share."""
        if self.word == NAME:
            return key_of_name(*self.names)
        return json.dumps(self.expr, sort_keys=True, ensure_ascii=False)


def read_term(expr: object, pointer: str) -> Term:
    """Read a rule that compiled, found at `pointer`; a part of an unknown shape has no operands."""
    if not isinstance(expr, Mapping) or len(expr) != 1:
        return Term(LITERAL, pointer, expr, literal=read_plain(expr)[0])
    ((word, payload),) = expr.items()
    if word in TAGGED:
        return Term(LITERAL, pointer, expr, literal=TAGGED[word](payload)[0])
    if word == NAME:
        return Term(NAME, pointer, expr, names=frozenset((str(payload),)))
    operands = tuple(_operands(word, payload, pointer + pointer_to(word)))
    names = frozenset().union(*(each.names for each in operands)) if operands else frozenset(names_in(payload))
    is_strict = word in STRICT and all(each.is_strict for each in operands)
    return Term(word, pointer, expr, operands, names=names, is_strict=is_strict)


def _operands(word: str, payload: object, place: str) -> Iterator[Term]:
    if word in ("table", "scale", "param"):
        return
    if word == "answered" and isinstance(payload, str):
        yield read_term({NAME: payload}, place)
    elif word == "answered" and isinstance(payload, list):
        yield from (read_term({NAME: each} if isinstance(each, str) else each, f"{place}/0") for each in payload[:1])
    elif isinstance(payload, list):
        yield from (read_term(each, f"{place}/{position}") for position, each in enumerate(payload))
    else:
        yield read_term(payload, place)


def key_of_name(name: str) -> str:
    """Return the key of the term that reads an answer."""
    return f"{NAME} {name}"


def names_in(expr: object) -> Iterator[str]:
    """Yield every name that the JSON of a rule reads, at any depth; `answered` may hold one as a plain string."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            for word, payload in part.items():
                if word == NAME and isinstance(payload, str):
                    yield payload
                elif word == "answered":
                    listed = payload if isinstance(payload, list) else [payload]
                    yield from (each for each in listed if isinstance(each, str))
                waiting.append(payload)
        elif isinstance(part, list):
            waiting.extend(part)


def flattened(term: Term, word: str) -> Iterator[Term]:
    """Yield the operands of nested `and` (or `or`) as if they were one list."""
    for each in term.operands:
        if each.word == word:
            yield from flattened(each, word)
        else:
            yield each
