"""The `table` operator: rows of cells over the values of a few inputs, and the result of the rows that fit.

`{"table": {"inputs": [expr, …], "hit": "first", "default": expr,
"rows": [{"when": [null, {"=": v}, {"in": [v, …]}, {"range": [lo, hi]}], "then": expr}, …]}}`

Inputs are bool, num, str or date. A cell is null (any value, a blank one too) or a test of its input: `=`, `in`, or
`range`, from `lo` included to `hi` excluded, where null is no bound. A cell is UNKNOWN when its input is. A row is
FALSE when a cell is, UNKNOWN when a cell is and none is FALSE, TRUE otherwise. The hit policy decides the value:

- `first`: the `then` of the first row that is TRUE; UNKNOWN when an UNKNOWN one comes before;
- `unique`: the `then` of the only row that is TRUE; UNKNOWN when a row is, or when several are TRUE (see `faults`);
- `collect-sum`: the sum of the `then` of all rows that are TRUE; UNKNOWN when a row is.

When no row is TRUE, it is `default`, and UNKNOWN without one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.rules.compiler_parts import Compiling, Form, OperandCompiler
from schemas.rules.rule import Evaluator, Node, names_read
from schemas.rules.values import UNKNOWN, RuleType, Value, Values, fitting

MAX_ROWS: Final = 200
MAX_COLUMNS: Final = 8
INPUT_TYPES: Final[tuple[RuleType, ...]] = ("bool", "num", "str", "date")

Test = Callable[[Value], bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """A test of one input: `kind` is "=", "in" or "range"; `values` are those compared with, both bounds for a range.

    A range has None where it has no bound.
    """

    kind: str
    values: tuple[Value | None, ...]
    test: Test


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; None is a cell that any value fits."""

    pointer: str
    cells: tuple[Cell | None, ...]
    then: Node

    @property
    def tests(self) -> tuple[tuple[int, Test], ...]:
        """The column of each tested input, with its test."""
        return tuple((column, cell.test) for column, cell in enumerate(self.cells) if cell is not None)


@dataclass(frozen=True, slots=True)
class Table:
    """The content of a `table`."""

    inputs: tuple[Node, ...]
    hit: str
    rows: tuple[Row, ...]
    default: Node | None


def row_verdict(tests: Sequence[tuple[int, Test]], inputs: Sequence[Value | None]) -> bool | None:
    """Return whether a row fits the values of the inputs: FALSE beats UNKNOWN, as in `and`."""
    verdict: bool | None = True
    for column, test in tests:
        value = inputs[column]
        if value is None:
            verdict = UNKNOWN
        elif not test(value):
            return False
    return verdict


def read_table(compiler: Compiling, part: OperandCompiler) -> Node | None:
    """Compile a table, of the type that the `then` of its rows have in common."""
    source = _shape(compiler, part)
    if source is None:
        return None
    inputs = [
        compiler.node(expr, part.at("inputs", column), depth=part.depth + 1)
        for column, expr in enumerate(source["inputs"])
    ]
    for node in inputs:
        if node is not None and node.type not in INPUT_TYPES:
            expected = [[kind] for kind in INPUT_TYPES]
            compiler.refuse("type_mismatch", node.pointer, operator=part.word, expected=expected, found=[node.type])
    rows = [_row(compiler, part, number, inputs) for number in range(len(source["rows"]))]
    default = None
    if "default" in source:
        default = compiler.node(source["default"], part.at("default"), depth=part.depth + 1)
    return _joined(compiler, part, _Read(source, inputs, rows, default))


@dataclass(frozen=True, slots=True)
class _Read:
    """A table read so far; None is what has problems."""

    source: Mapping[str, object]
    inputs: Sequence[Node | None]
    rows: Sequence[Row | None]
    default: Node | None

    @property
    def is_whole(self) -> bool:
        has_default = self.default is not None or "default" not in self.source
        return has_default and None not in self.inputs and None not in self.rows


def _joined(compiler: Compiling, part: OperandCompiler, read: _Read) -> Node | None:
    hit = str(read.source["hit"])
    results = [*(row.then for row in read.rows if row is not None), *filter(None, [read.default])]
    kind = "num" if hit == "collect-sum" else next((node.type for node in results), "bool")
    typed = [compiler.typed(node, kind, part.word) for node in results]
    if None in typed or not read.is_whole or any(node and node.type not in INPUT_TYPES for node in read.inputs):
        return None
    table = Table(tuple(filter(None, read.inputs)), hit, tuple(filter(None, read.rows)), read.default)
    operands = (*table.inputs, *results)
    run = HIT_POLICIES[hit](table)
    return Node(part.word, kind, part.pointer, run, names_read(operands), operands, table, _steps(table, results))


def _steps(table: Table, results: Sequence[Node]) -> int:
    cells = sum(1 + 2 * len(row.tests) for row in table.rows)
    most = sum if table.hit == "collect-sum" else max
    return 2 + cells + sum(node.steps for node in table.inputs) + most([node.steps for node in results])


def _shape(compiler: Compiling, part: OperandCompiler) -> dict[str, list[object]] | None:
    """Return the payload when it has the members of a table, None with problems noted otherwise."""
    payload = part.payload
    if not isinstance(payload, dict) or not {"inputs", "hit", "rows"} <= set(payload) <= {*_KEYS}:
        compiler.refuse("bad_table", part.place)
        return None
    if not isinstance(payload["hit"], str) or payload["hit"] not in HIT_POLICIES:
        compiler.refuse("bad_hit", part.at("hit"), known=list(HIT_POLICIES))
        return None
    for key, limit in (("inputs", MAX_COLUMNS), ("rows", MAX_ROWS)):
        if not isinstance(payload[key], list) or not 1 <= len(payload[key]) <= limit:
            compiler.refuse("bad_table_size", part.at(key), limit=limit)
            return None
    return payload


