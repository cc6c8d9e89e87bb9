"""Mistakes in tables, found exactly: rows that fit nothing or are never reached, overlaps, and gaps.

Blank answers are left out: the checks hold for situations in which all inputs are answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schemas.authoring.lint.axes import Axis, cut
from schemas.authoring.lint.boxes import EVERYTHING, Box, Boxes, Budget, TooMuchWork, difference, meet
from schemas.authoring.lint.finding import Finding, make_finding
from schemas.authoring.lint.sampling import samples
from schemas.authoring.lint.subject import Look
from schemas.authoring.lint.terms import read_term
from schemas.problems import tokens_of
from schemas.rules.operators.tables import Table
from schemas.rules.rule import Node
from schemas.rules.values import Value, format_num

#: How many situations are tried when there are too many boxes.
SAMPLES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on its axes: for each input its cells, and for each row the box that it fits."""

    table: Table
    axes: Sequence[Axis]
    rows: Sequence[Box | None]

    @property
    def full(self) -> Mapping[str, int]:
        return {str(column): axis.full for column, axis in enumerate(self.axes)}

    def values(self, box: Box) -> tuple[Value | None, ...]:
        """Return the values of the inputs in one situation of a box."""
        return tuple(axis.first(box.get(str(column), axis.full)) for column, axis in enumerate(self.axes))


def check_tables(look: Look) -> Iterator[Finding]:
    """Yield the mistakes in the tables of one rule.

    Error: `rows_overlap` (row, other, witness), where only one row may fit.
    Warnings: `row_dead` (row): nothing fits it · `row_unreachable` (row, by) · `row_unreachable_together` (row) ·
    `gap` (witness, values): no row fits, and there is no default. Rows are counted from 1.
    """
    for node in look.site.nodes.values():
        if isinstance(node.detail, Table):
            yield from _check(look, node, node.detail)


def _check(look: Look, node: Node, table: Table) -> Iterator[Finding]:
    grid = _grid(look, node, table)
    for place, box in enumerate(grid.rows):
        if box is None:
            yield make_finding("row_dead", table.rows[place].pointer, row=place + 1)
    if table.hit != "collect-sum" and table.default is None and (gap := find_gap(grid, look.budget)) is not None:
        things = list(zip(table.inputs, gap, strict=True))
        witness = look.readback.situation(things, group=look.group or look.site.group)
        yield make_finding("gap", node.pointer, witness=witness, values=[_written(value) for value in gap])
    if table.hit == "first":
        yield from _unreachable(grid, look.budget)
    if table.hit == "unique":
        yield from _overlaps(look, grid)


def _grid(look: Look, node: Node, table: Table) -> Grid:
    source = _inputs(look, node)
    axes = []
    for column, (expr, thing) in enumerate(zip(source, table.inputs, strict=True)):
        cells = [row.cells[column] for row in table.rows]
        constants = [value for cell in cells if cell for value in cell.values if value is not None]
        domain = look.world.domain(read_term(expr, ""), thing.type)
        axes.append(cut(domain, constants, may_be_blank=False))
    return Grid(table, axes, [_row_box(row.tests, axes) for row in table.rows])


def _inputs(look: Look, node: Node) -> Sequence[object]:
    """Return the inputs of a table as they are written."""
    found = look.site.rule.expr
    for token in tokens_of(node.pointer.removeprefix(look.site.pointer)):
        found = found[int(token)] if isinstance(found, list) else found[token]  # type: ignore[index]
    return found["table"]["inputs"]  # type: ignore[index, no-any-return]


def _row_box(tests: Sequence[tuple[int, object]], axes: Sequence[Axis]) -> Box | None:
    """Return the box of a row; None when one of its cells fits no value of the domain."""
    box = {}
    for column, test in tests:
        mask = axes[column].mask(value is not None and test(value) for value in axes[column].cells)  # type: ignore[operator]
        if not mask:
            return None
        box[str(column)] = mask
    return box


def _unreachable(grid: Grid, budget: Budget) -> Iterator[Finding]:
    """Yield the rows whose situations are all taken by rows before, with that row when there is only one."""
    before: list[tuple[int, Box]] = []
    for place, box in enumerate(grid.rows):
        if box is None:
            continue
        pointer = grid.table.rows[place].pointer
        by = next((number for number, other in before if not difference([box], [other], grid.full, budget)), None)
        if by is not None:
            yield make_finding("row_unreachable", pointer, row=place + 1, by=by)
        elif before and _is_covered(grid, box, [other for _, other in before], budget):
            yield make_finding("row_unreachable_together", pointer, row=place + 1)
        before.append((place + 1, box))


def _is_covered(grid: Grid, box: Box, others: Boxes, budget: Budget) -> bool:
    try:
        return not difference([box], others, grid.full, budget)
    except TooMuchWork:
        return False


def _overlaps(look: Look, grid: Grid) -> Iterator[Finding]:
    """Yield, for each row, the first row before with which it shares a situation."""
    for place, box in enumerate(grid.rows):
        for other in range(place):
            before = grid.rows[other]
            look.budget.spend(1)
            if box is None or before is None or not (shared := meet([box], [before], look.budget)):
                continue
            things = list(zip(grid.table.inputs, grid.values(shared[0]), strict=True))
            witness = look.readback.situation(things, group=look.group or look.site.group)
            pointer = grid.table.rows[place].pointer
            yield make_finding("rows_overlap", pointer, row=place + 1, other=other + 1, witness=witness)
            break


def find_gap(grid: Grid, budget: Budget) -> tuple[Value | None, ...] | None:
    """Return values of the inputs that no row fits, None when there are none (or none was met, past the budget)."""
    rows = [box for box in grid.rows if box is not None]
    with budget.half() as part:
        try:
            left = difference(EVERYTHING, rows, grid.full, part)
        except TooMuchWork:
            left = list(_sampled_gaps(grid, rows))
    return grid.values(left[0]) if left else None


def _sampled_gaps(grid: Grid, rows: Boxes) -> Iterator[Box]:
    """Yield situations, among some, that no row fits: for each cell, the rows that fit it are one mask."""
    taking = {
        axis: [
            sum(1 << place for place, row in enumerate(rows) if row.get(axis, mask) >> cell & 1)
            for cell in range(mask.bit_length())
        ]
        for axis, mask in grid.full.items()
    }
    for point in samples(grid.full, SAMPLES):
        fitting = -1
        for axis, mask in point.items():
            fitting &= taking[axis][mask.bit_length() - 1]
        if not fitting:
            yield point


def _written(value: Value | None) -> object:
    """Return a value as answers are written in JSON."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return format_num(value)
    return value.isoformat() if isinstance(value, date) else str(value)
