"""What keeps a rule from a value, beside blank answers."""

import pytest

from schemas.problems import Problem
from schemas.rules.faults import faults
from schemas.rules.rule import evaluate
from tests.schemas.rules.compiled import compiled, valued, var

HUGE = "999999999999999999"
PRODUCT = {"*": [var("n"), var("n")]}


def table(hit, *rows, **more):
    lines = [{"when": [cell], "then": then} for cell, then in rows]
    return {"table": {"inputs": [var("n")], "hit": hit, "rows": lines, **more}}


@pytest.mark.parametrize(
    ("expr", "answers", "expected"),
    [
        (PRODUCT, {"n": HUGE}, [("overflow", "")]),
        (PRODUCT, {}, []),
        (PRODUCT, {"n": 2}, []),
        ({"+": [var("n"), 1]}, {"n": HUGE}, [("overflow", "")]),
        ({"<": [PRODUCT, 3]}, {"n": HUGE}, [("overflow", "/</0")]),
        ({"and": [{"<": [PRODUCT, 3]}, False]}, {"n": HUGE}, []),
        ({"and": [{"<": [PRODUCT, 3]}, var("a")]}, {"n": HUGE}, [("overflow", "/and/0/</0")]),
        ({"/": [1, var("n")]}, {"n": 0}, [("division_by_zero", "")]),
        ({"/": [var("n"), {"num": "0.1"}]}, {"n": HUGE}, [("overflow", "")]),
        ({"add_days": [var("d"), var("n")]}, {"d": "2026-01-01", "n": "0.5"}, [("not_whole", "")]),
        ({"add_years": [var("d"), var("n")]}, {"d": "2026-01-01", "n": HUGE}, [("overflow", "")]),
        ({"sum_of": ["g", var("item.n")]}, {"g": [{"n": HUGE}, {"n": HUGE}]}, [("overflow", "")]),
        (
            {"sum_of": ["g", {"/": [1, var("item.n")]}]},
            {"g": [{"n": 0}, {"n": 0}]},
            [("division_by_zero", "/sum_of/1")],
        ),
        ({"sum_of": ["g", var("item.n")]}, {}, []),
        ({"sum_of": ["g", var("item.n")]}, {"g": [{}]}, []),
        ({"if": [var("a"), PRODUCT, 2]}, {"a": True, "n": HUGE}, [("overflow", "/if/1")]),
        ({"if": [var("a"), PRODUCT, 2]}, {"n": HUGE}, []),
        ({"if": [var("a"), 2, PRODUCT]}, {"a": False, "n": HUGE}, [("overflow", "/if/2")]),
        ({"scale": {"of": var("n"), "brackets": [{"from": 0, "rate": 9}]}}, {"n": HUGE}, [("overflow", "")]),
        (table("first", ({"=": 1}, 1)), {"n": 2}, []),
        (table("first", ({"=": 1}, 1)), {}, []),
        (table("first", (None, PRODUCT)), {"n": HUGE}, [("overflow", "/table/rows/0/then")]),
        (table("first", ({"=": 1}, 1), default=PRODUCT), {"n": HUGE}, [("overflow", "/table/default")]),
        (table("unique", ({"=": 1}, 1), (None, 2)), {"n": 1}, [("several_rows", "")]),
        (table("unique", ({"=": 1}, 1)), {"n": 2}, []),
        (table("collect-sum", (None, var("n")), (None, 1)), {"n": HUGE}, [("overflow", "")]),
        (table("collect-sum", ({"=": 1}, var("n"))), {"n": HUGE}, []),
    ],
)
def test_fault_is_told_where_it_keeps_the_rule_from_a_value(expr, answers, expected):
    rule, values = compiled(expr), valued(answers)

    assert faults(rule, values) == tuple(Problem(code, pointer) for code, pointer in expected)
    assert not expected or evaluate(rule, values) is None


def test_input_of_a_table_that_has_a_fault_is_told():
    rows = [{"when": [{"=": 1}], "then": 1}]
    expr = {"table": {"inputs": [{"/": [1, var("n")]}], "hit": "first", "rows": rows}}

    assert faults(compiled(expr), valued({"n": 0})) == (Problem("division_by_zero", "/table/inputs/0"),)


def test_param_outside_its_periods_is_no_fault():
    assert faults(compiled({"<": [{"param": "cap"}, 1]}), valued({}, today=None)) == ()
