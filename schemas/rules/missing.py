"""The missing names of a rule: those whose answer can still change its verdict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, cast

from schemas.rules.operators.quantifiers import Quantifier, declared
from schemas.rules.operators.tables import Row, Table
from schemas.rules.rule import NAME, Node, Rule
from schemas.rules.values import ITEM, UNKNOWN, Value, Values


def missing(rule: Rule, values: Values) -> tuple[str, ...]:
    """Return the blank names that can still change the verdict, in the order in which the rule meets them.

    A name on which the verdict no longer depends is left out: `or` with a TRUE operand asks nothing more. A question of
    the items of a group has its declared name (`enfants[].age`); `@today` is no question.
    """
    return tuple(dict.fromkeys(name for name in _open(rule.root, values) if not name.startswith("@")))


def _open(node: Node, values: Values) -> Sequence[str]:
    """Return the blank names that can change the value of a node; none when it is settled."""
    if not node.names:
        return ()
    return OPENINGS.get(node.operator, _any_operand)(node, values)


def _any_operand(node: Node, values: Values) -> Sequence[str]:
    return [name for operand in node.operands for name in _open(operand, values)]


def _itself(node: Node, values: Values) -> Sequence[str]:
    return tuple(node.names) if node.run(values) is None else ()


def _unless(*, decisive: bool) -> Callable[[Node, Values], Sequence[str]]:
    """Make the function for `and` and `or`: one settled operand that decides alone leaves nothing to ask."""

    def opening(node: Node, values: Values) -> Sequence[str]:
        found: list[str] = []
        for operand in node.operands:
            names = _open(operand, values)
            if not names and operand.run(values) is decisive:
                return ()
            found += names
        return found

    return opening


def _of_if(node: Node, values: Values) -> Sequence[str]:
    found: list[str] = []
    for condition, result in zip(node.operands[:-1:2], node.operands[1::2], strict=True):
        names = _open(condition, values)
        verdict = UNKNOWN if names else condition.run(values)
        if verdict is False:
            continue
        found += [*names, *(_open(result, values) if names or verdict else ())]
        if not names:
            return found
    return [*found, *_open(node.operands[-1], values)]


def _items(node: Node, values: Values) -> Iterator[tuple[Value | None, Sequence[str]]]:
    """Yield, for each item of a group, the value of the body and the names that can change it."""
    quantifier = cast("Quantifier", node.detail)
    for scope in quantifier.scopes(values) or ():
        names = [_outside(quantifier, name) for name in _open(quantifier.body, scope)]
        yield quantifier.body.run(scope), names


def _outside(quantifier: Quantifier, name: str) -> str:
    is_inside = name.startswith(ITEM)
    return declared(quantifier.group_name, name.removeprefix(ITEM)) if is_inside else name


def _over_items(*, decisive: Value | None) -> Callable[[Node, Values], Sequence[str]]:
    """Make the function for a quantifier; `decisive` is None for one that no item decides alone."""

    def opening(node: Node, values: Values) -> Sequence[str]:
        group = node.operands[0]
        if group.run(values) is None:
            return tuple(group.names)
        found: list[str] = []
        for value, names in _items(node, values):
            if not names and decisive is not None and value is decisive:
                return ()
            found += names
        return found

    return opening


def _of_table(node: Node, values: Values) -> Sequence[str]:
    """Return the names in the inputs that leave rows open, and in the results of such rows."""
    table = cast("Table", node.detail)
    openings = [_open(each, values) for each in table.inputs]
    settled = [UNKNOWN if names else each.run(values) for names, each in zip(openings, table.inputs, strict=True)]
    found: list[str] = []
    for row in table.rows:
        columns = _open_columns(row, settled)
        if columns is None:
            continue
        found += [name for column in columns for name in openings[column]]
        found += _open(row.then, values)
        if table.hit == "first" and not columns:
            return found
    return [*found, *(_open(table.default, values) if table.default else ())]


def _open_columns(row: Row, settled: Sequence[Value | None]) -> list[int] | None:
    """Return the columns that leave a row open; None when one of them settles that it does not fit."""
    columns = []
    for column, test in row.tests:
        value = settled[column]
        if value is None:
            columns.append(column)
        elif not test(value):
            return None
    return columns


OPENINGS: Final[Mapping[str, Callable[[Node, Values], Sequence[str]]]] = {
    NAME: _itself,
    "and": _unless(decisive=False),
    "or": _unless(decisive=True),
    "if": _of_if,
    "any": _over_items(decisive=True),
    "all": _over_items(decisive=False),
    "count_if": _over_items(decisive=None),
    "sum_of": _over_items(decisive=None),
    "table": _of_table,
}
