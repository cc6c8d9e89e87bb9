"""Which legal parameters are good, and what is wrong with the others."""

from datetime import date

import pytest

from schemas.problems import Problem
from schemas.rules.legal_params import Period, compile_params


def problems_of(*values, **param):
    params, problems = compile_params({"p": {"type": "num", "values": list(values), **param}})
    assert params == {} or problems == ()
    return [(problem.code, problem.pointer) for problem in problems]


def test_periods_are_put_in_their_order():
    source = [{"from": "2026-01-01", "num": "3.5", "ref": "…"}, {"from": "2025-01-01", "to": "2025-06-30", "num": 2}]

    params, problems = compile_params({"p": {"type": "num", "values": source}})

    assert problems == ()
    assert params["p"].type == "num"
    assert params["p"].periods == (
        Period(date(2025, 1, 1), date(2025, 6, 30), 2_000_000),
        Period(date(2026, 1, 1), None, 3_500_000),
    )


@pytest.mark.parametrize("source", [None, [], "p", 3])
def test_parameters_are_an_object(source):
    assert compile_params(source) == ({}, (Problem("not_an_object"),))


@pytest.mark.parametrize(
    "param", [None, [], {}, {"type": "num"}, {"type": "num", "values": []}, {"type": "num", "values": {}}]
)
def test_parameter_has_a_type_and_values(param):
    assert compile_params({"a/b": param}) == ({}, (Problem("bad_param", "/a~1b"),))


@pytest.mark.parametrize("kind", ["group", "text", None, ["num"]])
def test_type_is_one_that_can_be_written(kind):
    assert problems_of({"from": "2026-01-01", "num": 1}, type=kind) == [("bad_param", "/p")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["x"], [("bad_period", "/p/values/0")]),
        ([{"from": "2026-01-01"}], [("bad_period", "/p/values/0")]),
        ([{"from": "2026-01-01", "str": "x"}], [("bad_period", "/p/values/0")]),
        ([{"from": "2026-01-01", "num": 1, "str": "x"}], [("bad_period", "/p/values/0")]),
        ([{"from": "2026-01-01", "num": True}], [("bad_period", "/p/values/0")]),
        ([{"from": "2026-01-01", "num": "1,5"}], [("bad_number", "/p/values/0/num")]),
        ([{"from": "2026-01-01", "num": 1.5}], [("bad_number", "/p/values/0/num")]),
        ([{"num": 1}], [("bad_date", "/p/values/0/from")]),
        ([{"from": "2026-02-30", "num": 1}], [("bad_date", "/p/values/0/from")]),
        ([{"from": "2026-01-01", "to": 3, "num": 1}], [("bad_date", "/p/values/0/to")]),
        ([{"from": "2026-01-02", "to": "2026-01-01", "num": 1}], [("period_reversed", "/p/values/0/to")]),
        (
            [{"from": "2026-01-01", "num": 1}, {"from": "2026-01-01", "num": 2}],
            [("period_repeated", "/p/values/1/from")],
        ),
        ([{"from": "x", "num": "y"}], [("bad_number", "/p/values/0/num"), ("bad_date", "/p/values/0/from")]),
        ([{"from": "2026-01-01", "to": "2026-01-01", "num": 1}], []),
        ([{"from": "2026-01-01", "to": None, "num": 1}], []),
    ],
)
def test_period_has_a_beginning_and_a_value_of_the_type(values, expected):
    assert problems_of(*values) == expected
