"""Mutants: rules of a document with one small mistake each (a threshold one step off, another result of a row)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from schemas.authoring.lint.finding import Finding, make_finding
from schemas.authoring.lint.readback import Readback
from schemas.authoring.lint.rule_sites import Site
from schemas.authoring.lint.space import ORDERS, World
from schemas.authoring.lint.terms import LITERAL, Term, read_term
from schemas.problems import tokens_of
from schemas.rules.operators.tables import Table
from schemas.rules.rule import Node
from schemas.rules.values import Value, format_num

_THRESHOLDS: Final = (*ORDERS, "between")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one mistake in it, and the finding when no trial notices it."""

    site: Site
    expr: object
    finding: Finding


def mutants_of(site: Site, world: World, readback: Readback) -> Iterator[Mutant]:
    """Yield the mistakes that trials of a rule should notice: `threshold_unnoticed` (condition), `row_unnoticed` (row),
    `bound_unnoticed` (row).
    """
    yield from _thresholds(site, site.term, world, readback)
    for node in site.nodes.values():
        if isinstance(node.detail, Table):
            yield from _rows(site, node.detail)
            yield from _bounds(site, node, world)


def _thresholds(site: Site, term: Term, world: World, readback: Readback) -> Iterator[Mutant]:
    things = [each for each in term.operands if each.word != LITERAL]
    if term.word in _THRESHOLDS and len(things) == 1:
        for each in term.operands:
            if each.literal is not None:
                step = world.domain(things[0], each.literal.type).step
                said = make_finding("threshold_unnoticed", term.pointer, condition=readback.rule(site, term.pointer))
                yield from _shifted(site, each.pointer, each.literal.value, said, step=step)
    for each in term.operands:
        yield from _thresholds(site, each, world, readback)


def _shifted(site: Site, pointer: str, value: Value | None, said: Finding, *, step: int) -> Iterator[Mutant]:
    """Yield a rule with a number or a day one step lower, and one step higher."""
    for sign in (-1, 1):
        moved = _moved(value, sign * step)
        if moved is not None:
            yield Mutant(site, changed(site, pointer, moved), said)


def _moved(value: Value | None, step: int) -> object:
    if isinstance(value, date):
        return {"date": (value + timedelta(days=1 if step > 0 else -1)).isoformat()} if _can_move(value) else None
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return {"num": format_num(value + step)}


def _can_move(day: date) -> bool:
    return date.min < day < date.max


def _rows(site: Site, table: Table) -> Iterator[Mutant]:
    """Yield, for each row, the table with another result in it."""
    for place, row in enumerate(table.rows):
        pointer = f"{row.pointer}/then"
        other = _other_result(row.then.type, at(site, pointer))
        if other is not None:
            yield Mutant(site, changed(site, pointer, other), make_finding("row_unnoticed", row.pointer, row=place + 1))


def _other_result(kind: str, then: object) -> object:
    if kind == "num":
        return {"+": [then, 1]}
    if kind == "bool":
        return {"!": then}
    return {"add_days": [then, 1]} if kind == "date" else f"{then}…" if isinstance(then, str) else None


def _bounds(site: Site, node: Node, world: World) -> Iterator[Mutant]:
    """Yield, for each bound of a range, the table with this bound one step off."""
    table = node.detail
    if not isinstance(table, Table):
        return
    inputs = at(site, f"{node.pointer}/table/inputs")
    steps = [world.domain(read_term(expr, ""), "num").step for expr in inputs] if isinstance(inputs, list) else []
    for place, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            if cell is None or cell.kind != "range":
                continue
            for side, value in enumerate(cell.values):
                pointer = f"{row.pointer}/when/{column}/range/{side}"
                said = make_finding("bound_unnoticed", row.pointer, row=place + 1)
                yield from _shifted(site, pointer, value, said, step=steps[column])


def at(site: Site, pointer: str) -> object:
    """Return the part of a rule at a pointer of the document."""
    found = site.rule.expr
    for token in _inside(site, pointer):
        found = found[int(token)] if isinstance(found, list) else found[token]  # type: ignore[index]
    return found


def changed(site: Site, pointer: str, value: object) -> object:
    """Return the rule of a site with another value at a pointer of the document."""
    return put(site.rule.expr, _inside(site, pointer), value)


def _inside(site: Site, pointer: str) -> list[str]:
    return tokens_of(pointer.removeprefix(site.pointer))


def put(whole: object, tokens: Sequence[str], value: object) -> object:
    """Return a copy of some JSON with another value where the tokens lead; the rest is shared.

    >>> put({"a": [1, 2]}, ["a", "1"], 3)
    {'a': [1, 3]}
    """
    if not tokens:
        return value
    head, *rest = tokens
    if isinstance(whole, list):
        return [put(each, rest, value) if str(place) == head else each for place, each in enumerate(whole)]
    if isinstance(whole, Mapping):
        return {**whole, head: put(whole[head], rest, value)}
    return whole
