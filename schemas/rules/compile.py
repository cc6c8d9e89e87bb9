"""Compiling: a rule in JSON becomes a typed `Rule`, or the problems that its author must solve."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from schemas.problems import Problem, pointer_to, under
from schemas.rules.literals import TAGGED, Literal, Read, read_plain
from schemas.rules.operators import OPERATORS, Evaluator, Operator
from schemas.rules.rule import LITERAL, NAME, Node, Rule
from schemas.rules.values import TODAY, RuleType, Value

#: Operators and their operands; a list literal is one.
MAX_NODES: Final = 2_000
MAX_DEPTH: Final = 32
MAX_BYTES: Final = 64 * 1024


def compile_rule(
    expr: object, names: Mapping[str, RuleType], *, pointer: str = "", expect: RuleType = "bool"
) -> tuple[Rule | None, tuple[Problem, ...]]:
    """Compile `expr`, of any JSON shape, whose names may be those of `names` and `@today`, and whose type is `expect`.

    Returns either a rule or all of its problems, with pointers into `expr` after the prefix `pointer`:
    `too_large` `too_deep` `too_many_nodes` (limit) · `bad_node` (keys): an object is one operator ·
    `unknown_operator` (operator) · `bad_arity` (operator, least, most, found) · `bad_name` · `unknown_name` (name) ·
    `type_mismatch` (operator, expected, found) · `bad_number` (digits, decimals) · `bad_date` · `bad_literal` ·
    `blank_literal`. `expected` lists what would do, each a list of types as `found` is (None: not known).
    """
    if json_bytes(expr) > MAX_BYTES:
        return None, (Problem("too_large", pointer, {"limit": MAX_BYTES}),)
    compiler = _Compiler(names, pointer)
    root = compiler.node(expr, pointer, depth=1)
    if root is not None and root.type != expect:
        compiler.refuse("type_mismatch", pointer, operator="", expected=[[expect]], found=[root.type])
    if root is None or compiler.problems:
        return None, tuple(compiler.problems)
    return Rule(expr, root.type, root.names, compiler.count, root, root.run), ()


def json_bytes(value: object) -> int:
    """Return about how long `value` is as JSON text in UTF-8; it stops counting once past `MAX_BYTES`.

    It keeps a list of what is left rather than calling itself, so that no nesting is too deep for it.
    """
    total, left = 0, [value]
    while left and total <= MAX_BYTES:
        part = left.pop()
        if isinstance(part, str):
            total += len(part.encode("utf-8", "surrogatepass")) + 3
        elif isinstance(part, dict):
            total += 2
            left.extend([*part.keys(), *part.values()])
        elif isinstance(part, list):
            total += 2
            left.extend(part)
        else:
            total += 4
    return total


@dataclass(slots=True)
class _Compiler:
    """One walk through one rule; a node with a problem is None, and its neighbours are still looked at."""

    names: Mapping[str, RuleType]
    pointer: str
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def refuse(self, code: str, pointer: str, **params: object) -> None:
        self.problems.append(Problem(code, pointer, params))

    def admits(self, pointer: str, depth: int) -> bool:
        """Count one more node, and tell whether the limits leave room for it."""
        self.count += 1
        if self.count == MAX_NODES + 1:
            self.refuse("too_many_nodes", self.pointer, limit=MAX_NODES)
        if self.count > MAX_NODES:
            return False
        if depth > MAX_DEPTH:
            self.refuse("too_deep", pointer, limit=MAX_DEPTH)
        return depth <= MAX_DEPTH

    def node(self, expr: object, pointer: str, *, depth: int) -> Node | None:
        if not self.admits(pointer, depth):
            return None
        if not isinstance(expr, dict):
            return self.literal(read_plain(expr), pointer)
        if len(expr) != 1:
            self.refuse("bad_node", pointer, keys=len(expr))
            return None
        ((word, payload),) = expr.items()
        return self.tagged(word, payload, pointer, depth=depth)

    def tagged(self, word: object, payload: object, pointer: str, *, depth: int) -> Node | None:
        place = pointer + pointer_to(str(word))
        if word == NAME:
            return self.name(payload, place)
        if word in TAGGED:
            return self.literal(TAGGED[str(word)](payload), place)
        if word in OPERATORS:
            return self.operation(str(word), payload, pointer, depth=depth)
        self.refuse("unknown_operator", pointer, operator=str(word))
        return None

    def literal(self, read: Read, pointer: str) -> Node | None:
        found, problems = read
        self.problems.extend(under(pointer, problems))
        return literal_node(found, pointer) if found else None

    def name(self, name: object, pointer: str) -> Node | None:
        if not isinstance(name, str):
            self.refuse("bad_name", pointer)
            return None
        kind = "date" if name == TODAY else self.names.get(name)
        if kind is None:
            self.refuse("unknown_name", pointer, name=name)
            return None
        return Node(NAME, kind, pointer, lambda values: values.get(name), frozenset((name,)))

    def operation(self, word: str, payload: object, pointer: str, *, depth: int) -> Node | None:
        line = OPERATORS[word]
        place = pointer + pointer_to(word)
        places = [(payload, place)]
        if isinstance(payload, list):
            places = [(operand, f"{place}/{position}") for position, operand in enumerate(payload)]
        read = self.named if line.takes_names else self.node
        operands = [read(operand, spot, depth=depth + 1) for operand, spot in places]
        if not line.takes(len(operands)):
            self.refuse("bad_arity", pointer, operator=word, least=line.least, most=line.most, found=len(operands))
            return None
        kind = self.typed(word, operands, pointer)
        known = tuple(operand for operand in operands if operand is not None)
        if kind is None or len(known) < len(operands):
            return None
        return operation_node(word, kind, pointer, known)

    def named(self, operand: object, pointer: str, *, depth: int) -> Node | None:
        """Read an operand that is a name, written plainly or as a `var`."""
        if isinstance(operand, dict) and list(operand) == [NAME]:
            return self.node(operand, pointer, depth=depth)
        return self.name(operand, pointer) if self.admits(pointer, depth) else None

    def typed(self, word: str, operands: list[Node | None], pointer: str) -> RuleType | None:
        """Return the type that the operator gives for these operands, or None when it does not take them."""
        line = OPERATORS[word]
        types = [None if operand is None else operand.type for operand in operands]
        for signature in line.signatures:
            if signature.fits(types):
                return signature.gives
        if len(line.signatures) == 1:
            self.refuse_operands(word, line, operands)
        else:
            expected = [list(signature.takes) for signature in line.signatures]
            self.refuse("type_mismatch", pointer, operator=word, expected=expected, found=types)
        return None

    def refuse_operands(self, word: str, line: Operator, operands: list[Node | None]) -> None:
        """Point at each operand that is wrong by itself, when only one type would do in its place."""
        (signature,) = line.signatures
        for position, operand in enumerate(operands):
            wanted = signature.wanted(position)
            if operand is not None and operand.type != wanted:
                params = {"operator": word, "expected": [[wanted]], "found": [operand.type]}
                self.refuse("type_mismatch", operand.pointer, **params)


def literal_node(literal: Literal, pointer: str) -> Node:
    return Node(LITERAL, literal.type, pointer, _always(literal.value))


def operation_node(word: str, kind: RuleType, pointer: str, operands: tuple[Node, ...]) -> Node:
    run = OPERATORS[word].build([operand.run for operand in operands])
    names = frozenset().union(*(operand.names for operand in operands))
    return Node(word, kind, pointer, run, names, operands)


def _always(value: Value) -> Evaluator:
    return lambda _: value
