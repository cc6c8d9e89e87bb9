"""Quantifiers over the items of a repeated group: `{"any": ["enfants", {"<": [{"var": "item.age"}, 3]}]}`.

The body sees the questions of the item as `item.…`, and outer answers under their own names. One quantifier may be
in the body of another; there `item.…` are the questions of its own items. A blank group makes all of them UNKNOWN.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from schemas.rules.compiler_parts import Compiling, Form, OperandCompiler, operands_of, refuse_arity
from schemas.rules.rule import Evaluator, Node
from schemas.rules.values import (
    ITEM,
    MAX_ITEMS,
    OF_ITEMS,
    SCALE,
    UNKNOWN,
    RuleType,
    Value,
    Values,
    fitting,
    types_of_items,
)

Items = tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Quantifier:
    """The content of an any, all, count_if or sum_of: a name of type group, and the body evaluated on each item.

    `outer` are the names of answers outside the items that the body reads; `items` go from the names that it reads of
    an item (`item.age`) to the names inside it (`age`).
    """

    group: Node
    body: Node
    outer: tuple[str, ...]
    items: tuple[tuple[str, str], ...]

    @property
    def group_name(self) -> str:
        (name,) = self.group.names
        return name

    def scopes(self, values: Values) -> Iterator[dict[str, Value | None]] | None:
        """Return the input of the body, item by item; None when the group is blank.

        It is one mapping, filled again for each item: copy it to keep it.
        """
        group = values.get(self.group_name)
        return None if group is None else self._scopes(cast("Items", group), values)

    def _scopes(self, group: "Items", values: Values) -> Iterator[dict[str, Value | None]]:
        scope = {name: values.get(name) for name in self.outer}
        for item in group:
            for name, inside in self.items:
                scope[name] = item.get(inside)
            yield scope


def any_item(found: Iterator[Value | None]) -> bool | None:
    """Kleene's `or` over the items."""
    verdict: bool | None = False
    for each in found:
        if each is True:
            return True
        if each is None:
            verdict = UNKNOWN
    return verdict


def all_items(found: Iterator[Value | None]) -> bool | None:
    """Kleene's `and` over the items."""
    verdict: bool | None = True
    for each in found:
        if each is False:
            return False
        if each is None:
            verdict = UNKNOWN
    return verdict


def count_items(found: Iterator[Value | None]) -> int | None:
    """Return for how many items the body is TRUE; UNKNOWN when it is for one of them."""
    count = 0
    for each in found:
        if each is None:
            return UNKNOWN
        count += each is True
    return count * SCALE


def sum_items(found: Iterator[Value | None]) -> int | None:
    """Return the sum of the body over the items; UNKNOWN when it is for one of them."""
    total = 0
    for each in found:
        if not isinstance(each, int):
            return UNKNOWN
        total += each
    return fitting(total)


def over(kind: RuleType, body_kind: RuleType, function: Callable[[Iterator[Value | None]], Value | None]) -> Form:
    """Make the form of a quantifier of type `kind`, whose body is of type `body_kind`."""

    def compile_quantifier(compiler: Compiling, part: OperandCompiler) -> Node | None:
        places = operands_of(part)
        if len(places) != 2:
            refuse_arity(compiler, part, least=2, most=2)
            return None
        (name, name_pointer), (expr, pointer) = places
        group = compiler.typed(compiler.named(name, name_pointer, depth=part.depth + 1), "group", part.word)
        if group is None:
            return None
        names = _names_inside(group, compiler.names)
        body = compiler.over_items(names, expr, pointer, depth=part.depth + 1)
        body = compiler.typed(body, body_kind, part.word)
        return None if body is None else _node(part, kind, _quantifier(group, body), _run(function))

    return compile_quantifier


def _names_inside(group: Node, names: Mapping[str, RuleType]) -> dict[str, RuleType]:
    """Return the names that the body may read: the outer ones, with the questions of this group's items as `item.…`."""
    (name,) = group.names
    outer = {outer: kind for outer, kind in names.items() if not outer.startswith(ITEM)}
    return outer | {ITEM + inside: kind for inside, kind in types_of_items(name, names).items()}


def _quantifier(group: Node, body: Node) -> Quantifier:
    inside = sorted(name for name in body.names if name.startswith(ITEM))
    outer = tuple(sorted(body.names - set(inside)))
    return Quantifier(group, body, outer, tuple((name, name.removeprefix(ITEM)) for name in inside))


def _run(function: Callable[[Iterator[Value | None]], Value | None]) -> Callable[[Quantifier], Evaluator]:
    def build(quantifier: Quantifier) -> Evaluator:
        body = quantifier.body.run

        def run(values: Values) -> Value | None:
            scopes = quantifier.scopes(values)
            return UNKNOWN if scopes is None else function(body(scope) for scope in scopes)

        return run

    return build


def _node(
    part: OperandCompiler, kind: RuleType, quantifier: Quantifier, build: Callable[[Quantifier], Evaluator]
) -> Node:
    group, body = quantifier.group, quantifier.body
    return Node(
        part.word,
        kind,
        part.pointer,
        build(quantifier),
        group.names | frozenset(quantifier.outer),
        (group, body),
        quantifier,
        2 + MAX_ITEMS * (1 + len(quantifier.items) + body.steps),
    )


def declared(group_name: str, inside: str) -> str:
    """Return the name under which a question of the items of a group was declared.

    >>> declared("enfants", "age")
    'enfants[].age'
    """
    return group_name + OF_ITEMS + inside


FORMS: Final[Mapping[str, Form]] = {
    "any": over("bool", "bool", any_item),
    "all": over("bool", "bool", all_items),
    "count_if": over("num", "bool", count_items),
    "sum_of": over("num", "num", sum_items),
}