_KEYS: Final = ("inputs", "hit", "rows", "default")


def _row(compiler: Compiling, part: OperandCompiler, number: int, inputs: Sequence[Node | None]) -> Row | None:
    source = part.payload["rows"][number]  # type: ignore[index]
    pointer = part.at("rows", number)
    when = source.get("when") if isinstance(source, dict) and set(source) == {"when", "then"} else None
    if not isinstance(when, list) or len(when) != len(inputs):
        compiler.refuse("bad_row", pointer, cells=len(inputs))
        return None
    cells = [
        None if cell is None else _cell(compiler, cell, f"{pointer}/when/{column}", _type_of(inputs[column]))
        for column, cell in enumerate(when)
    ]
    then = compiler.node(source["then"], f"{pointer}/then", depth=part.depth + 1)
    is_whole = all((cell is None) == (read is None) for cell, read in zip(when, cells, strict=True))
    return Row(pointer, tuple(cells), then) if then is not None and is_whole else None


def _type_of(node: Node | None) -> RuleType | None:
    return None if node is None or node.type not in INPUT_TYPES else node.type


def _cell(compiler: Compiling, source: object, pointer: str, kind: RuleType | None) -> Cell | None:
    if isinstance(source, dict) and len(source) == 1:
        ((word, payload),) = source.items()
        if word == "=":
            return _equal_cell(compiler, payload, f"{pointer}/=", kind)
        if word == "in" and isinstance(payload, list) and payload:
            return _in_cell(compiler, payload, f"{pointer}/in", kind)
        if word == "range" and isinstance(payload, list) and len(payload) == 2 and payload != [None, None]:
            return _range_cell(compiler, payload, f"{pointer}/range", kind)
    compiler.refuse("bad_cell", pointer)
    return None


def _equal_cell(compiler: Compiling, payload: object, pointer: str, kind: RuleType | None) -> Cell | None:
    wanted = compiler.constant(payload, pointer, kind=kind, word="table")
    return None if wanted is None else Cell("=", (wanted,), wanted.__eq__)


def _in_cell(compiler: Compiling, payload: list[object], pointer: str, kind: RuleType | None) -> Cell | None:
    values = [
        compiler.constant(each, f"{pointer}/{position}", kind=kind, word="table")
        for position, each in enumerate(payload)
    ]
    return None if None in values else Cell("in", tuple(values), frozenset(values).__contains__)


def _range_cell(compiler: Compiling, payload: list[object], pointer: str, kind: RuleType | None) -> Cell | None:
    bounds = [
        None if bound is None else compiler.constant(bound, f"{pointer}/{position}", kind=kind, word="table")
        for position, bound in enumerate(payload)
    ]
    if kind in ("bool", "str"):
        expected = [["num"], ["date"]]
        compiler.refuse("type_mismatch", pointer, operator="range", expected=expected, found=[kind])
        return None
    if any((bound is None) != (read is None) for bound, read in zip(payload, bounds, strict=True)):
        return None
    low, high = bounds
    return Cell("range", (low, high), _range_test(low, high))


def _range_test(low: Value | None, high: Value | None) -> Test:
    if low is None:
        return lambda value: value < high  # type: ignore[operator]
    if high is None:
        return lambda value: low <= value  # type: ignore[operator]
    return lambda value: low <= value < high  # type: ignore[operator]


def _first(table: Table) -> Evaluator:
    inputs = [node.run for node in table.inputs]
    rows = [(row.tests, row.then.run) for row in table.rows]
    default = _default(table)

    def run(values: Values) -> Value | None:
        found = [each(values) for each in inputs]
        for tests, then in rows:
            verdict = row_verdict(tests, found)
            if verdict is None:
                return UNKNOWN
            if verdict:
                return then(values)
        return default(values)

    return run


def _default(table: Table) -> Evaluator:
    return (lambda _: UNKNOWN) if table.default is None else table.default.run


def _fitting_rows(table: Table) -> Callable[[Values], list[Evaluator] | None]:
    """Make the function that returns the results of the rows that are TRUE, None when one is UNKNOWN."""
    inputs = [node.run for node in table.inputs]
    rows = [(row.tests, row.then.run) for row in table.rows]

    def fitting_rows(values: Values) -> list[Evaluator] | None:
        found = [each(values) for each in inputs]
        verdicts = [row_verdict(tests, found) for tests, _ in rows]
        if None in verdicts:
            return None
        return [then for verdict, (_, then) in zip(verdicts, rows, strict=True) if verdict]

    return fitting_rows


def _unique(table: Table) -> Evaluator:
    fitting_rows, default = _fitting_rows(table), _default(table)

    def run(values: Values) -> Value | None:
        fit = fitting_rows(values)
        if fit is None or len(fit) > 1:
            return UNKNOWN
        return fit[0](values) if fit else default(values)

    return run


def _collect_sum(table: Table) -> Evaluator:
    fitting_rows, default = _fitting_rows(table), _default(table)

    def run(values: Values) -> Value | None:
        fit = fitting_rows(values)
        if fit is None:
            return UNKNOWN
        found = [then(values) for then in fit] if fit else [default(values)]
        return UNKNOWN if None in found else fitting(sum(found))  # type: ignore[arg-type]

    return run


HIT_POLICIES: Final[Mapping[str, Callable[[Table], Evaluator]]] = {
    "first": _first,
    "unique": _unique,
    "collect-sum": _collect_sum,
}

FORMS: Final[Mapping[str, Form]] = {"table": read_table}
