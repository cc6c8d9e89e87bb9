"""Cost of rules, warm, beside a JsonLogic evaluator in Rust on the same rule where it can express it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from timeit import repeat
from typing import Any

from cms.bench.options import Options
from schemas.rules.compiler import MAX_STEPS, compile_rule
from schemas.rules.rule import Rule, evaluate
from schemas.rules.values import MAX_ITEMS, TODAY, load_values

try:
    from datalogic_py import DataHandle, Engine
except ImportError:  # a development dependency
    Engine = None

TYPES = {
    "usage": "bool",
    "prix": "num",
    "parts": "num",
    "velo": "str",
    "naissance": "date",
    "g": "group",
    "g[].n": "num",
}
ANSWERS = {
    "usage": True,
    "prix": 2000,
    "parts": 3,
    "velo": "cargo",
    "naissance": "2001-06-02",
    "g": [{"n": 1}] * MAX_ITEMS,
}
VALUES = {**load_values(ANSWERS, TYPES), TODAY: date(2026, 11, 22)}

PRIX, VELO = {"var": "prix"}, {"var": "velo"}
BANDS = 20
CLAUSES = [
    {"==": [VELO, "cargo"]},
    {"<": [PRIX, 3000]},
    {"in": [VELO, ["cargo", "pliant"]]},
    {"var": "usage"},
    {">": [PRIX, 0]},
]


@dataclass(frozen=True, slots=True)
class Case:
    """Rules evaluated one after another, and the same in JsonLogic (none: it cannot express them)."""

    rules: tuple[Rule, ...]
    theirs: tuple[object, ...] = ()

    def ours(self) -> None:
        for rule in self.rules:
            evaluate(rule, VALUES)


def _case(*exprs: object, theirs: tuple[object, ...] = ()) -> Case:
    compiled = [compile_rule(expr, TYPES, expect=None) for expr in exprs]
    return Case(tuple(rule for rule, _ in compiled if rule is not None), theirs)


def _table() -> Case:
    """Twenty rows of two columns, an amount in the last one that fits; in JsonLogic, a chain of ifs."""
    amount = {"*": [PRIX, 2]}
    bounds = [(5000 - 100 * (row + 1), 5000 - 100 * row) for row in range(BANDS - 1)]
    rows = [{"when": [{"range": [low, high]}, {"in": ["cargo"]}], "then": 0} for low, high in bounds]
    rows.append({"when": [None, None], "then": amount})
    chain: list[object] = []
    for low, high in bounds:
        chain += [{"and": [{"<=": [low, PRIX]}, {"<": [PRIX, high]}, {"in": [VELO, ["cargo"]]}]}, 0]
    return _case({"table": {"inputs": [PRIX, VELO], "hit": "first", "rows": rows}}, theirs=({"if": [*chain, amount]},))


def _heaviest() -> Case:
    """Close to the most work that is accepted: a table for each item of a full group."""
    cells, inputs = [{"range": [0, None]}] * 7 + [{"=": 77}], [{"var": "item.n"}] * 8
    rows = [{"when": cells, "then": 1}] * 28
    case = _case({"sum_of": ["g", {"table": {"inputs": inputs, "hit": "unique", "rows": rows, "default": 2}}]})
    assert case.rules[0].root.steps > 0.9 * MAX_STEPS  # noqa: S101 - a limit that moved would measure something else
    return case


def cases() -> Mapping[str, Case]:
    """Return the cases to measure, by name."""
    small = [{"==": [VELO, f"k{number}"]} if number % 2 else {"<": [PRIX, number]} for number in range(400)]
    every = {"and": CLAUSES * 2}
    return {
        "equality": _case(CLAUSES[0], theirs=(CLAUSES[0],)),
        "ten clauses": _case(every, theirs=(every,)),
        "table of 20 rows": _table(),
        "age": _case({">=": [{"years": [{"var": "naissance"}, {"var": TODAY}]}, 16]}),
        "400 small rules": _case(*small, theirs=tuple(small)),
        "heaviest accepted": _heaviest(),
    }


def measure_rules(options: Options, folder: Path) -> dict[str, Any]:
    """Return for each case its time in microseconds, and the ratio to the time of the other evaluator."""
    return {"cases": {name: _measured(case, options.repeats) for name, case in cases().items()}}


def _measured(case: Case, repeats: int) -> dict[str, float | None]:
    ours = _microseconds(case.ours, repeats)
    theirs = _microseconds(_in_json_logic(case.theirs), repeats) if Engine and case.theirs else None
    return {"us": round(ours, 2), "ratio": None if theirs is None else round(ours / theirs, 1)}


def _in_json_logic(exprs: tuple[object, ...]) -> Callable[[], None]:
    engine, answers = Engine(), DataHandle(json.dumps(ANSWERS))
    compiled = [engine.compile(json.dumps(expr)) for expr in exprs]

    def run() -> None:
        for rule in compiled:
            rule.evaluate_data(answers)

    return run


def _microseconds(act: Callable[[], None], repeats: int) -> float:
    """Return the median of the repeats, each of as many times as fill some milliseconds."""
    times = max(1, int(0.005 / repeat(act, number=1, repeat=3)[-1]))
    return median(repeat(act, number=times, repeat=repeats)) / times * 1e6
