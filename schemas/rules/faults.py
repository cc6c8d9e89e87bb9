"""Faults: the reasons other than a blank answer for which a rule is UNKNOWN."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, cast

from schemas.problems import Problem
from schemas.rules.operators.quantifiers import Quantifier
from schemas.rules.operators.tables import Table, row_verdict
from schemas.rules.rule import Node, Rule
from schemas.rules.values import SCALE, Values

Fault = str


def faults(rule: Rule, values: Values) -> tuple[Problem, ...]:
    """Return the faults of a rule that has no value; nothing when it has one.

    `overflow`: a number of more than 18 digits before the point, or a day outside the years 1 to 9999 ·
    `division_by_zero` · `not_whole`: a number of days, months or years that is not whole · `several_rows`: more than
    one row of a `unique` table is TRUE. Their pointers are those of nodes; an operand that was not chosen has no fault.
    """
    found = dict.fromkeys(_faults(rule.root, values))
    return tuple(Problem(code, pointer) for code, pointer in found)


def _faults(node: Node, values: Values) -> Iterator[tuple[Fault, str]]:
    if node.run(values) is not None:
        return
    if isinstance(node.detail, Quantifier):
        yield from _in_items(node, node.detail, values)
        return
    parts = _decisive(node, values)
    if any(part.run(values) is None for part in parts):
        for part in parts:
            yield from _faults(part, values)
        return
    cause = CAUSES.get(node.operator)
    fault = cause(node, values) if cause else None
    if fault is not None:
        yield fault, node.pointer


def _in_items(node: Node, quantifier: Quantifier, values: Values) -> Iterator[tuple[Fault, str]]:
    """Yield the faults of each item, and the one of the sum when no item has any."""
    scopes = quantifier.scopes(values)
    if scopes is None:
        return
    is_whole = True
    for scope in scopes:
        is_whole = is_whole and quantifier.body.run(scope) is not None
        yield from _faults(quantifier.body, scope)
    if is_whole:
        yield "overflow", node.pointer


def _decisive(node: Node, values: Values) -> tuple[Node, ...]:
    """Return the operands on which the value of a node depends."""
    if isinstance(node.detail, Table):
        return _of_table(node.detail, values)
    return _of_if(node, values) if node.operator == "if" else node.operands


def _of_if(node: Node, values: Values) -> tuple[Node, ...]:
    for condition, result in zip(node.operands[:-1:2], node.operands[1::2], strict=True):
        verdict = condition.run(values)
        if verdict is not False:
            return (condition,) if verdict is None else (result,)
    return node.operands[-1:]


def _of_table(table: Table, values: Values) -> tuple[Node, ...]:
    """Return the inputs while they leave a row open, then the results of the rows that fit."""
    inputs = [node.run(values) for node in table.inputs]
    fit: list[Node] = []
    for row in table.rows:
        verdict = row_verdict(row.tests, inputs)
        if verdict is None:
            return table.inputs
        if verdict:
            fit.append(row.then)
            if table.hit == "first":
                break
    if table.hit == "unique" and len(fit) > 1:
        return ()
    return tuple(fit) or tuple(node for node in (table.default,) if node is not None)


def _overflow(node: Node, values: Values) -> Fault | None:
    return "overflow"


def _of_division(node: Node, values: Values) -> Fault | None:
    return "division_by_zero" if node.operands[1].run(values) == 0 else "overflow"


def _of_days(node: Node, values: Values) -> Fault | None:
    count = node.operands[1].run(values)
    return "not_whole" if isinstance(count, int) and count % SCALE else "overflow"


def _of_rows(node: Node, values: Values) -> Fault | None:
    """Return why a table whose inputs and rows are known has no value; without a default, there is no fault."""
    table = cast("Table", node.detail)
    if not _fits(table, values):
        return None
    return "several_rows" if table.hit == "unique" else "overflow"


def _fits(table: Table, values: Values) -> bool:
    inputs = [node.run(values) for node in table.inputs]
    return any(row_verdict(row.tests, inputs) for row in table.rows)


CAUSES: Final[Mapping[str, Callable[[Node, Values], Fault | None]]] = {
    **dict.fromkeys(("+", "-", "*", "round", "floor", "ceil", "scale"), _overflow),
    **dict.fromkeys(("add_days", "add_months", "add_years"), _of_days),
    "/": _of_division,
    "table": _of_rows,
}
