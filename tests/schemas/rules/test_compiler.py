"""What compiling accepts, what it refuses, and that no input whatever makes it raise or wait."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.problems import Problem
from schemas.rules.compiler import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_STEPS, compile_rule
from schemas.rules.operators.registry import OPERATORS
from schemas.rules.rule import evaluate
from schemas.rules.special_forms import FORMS

TYPES = {"flag": "bool", "age": "num", "kind": "str", "born": "date", "wishes": "list", "children": "group"}
WORDS = [*OPERATORS, *FORMS, "var", "num", "date", "list", "map", "", "a/b~c"]


def problems_of(expr, **options):
    rule, problems = compile_rule(expr, TYPES, **options)
    assert rule is None
    return problems


def negated(times):
    expr = {"var": "flag"}
    for _ in range(times):
        expr = {"!": [expr]}
    return expr


def test_compiled_rule_tells_what_it_is():
    expr = {"and": [{"var": "flag"}, {"<": [{"years": [{"var": "born"}, {"var": "@today"}]}, 18]}]}

    rule, problems = compile_rule(expr, TYPES, pointer="/rules/show/x")

    assert problems == ()
    assert rule.expr is expr
    assert rule.type == "bool"
    assert rule.names == {"flag", "born", "@today"}
    assert rule.nodes == 7
    assert [part.pointer for part in rule.root.operands] == ["/rules/show/x/and/0/var", "/rules/show/x/and/1"]


def test_rule_of_another_type_compiles_when_it_is_asked_for():
    rule, _ = compile_rule({"var": "age"}, TYPES, expect="num")

    assert evaluate(rule, {"age": 2}) == 2


def test_problem_points_below_the_prefix():
    problems = problems_of({"and": [{"==": [{"var": "kind"}, 1]}, {"answered": "nope"}]}, pointer="/rules/require/x")

    assert problems == (
        Problem(
            "type_mismatch",
            "/rules/require/x/and/0",
            {
                "operator": "==",
                "expected": [[kind, kind] for kind in ("bool", "num", "str", "date", "list")],
                "found": ["str", "num"],
            },
        ),
        Problem("unknown_name", "/rules/require/x/and/1/answered", {"name": "nope"}),
    )


def test_problems_carry_what_a_sentence_needs():
    assert problems_of({"map": []}) == (Problem("unknown_operator", "", {"operator": "map"}),)
    assert problems_of({"!": []}) == (Problem("bad_arity", "", {"operator": "!", "least": 1, "most": 1, "found": 0}),)
    assert problems_of({"!": 1.5}) == (Problem("bad_number", "/!", {"digits": 18, "decimals": 6}),)
    assert problems_of({"!": 1}) == (
        Problem("type_mismatch", "/!", {"operator": "!", "expected": [["bool"]], "found": ["num"]}),
    )
    assert problems_of("a", pointer="/x") == (
        Problem("type_mismatch", "/x", {"operator": "", "expected": [["bool"]], "found": ["str"]}),
    )
    assert problems_of({"a": 1, "b": 2}) == (Problem("bad_node", "", {"keys": 2}),)


def test_operand_of_unknown_type_is_not_blamed_twice():
    assert [found.code for found in problems_of({"==": [{"var": "nope"}, 1]})] == ["unknown_name"]


def test_rule_may_be_as_deep_as_the_limit_and_no_deeper():
    rule, _ = compile_rule(negated(MAX_DEPTH - 1), TYPES)

    assert rule is not None
    assert [found.code for found in problems_of(negated(MAX_DEPTH))] == ["too_deep"]


def test_name_that_is_answered_counts_for_the_depth_too():
    expr = {"answered": "flag"}
    for _ in range(MAX_DEPTH - 1):
        expr = {"!": expr}

    assert problems_of(expr) == (Problem("too_deep", "/!" * (MAX_DEPTH - 1) + "/answered", {"limit": MAX_DEPTH}),)


def test_rule_may_have_as_many_nodes_as_the_limit_and_no_more():
    rule, _ = compile_rule({"or": [{"var": "flag"}] * (MAX_NODES - 1)}, TYPES)

    assert rule.nodes == MAX_NODES
    assert problems_of({"or": [{"var": "flag"}] * MAX_NODES}, pointer="/p") == (
        Problem("too_many_nodes", "/p", {"limit": MAX_NODES}),
    )


def test_rule_may_be_as_long_as_the_limit_and_no_longer():
    longest = "a" * (MAX_BYTES - 100)

    rule, _ = compile_rule({"==": [{"var": "kind"}, longest]}, TYPES)

    assert rule is not None
    assert problems_of({"==": [{"var": "kind"}, longest + "é" * 50]}) == (
        Problem("too_large", "", {"limit": MAX_BYTES}),
    )


def test_long_list_of_keys_is_one_node():
    keys = [f"{number:05}" for number in range(3_000)]

    rule, _ = compile_rule({"in": [{"var": "kind"}, keys]}, TYPES)

    assert rule.nodes == 3
    assert evaluate(rule, {"kind": "02999"}) is True


def nested(wrap):
    expr = True
    for _ in range(100_000):
        expr = wrap(expr)
    return expr


def circular():
    expr = []
    expr.append({"and": expr})
    return expr


BAD_SHAPES = {
    "nested arrays": lambda: nested(lambda inner: [inner]),
    "nested operators": lambda: nested(lambda inner: {"!": inner}),
    "nested operators below the length": lambda: negated(5_000),
    "wide and deep": lambda: {"and": [negated(100)] * 60},
    "many unknown operators": lambda: {"and": [{"nope": 1}] * 3_000},
    "many keys": lambda: {str(number): True for number in range(100_000)},
    "a million operands": lambda: {"and": [True] * 1_000_000},
    "long key": lambda: {"a" * 1_000_000: True},
    "long text": lambda: "é" * 1_000_000,
    "ten to the nineteenth": lambda: {"==": [{"var": "age"}, 10**19]},
    "a million digits": lambda: {"==": [{"var": "age"}, 10**1_000_000]},
    "a million digits in a text": lambda: {"num": "9" * 60_000},
    "circular": circular,
    "not a number": lambda: float("nan"),
    "infinity": lambda: {"<": [{"var": "age"}, float("inf")]},
    "decimal": lambda: {"<": [{"var": "age"}, Decimal("1E+999999")]},
    "tuple": lambda: ("and", True),
    "bytes": lambda: b"true",
    "object": lambda: {"and": [object()]},
    "set": lambda: {"and": {1, 2}},
    "keys that are no text": lambda: {1: True},
    "null key": lambda: {None: [True]},
    "lone surrogate": lambda: {"\ud800": "\ud800"},
    "lone surrogate in a name": lambda: {"var": "\ud800"},
    "unhashable name": lambda: {"var": ["flag"]},
    "unhashable in answered": lambda: {"answered": [["flag"]]},
}


@pytest.mark.parametrize("make", BAD_SHAPES.values(), ids=BAD_SHAPES)
def test_bad_shape_is_refused_with_problems_and_without_delay(make):
    expr = make()
    start = time.process_time()

    problems = problems_of(expr)

    assert 1 <= len(problems) <= MAX_NODES + 1
    assert time.process_time() - start < 1


def json_shapes():
    leaves = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(),
        st.sampled_from([*TYPES, "@today", "", "2026-02-30", "2026-02-28", "12.50"]),
        st.text(max_size=3),
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.tuples(st.sampled_from(WORDS), inner).map(lambda pair: dict([pair]))
            | st.tuples(st.sampled_from(WORDS), st.lists(inner, max_size=3)).map(lambda pair: dict([pair]))
            | st.dictionaries(st.sampled_from(WORDS), inner, max_size=2)
        ),
        max_leaves=20,
    )


@settings(max_examples=300, deadline=None)
@given(json_shapes(), st.sampled_from(["bool", "num", "str", "date", "list", "group"]))
def test_any_json_is_a_rule_or_has_problems(expr, expect):
    rule, problems = compile_rule(expr, TYPES, pointer="/p", expect=expect)

    assert (rule is None) == bool(problems)
    assert all(found.pointer == "/p" or found.pointer.startswith("/p/") for found in problems)
    if rule is not None:
        assert rule.type == expect
        evaluate(rule, {})


GROUP = {"g": "group", "g[].n": "num", "g[].l": "list", "l": "list", "n": "num"}
SMALL = {"<": [{"var": "item.n"}, 3]}


def heavy(rows):
    cells = [{"range": [0, 9]}] * 8
    lines = [{"when": cells, "then": 1}] * rows
    return {"sum_of": ["g", {"table": {"inputs": [{"var": "item.n"}] * 8, "hit": "unique", "rows": lines}}]}


@pytest.mark.parametrize(
    ("accepted", "refused"),
    [
        ({"any": ["g", {"any": ["g", SMALL]}]}, {"any": ["g", {"any": ["g", {"and": [SMALL] * 3}]}]}),
        (heavy(25), heavy(30)),
        (
            {"any": ["g", {"and": [{"has_any": [{"var": "item.l"}, ["a"]]}] * 8}]},
            {"any": ["g", {"and": [{"has_any": [{"var": "item.l"}, ["a"]]}] * 12}]},
        ),
        (
            {"any": ["g", {"has_any": [{"var": "item.l"}, ["a"] * 1_200]}]},
            {"any": ["g", {"has_any": [{"var": "item.l"}, ["a"] * 2_500]}]},
        ),
        ({"and": [{"==": [{"var": "l"}, {"var": "l"}]}] * 200}, {"and": [{"==": [{"var": "l"}, {"var": "l"}]}] * 310}),
    ],
)
def test_work_is_bounded_with_the_items_of_groups_and_the_keys_of_lists(accepted, refused):
    rule, problems = compile_rule(accepted, GROUP, expect=None)
    assert problems == ()
    assert MAX_STEPS / 2 < rule.root.steps <= MAX_STEPS

    rule, problems = compile_rule(refused, GROUP, pointer="/p", expect=None)
    assert problems == (Problem("too_much_work", "/p", {"limit": MAX_STEPS}),)


def test_keys_that_a_rule_writes_are_looked_up_rather_than_searched():
    keys = [f"{number:05}" for number in range(5_000)]

    rule, _ = compile_rule({"any": ["g", {"in": ["a", keys]}]}, GROUP)

    assert rule.root.steps < MAX_STEPS / 50
