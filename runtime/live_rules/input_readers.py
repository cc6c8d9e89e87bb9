"""Inputs from which a browser reads the names used by rules, and the type of each value."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from schemas.rules.operators.quantifiers import Quantifier
from schemas.rules.rule import NAME, Node, Rule
from schemas.rules.values import ITEM, OF_ITEMS


@dataclass(frozen=True, slots=True)
class InputReader:
    """The inputs of a question, and the type of their value; `*` replaces the id of an item."""

    type: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """One name that a rule reads, as it is declared (`enfants[].age`), with its type.

    `is_quantified` is true when it is read over all the items of a group.
    """

    name: str
    type: str
    is_quantified: bool = False


def _plain(kind: str) -> Callable[[str], InputReader]:
    return lambda name: InputReader(kind, (name,))


def _day(name: str) -> InputReader:
    return InputReader("date", tuple(f"{name}.{part}" for part in ("year", "month", "day")))


#: By type of question: those whose answers a browser can read from their inputs, as the server does.
INPUTS: Final[Mapping[str, Callable[[str], InputReader]]] = MappingProxyType(
    {
        "yes_no": _plain("bool"),
        "sworn_statement": _plain("bool"),
        "integer": _plain("num"),
        "decimal": _plain("num"),
        "money": _plain("num"),
        "short_text": _plain("str"),
        "long_text": _plain("str"),
        "single_choice": _plain("str"),
        "several_choices": _plain("list"),
        "date": _day,
    }
)


def declared_name(name: str, group: str) -> str:
    """Return a name as it is declared: `item.age` in the items of `enfants` is `enfants[].age`."""
    return f"{group}{OF_ITEMS}{name.removeprefix(ITEM)}" if group and name.startswith(ITEM) else name


def variables(rule: Rule, group: str = "") -> Iterator[Variable]:
    """Yield every name that a rule reads, each as often as it does; `group` is that of its items, if any."""
    yield from _variables(rule.root, group, is_quantified=False)


def _variables(node: Node, group: str, *, is_quantified: bool) -> Iterator[Variable]:
    if node.operator == NAME:
        (name,) = node.names
        yield Variable(declared_name(name, group), node.type, is_quantified and name.startswith(ITEM))
    elif isinstance(node.detail, Quantifier):
        over = declared_name(node.detail.group_name, group)
        yield Variable(over, "group", is_quantified)
        yield from _variables(node.detail.body, over, is_quantified=True)
    else:
        for operand in node.operands:
            yield from _variables(operand, group, is_quantified=is_quantified)
