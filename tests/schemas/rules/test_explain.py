"""Why a rule is not TRUE: all the leaves that matter, no leaf that does not."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings

from schemas.rules.compiler import compile_rule
from schemas.rules.explain import Leaf, explain
from schemas.rules.rule import evaluate
from schemas.rules.values import SCALE
from tests.schemas.rules.boolean import NAMES, trees, verdicts
from tests.schemas.rules.boolean import TYPES as FLAGS
from tests.schemas.rules.compiled import NOW, compiled, valued, var

ADULT = {">=": [{"years": [var("d"), var("@today")]}, 18]}
POOR = {"<=": [var("n"), {"param": "cap"}]}
TABLE = {
    "table": {"inputs": [var("n"), var("s")], "hit": "first", "rows": [{"when": [None, {"=": "x"}], "then": True}]}
}


def failing(expr, answers):
    return [(leaf.pointer, *leaf.items) for leaf in explain(compiled(expr), valued(answers)).failing]


def test_each_leaf_tells_what_it_found_and_what_it_was_held_against():
    expr = {"and": [ADULT, {"!": var("a")}, POOR, {"in": [var("s"), ["x", "y"]]}, {"between": [var("m"), 1, 2]}]}
    answers = {"d": "2010-06-02", "a": True, "n": "26230.01", "s": "z"}

    told = explain(compiled(expr), valued(answers))

    assert told.verdict is False
    assert told.leaves == (
        Leaf("/and/0", ">=", False, True, 16 * SCALE, 18 * SCALE, True),
        Leaf("/and/1/!/var", "var", True, False, True, False, True),
        Leaf("/and/2", "<=", False, True, 26_230_010_000, 26_230 * SCALE, True),
        Leaf("/and/3", "in", False, True, "z", ("x", "y"), True),
        Leaf("/and/4", "between", None, True, None, (SCALE, 2 * SCALE), True),
    )
    assert told.failing == told.leaves[:4]


@pytest.mark.parametrize(
    ("expr", "answers", "actual", "expected"),
    [
        ({"<": [18, var("n")]}, {"n": 3}, 3 * SCALE, 18 * SCALE),
        ({"<=": [var("e"), var("d")]}, {"d": "2026-01-01", "e": "2026-01-02"}, date(2026, 1, 2), date(2026, 1, 1)),
        ({"answered": "s"}, {}, None, None),
        ({"==": [var("@today"), {"date": "2026-01-01"}]}, {}, NOW, date(2026, 1, 1)),
        ({"==": [1, 2]}, {}, SCALE, 2 * SCALE),
        (TABLE, {"n": 1, "s": "y"}, SCALE, ("y", True)),
        ({"in": ["x", var("l")]}, {"l": ["y"]}, ("y",), "x"),
    ],
)
def test_sides_of_a_leaf(expr, answers, actual, expected):
    (leaf,) = explain(compiled(expr), valued(answers)).leaves

    assert (leaf.actual, leaf.expected) == (actual, expected)


@pytest.mark.parametrize(
    ("expr", "answers", "pointers"),
    [
        ({"and": [var("a"), var("b")]}, {"a": False, "b": False}, [("/and/0/var",), ("/and/1/var",)]),
        ({"and": [var("a"), var("b")]}, {"a": True, "b": False}, [("/and/1/var",)]),
        ({"and": [var("a"), var("b")]}, {"b": False}, [("/and/1/var",)]),
        ({"or": [var("a"), var("b")]}, {"a": True, "b": False}, []),
        ({"or": [var("a"), var("b")]}, {"a": False, "b": False}, [("/or/0/var",), ("/or/1/var",)]),
        ({"and": [{"or": [var("a"), POOR]}, var("b")]}, {"a": True, "n": 30000, "b": False}, [("/and/1/var",)]),
        ({"!": {"and": [var("a"), var("b")]}}, {"a": True, "b": True}, [("/!/and/0/var",), ("/!/and/1/var",)]),
        ({"!": {"or": [var("a"), var("b")]}}, {"a": True, "b": False}, [("/!/or/0/var",)]),
        ({"any": ["g", var("item.b")]}, {"g": [{"b": False}, {"b": False}]}, [("/any/1/var", 0), ("/any/1/var", 1)]),
        ({"all": ["g", var("item.b")]}, {"g": [{"b": True}, {"b": False}]}, [("/all/1/var", 1)]),
        ({"all": ["g", var("item.b")]}, {}, []),
        ({"if": [var("a"), var("b"), True]}, {"a": True, "b": False}, [("/if/0/var",), ("/if/1/var",)]),
        ({"if": [var("a"), var("b"), False]}, {"a": True, "b": False}, [("/if/1/var",)]),
        ({"if": [var("a"), True, var("b")]}, {"a": False, "b": False}, [("/if/0/var",), ("/if/2/var",)]),
        ({"if": [var("a"), False, var("b"), False, True]}, {"a": True, "b": True}, []),
        ({"if": [var("a"), False, var("b"), False, True]}, {"a": True, "b": False}, [("/if/0/var",)]),
        ({"if": [var("a"), False, var("b"), False, True]}, {"a": True}, []),
    ],
)
def test_failing_leaves_are_all_those_that_have_to_change(expr, answers, pointers):
    settled = [pointer for pointer in failing(expr, answers) if "literal" not in pointer]

    assert [each for each in settled if each[0].endswith("/var")] == pointers


def test_leaves_of_an_amount_explain_it_and_none_of_them_matters():
    expr = {"+": [{"if": [var("a"), 1, 2]}, {"sum_of": ["g", {"if": [{"<": [var("item.n"), 3]}, 1, 0]}]}]}

    told = explain(compiled(expr), valued({"a": True, "g": [{"n": 1}, {"n": 5}]}))

    assert told.verdict == 2 * SCALE
    assert [(leaf.pointer, leaf.verdict, leaf.items) for leaf in told.leaves] == [
        ("/+/0/if/0/var", True, ()),
        ("/+/1/sum_of/1/if/0", True, (0,)),
        ("/+/1/sum_of/1/if/0", False, (1,)),
    ]
    assert told.failing == ()


@settings(max_examples=100, deadline=None)
@given(trees(with_if=False), verdicts())
def test_leaf_matters_exactly_when_it_is_part_of_a_smallest_change_that_makes_the_rule_true(expr, answers):
    rule, _ = compile_rule(expr, FLAGS)
    told = explain(rule, answers)

    names = [name for name in NAMES if name in rule.names]
    flips = {name: leaf.wanted for name, leaf in zip(names, told.leaves, strict=True)}
    matters = {name for name, leaf in zip(names, told.leaves, strict=True) if leaf.matters}

    assert matters == names_of_smallest_changes(rule, answers, flips)


def names_of_smallest_changes(rule, answers, flips):
    if evaluate(rule, answers) is True:
        return set()
    enough = []
    for size in range(1, len(flips) + 1):
        for chosen in map(set, combinations(flips, size)):
            changed = answers | {name: flips[name] for name in chosen}
            if evaluate(rule, changed) is True and not any(each <= chosen for each in enough):
                enough.append(chosen)
    return set().union(*enough)
