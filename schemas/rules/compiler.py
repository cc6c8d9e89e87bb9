"""The compiler of rules: a rule in JSON becomes a typed `Rule`, or the problems that its author must solve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from schemas.problems import Problem, pointer_to, under
from schemas.rules.compiler_parts import OperandCompiler, operands_of, refuse_arity
from schemas.rules.legal_params import Param
from schemas.rules.literals import TAGGED, Literal, Read, read_plain
from schemas.rules.operators.registry import OPERATORS
from schemas.rules.operators.signature import Operator
from schemas.rules.rule import LITERAL, NAME, Evaluator, Node, Rule, names_read, steps_of
from schemas.rules.special_forms import FORMS
from schemas.rules.values import OF_ITEMS, TODAY, RuleType, Value

#: Operators and their operands; a list literal counts as one, the cells of a table as none.
MAX_NODES: Final = 2_000
MAX_DEPTH: Final = 32
MAX_BYTES: Final = 64 * 1024

#: How much work a rule may take (`Node.steps`): every accepted rule runs under 5 ms, items included.
MAX_STEPS: Final = 25_000

#: Steps of an answered list, with 200 keys, and how many keys written in a rule count as one step.
LIST_STEPS: Final = 40
KEYS_A_STEP: Final = 5

#: Quantifiers over groups, one in the body of another.
MAX_QUANTIFIERS: Final = 2

NO_PARAMS: Final[Mapping[str, Param]] = MappingProxyType({})


def compile_rule(
    expr: object,
    names: Mapping[str, RuleType],
    *,
    params: Mapping[str, Param] = NO_PARAMS,
    pointer: str = "",
    expect: RuleType | None = "bool",
) -> tuple[Rule | None, tuple[Problem, ...]]:
    """Compile `expr`, of any JSON shape, whose names may be those of `names` and `@today`, and whose type is `expect`.

    `names` hold what the items of a group answer as `enfants[].age`, which the bodies of quantifiers read as
    `item.age`. `params` are the legal parameters (see `compile_params`). With `expect` None any type is accepted.

    Returns either a rule or all of its problems, with pointers into `expr` after the prefix `pointer`:
    `too_large` `too_deep` `too_many_nodes` `too_much_work` `nested_quantifiers` (limit) · `bad_node` (keys): an object
    is one operator · `unknown_operator` (operator) · `bad_arity` (operator, least, most, found) · `bad_name` ·
    `unknown_name` (name) · `unknown_param` (name) · `type_mismatch` (operator, expected, found) ·
    `bad_number` (digits, decimals) · `bad_date` · `bad_literal` · `blank_literal` · `bad_step` · `bad_table` ·
    `bad_hit` (known) · `bad_table_size` (limit) · `bad_row` (cells) · `bad_cell` · `bad_scale` (limit) ·
    `bad_bracket` · `brackets_not_ascending`.
    `expected` lists what is accepted, each a list of types as `found` is (None: not known).
    """
    if json_bytes(expr) > MAX_BYTES:
        return None, (Problem("too_large", pointer, {"limit": MAX_BYTES}),)
    compiler = _Compiler(names, params, pointer)
    root = compiler.node(expr, pointer, depth=1)
    if root is not None and expect is not None:
        root = compiler.typed(root, expect, "")
    if root is not None and root.steps > MAX_STEPS:
        compiler.refuse("too_much_work", pointer, limit=MAX_STEPS)
    if root is None or compiler.problems:
        return None, tuple(compiler.problems)
    return Rule(expr, root.type, root.names, compiler.count, root, root.run), ()


def json_bytes(value: object) -> int:
    """Return the approximate length of `value` as JSON text in UTF-8; counting stops past `MAX_BYTES`.

    It is not recursive, so that no nesting is too deep for it.
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
    """One walk through one rule; a node with a problem is None, and its siblings are still compiled."""

    names: Mapping[str, RuleType]
    params: Mapping[str, Param]
    pointer: str
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    quantifiers: int = 0

    def refuse(self, code: str, pointer: str, **params: object) -> None:
        self.problems.append(Problem(code, pointer, params))

    def admits(self, pointer: str, depth: int) -> bool:
        """Count one more node, and return whether the limits allow it."""
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
        return self.tagged(OperandCompiler(str(word), payload, pointer, depth))

    def tagged(self, part: OperandCompiler) -> Node | None:
        if part.word == NAME:
            return self.name(part.payload, part.place)
        if part.word in TAGGED:
            return self.literal(TAGGED[part.word](part.payload), part.place)
        if part.word in OPERATORS:
            return self.operation(part)
        if part.word in FORMS:
            return FORMS[part.word](self, part)
        self.refuse("unknown_operator", part.pointer, operator=part.word)
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
        if kind is None or OF_ITEMS in name:
            self.refuse("unknown_name", pointer, name=name)
            return None
        return Node(NAME, kind, pointer, lambda values: values.get(name), frozenset((name,)))

    def named(self, operand: object, pointer: str, *, depth: int) -> Node | None:
        """Read an operand that is a name, written plainly or as a `var`."""
        if isinstance(operand, dict) and list(operand) == [NAME]:
            return self.node(operand, pointer, depth=depth)
        return self.name(operand, pointer) if self.admits(pointer, depth) else None

    def typed(self, node: Node | None, kind: RuleType, word: str) -> Node | None:
        """Return `node` when it is of this type; None, with a problem noted, when it is of another."""
        if node is None or node.type == kind:
            return node
        self.refuse("type_mismatch", node.pointer, operator=word, expected=[[kind]], found=[node.type])
        return None

    def constant(self, expr: object, pointer: str, *, kind: RuleType | None, word: str) -> Value | None:
        """Read a value that the rule must hold itself; None when it has problems, which are noted."""
        tag, payload = next(iter(expr.items())) if isinstance(expr, dict) and len(expr) == 1 else (None, expr)
        is_tagged = tag in TAGGED
        place = pointer + pointer_to(str(tag)) if is_tagged else pointer
        node = self.literal(TAGGED[str(tag)](payload) if is_tagged else read_plain(expr), place)
        node = node if kind is None or node is None else self.typed(node, kind, word)
        return None if node is None else node.run({})

    def over_items(self, names: Mapping[str, RuleType], expr: object, pointer: str, *, depth: int) -> Node | None:
        """Compile the body of a quantifier, in which these names are known."""
        if self.quantifiers == MAX_QUANTIFIERS:
            self.refuse("nested_quantifiers", pointer, limit=MAX_QUANTIFIERS)
            return None
        outer, self.names = self.names, names
        self.quantifiers += 1
        body = self.node(expr, pointer, depth=depth)
        self.quantifiers -= 1
        self.names = outer
        return body

    def operation(self, part: OperandCompiler) -> Node | None:
        line = OPERATORS[part.word]
        read = self.named if line.takes_names else self.node
        operands = [read(operand, pointer, depth=part.depth + 1) for operand, pointer in operands_of(part)]
        if not line.takes(len(operands)):
            refuse_arity(self, part, least=line.least, most=line.most)
            return None
        kind = self.signed(part, operands)
        known = tuple(operand for operand in operands if operand is not None)
        if kind is None or len(known) < len(operands):
            return None
        problem = line.check(known)
        if problem is not None:
            self.problems.append(problem)
            return None
        return operation_node(part.word, kind, part.pointer, known)

    def signed(self, part: OperandCompiler, operands: Sequence[Node | None]) -> RuleType | None:
        """Return the type that the operator gives for these operands, or None when it does not accept them."""
        line = OPERATORS[part.word]
        types = [None if operand is None else operand.type for operand in operands]
        for signature in line.signatures:
            if signature.fits(types):
                return signature.gives
        if len(line.signatures) == 1:
            self.refuse_operands(part.word, line, operands)
        else:
            expected = [list(signature.takes) for signature in line.signatures]
            self.refuse("type_mismatch", part.pointer, operator=part.word, expected=expected, found=types)
        return None

    def refuse_operands(self, word: str, line: Operator, operands: Sequence[Node | None]) -> None:
        """Report each operand that is wrong by itself, when only one type is accepted in its place."""
        (signature,) = line.signatures
        for position, operand in enumerate(operands):
            self.typed(operand, signature.wanted(position), word)


def literal_node(literal: Literal, pointer: str) -> Node:
    return Node(LITERAL, literal.type, pointer, _always(literal.value), detail=literal.value)


def operation_node(word: str, kind: RuleType, pointer: str, operands: tuple[Node, ...]) -> Node:
    line = OPERATORS[word]
    steps = line.steps + steps_of(operands) + sum(_list_steps(word, operand) for operand in operands)
    return Node(word, kind, pointer, line.build(operands), names_read(operands), operands, None, steps)


def _list_steps(word: str, operand: Node) -> int:
    """Return the work of searching a list of keys; those written in an `in` are hashed instead."""
    if operand.type != "list":
        return 0
    if operand.operator != LITERAL:
        return LIST_STEPS
    return len(operand.detail) // KEYS_A_STEP if word != "in" and isinstance(operand.detail, tuple) else 0


def _always(value: Value) -> Evaluator:
    return lambda _: value
