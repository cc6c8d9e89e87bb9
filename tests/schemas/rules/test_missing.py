"""Which questions can still change a verdict, and in which order they are told."""

import pytest
from hypothesis import given, settings

from schemas.rules.compiler import compile_rule
from schemas.rules.missing import missing
from schemas.rules.rule import evaluate
from tests.schemas.rules.boolean import TYPES as FLAGS
from tests.schemas.rules.boolean import settings_of, trees, verdicts
from tests.schemas.rules.compiled import compiled, valued, var

ROWS = [
    {"when": [{"range": [None, 10]}, {"=": True}], "then": 1},
    {"when": [{"range": [10, 20]}, None], "then": var("m")},
]
TABLE = {"table": {"inputs": [var("n"), var("a")], "hit": "first", "rows": ROWS, "default": var("m")}}
UNIQUE = {"table": {**TABLE["table"], "hit": "unique"}}
BARE = {"table": {"inputs": [var("n")], "hit": "first", "rows": [{"when": [{"=": 1}], "then": True}]}}


@pytest.mark.parametrize(
    ("expr", "answers", "names"),
    [
        (True, {}, ()),
        (var("a"), {}, ("a",)),
        (var("a"), {"a": False}, ()),
        ({"and": [var("b"), var("a")]}, {}, ("b", "a")),
        ({"and": [var("b"), var("a")]}, {"a": False}, ()),
        ({"and": [var("b"), var("a")]}, {"a": True}, ("b",)),
        ({"or": [var("b"), var("a")]}, {"a": True}, ()),
        ({"or": [var("b"), var("a")]}, {"a": False}, ("b",)),
        ({"and": [var("a"), {"or": [var("b"), var("a")]}]}, {}, ("a", "b")),
        ({"!": var("a")}, {}, ("a",)),
        ({"answered": "s"}, {}, ("s",)),
        ({"answered": "s"}, {"s": "x"}, ()),
        ({"and": [{"!": {"answered": "s"}}, var("a")]}, {}, ("s", "a")),
        ({"and": [{"answered": "s"}, var("a")]}, {"a": True}, ("s",)),
        ({"and": [{"answered": "s"}, var("a")]}, {"a": False}, ()),
        ({"<": [var("n"), var("m")]}, {"n": 1}, ("m",)),
        ({"<": [{"years": [var("d"), var("@today")]}, 3]}, {}, ("d",)),
        ({"<": [var("n"), {"param": "cap"}]}, {}, ("n",)),
        ({"<": [1, {"param": ["cap", var("d")]}]}, {}, ("d",)),
        ({"if": [var("a"), var("n"), var("m")]}, {}, ("a", "n", "m")),
        ({"if": [var("a"), var("n"), var("m")]}, {"a": True}, ("n",)),
        ({"if": [var("a"), var("n"), var("m")]}, {"a": False}, ("m",)),
        ({"if": [var("a"), 1, var("b"), var("n"), var("m")]}, {"a": False}, ("b", "n", "m")),
        ({"if": [var("a"), 1, var("b"), var("n"), var("m")]}, {"a": True}, ()),
        ({"any": ["g", var("item.b")]}, {}, ("g",)),
        ({"any": ["g", {"<": [var("item.n"), var("n")]}]}, {"g": [{"n": 1}, {}]}, ("n", "g[].n")),
        ({"any": ["g", var("item.b")]}, {"g": [{}, {"b": True}]}, ()),
        ({"all": ["g", var("item.b")]}, {"g": [{}, {"b": False}]}, ()),
        ({"all": ["g", var("item.b")]}, {"g": [{}, {"b": True}]}, ("g[].b",)),
        ({"sum_of": ["g", var("item.n")]}, {"g": [{}, {"n": 1}]}, ("g[].n",)),
        ({"sum_of": ["g", var("item.n")]}, {"g": [{"n": 1}]}, ()),
        ({"count_if": ["g", var("item.b")]}, {"g": [{"b": True}, {}]}, ("g[].b",)),
        (TABLE, {}, ("n", "a", "m")),
        (TABLE, {"n": 5}, ("a", "m")),
        (TABLE, {"n": 15}, ("m",)),
        (TABLE, {"n": 5, "a": True}, ()),
        (TABLE, {"n": 30}, ("m",)),
        (UNIQUE, {"n": 5, "a": True}, ("m",)),
        (BARE, {"n": 2}, ()),
    ],
)
def test_names_that_can_still_change_the_verdict(expr, answers, names):
    assert missing(compiled(expr), valued(answers)) == names


@settings(max_examples=60, deadline=None)
@given(trees(), verdicts())
def test_name_is_missing_exactly_when_an_answer_to_it_could_make_a_difference(expr, answers):
    rule, _ = compile_rule(expr, FLAGS)
    blank = sorted(name for name in rule.names if answers[name] is None)

    hangs = {
        name for name in blank if makes_a_difference(rule, answers, name, [each for each in blank if each != name])
    }

    assert set(missing(rule, answers)) == hangs


def makes_a_difference(rule, answers, name, others):
    return any(
        len({evaluate(rule, {**answers, **rest, name: answer}) for answer in (True, False, None)}) > 1
        for rest in settings_of(others)
    )
