"""The interface of the compiler for special forms, the operators that compile their own operands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from schemas.problems import pointer_to
from schemas.rules.legal_params import Param
from schemas.rules.rule import Node
from schemas.rules.values import RuleType, Value


@dataclass(frozen=True, slots=True)
class OperandCompiler:
    """One node to compile: `{word: payload}` at `pointer`, so many nodes below the root."""

    word: str
    payload: object
    pointer: str
    depth: int

    @property
    def place(self) -> str:
        """Where the payload is."""
        return self.pointer + pointer_to(self.word)

    def at(self, *tokens: str | int) -> str:
        """Return the pointer to something inside the payload."""
        return self.place + pointer_to(*tokens)


class Compiling(Protocol):
    """One walk through one rule."""

    names: Mapping[str, RuleType]
    params: Mapping[str, Param]

    def refuse(self, code: str, pointer: str, **params: object) -> None:
        """Note a problem."""

    def node(self, expr: object, pointer: str, *, depth: int) -> Node | None:
        """Compile what is below; None when it has problems, which are noted."""

    def named(self, operand: object, pointer: str, *, depth: int) -> Node | None:
        """Compile an operand that is a name, written plainly or as a `var`."""

    def typed(self, node: Node | None, kind: RuleType, word: str) -> Node | None:
        """Return `node` when it is of this type; None, with a problem noted, when it is of another."""

    def constant(self, expr: object, pointer: str, *, kind: RuleType | None, word: str) -> Value | None:
        """Read a value that the rule must hold itself; None when it has problems, which are noted."""

    def over_items(self, names: Mapping[str, RuleType], expr: object, pointer: str, *, depth: int) -> Node | None:
        """Compile the body of a quantifier, in which these names are known."""


Form = Callable[[Compiling, OperandCompiler], Node | None]


def operands_of(part: OperandCompiler) -> list[tuple[object, str]]:
    """Return the operands of a node with their places; one alone needs no array around it."""
    if isinstance(part.payload, list):
        return [(operand, part.at(position)) for position, operand in enumerate(part.payload)]
    return [(part.payload, part.place)]


def refuse_arity(compiler: Compiling, part: OperandCompiler, *, least: int, most: int | None) -> None:
    found = len(operands_of(part))
    compiler.refuse("bad_arity", part.pointer, operator=part.word, least=least, most=most, found=found)
