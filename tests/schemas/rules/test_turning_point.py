"""From which day, or within which bound, a rule that fails for one leaf would be TRUE."""

from datetime import date

import pytest

from schemas.rules.turning_point import Turning, when_true
from tests.schemas.rules.compiled import NOW, compiled, valued, var

AGE = {"years": [var("d"), var("@today")]}
OF_MONTH = {"days": [{"first_of_month": var("@today")}, var("@today")]}
ITEM_AGE = {"years": [var("item.d"), var("@today")]}
JOINED = {"and": [{">=": [AGE, 16]}, {"<=": [var("n"), 5]}]}


def turning(expr, answers, today=NOW):
    return when_true(compiled(expr), valued(answers, today=today))


@pytest.mark.parametrize(
    ("expr", "answers", "day"),
    [
        ({">=": [AGE, 16]}, {"d": "2011-03-03"}, date(2027, 3, 3)),
        ({">": [AGE, 16]}, {"d": "2011-03-03"}, date(2028, 3, 3)),
        ({">=": [AGE, 18]}, {"d": "2012-02-29"}, date(2030, 3, 1)),
        ({"==": [AGE, 16]}, {"d": "2011-03-03"}, date(2027, 3, 3)),
        ({"between": [AGE, 16, 18]}, {"d": "2011-03-03"}, date(2027, 3, 3)),
        ({"!": {"<": [AGE, 16]}}, {"d": "2011-03-03"}, date(2027, 3, 3)),
        ({"<=": [16, AGE]}, {"d": "2011-03-03"}, date(2027, 3, 3)),
        ({"!=": [var("@today"), {"date": "2026-11-22"}]}, {}, date(2026, 11, 23)),
        ({">=": [var("@today"), {"add_months": [var("d"), 6]}]}, {"d": "2026-08-31"}, date(2027, 2, 28)),
        ({"<": [{"date": "2027-01-01"}, var("@today")]}, {}, date(2027, 1, 2)),
        ({">=": [{"+": [AGE, var("n")]}, 20]}, {"d": "2011-03-03", "n": "3.5"}, date(2028, 3, 3)),
        ({">=": [AGE, {"param": "age"}]}, {"d": "2011-03-03"}, date(2027, 3, 3)),
        ({">=": [{"days": [var("d"), var("@today")]}, 90]}, {"d": "2026-11-01"}, date(2027, 1, 30)),
        ({"any": ["g", {">=": [ITEM_AGE, 3]}]}, {"g": [{"d": "2025-05-05"}]}, date(2028, 5, 5)),
        (JOINED, {"d": "2011-03-03", "n": 5}, date(2027, 3, 3)),
    ],
)  # fmt: skip
def test_day_from_which_a_rule_is_true(expr, answers, day):
    found = turning(expr, answers)

    assert (found.name, found.relation, found.value) == ("@today", "from", day)


@pytest.mark.parametrize(
    ("expr", "answers", "expected"),
    [
        ({"<=": [var("n"), {"param": "cap"}]}, {"n": 30000}, Turning("", "n", "until", 26_230_000_000)),
        ({"<": [var("n"), 18]}, {"n": 18}, Turning("", "n", "below", 18_000_000)),
        ({">": [var("n"), 18]}, {"n": 18}, Turning("", "n", "above", 18_000_000)),
        ({">=": [18, var("n")]}, {"n": 19}, Turning("", "n", "until", 18_000_000)),
        ({"!": {"<=": [var("n"), 18]}}, {"n": 18}, Turning("/!", "n", "above", 18_000_000)),
        ({"<=": [{"/": [var("n"), var("m")]}, 9]}, {"n": 30, "m": 3}, Turning("", None, "until", 9_000_000)),
        ({">=": [var("d"), {"date": "2026-01-01"}]}, {"d": "2025-01-01"}, Turning("", "d", "from", date(2026, 1, 1))),
        ({"between": [var("n"), 3, 5]}, {"n": 1}, Turning("", "n", "from", 3_000_000)),
        ({"between": [var("n"), 3, 5]}, {"n": 9}, Turning("", "n", "until", 5_000_000)),
        ({"<": [AGE, 16]}, {"d": "2000-01-01"}, Turning("", None, "below", 16_000_000)),
        ({">=": [OF_MONTH, 40]}, {}, Turning("", None, "from", 40_000_000)),
        (JOINED, {"d": "2000-01-01", "n": 6}, Turning("/and/1", "n", "until", 5_000_000)),
    ],
)
def test_bound_within_which_a_rule_is_true(expr, answers, expected):
    assert turning(expr, answers) == expected


@pytest.mark.parametrize(
    ("expr", "answers"),
    [
        ({">=": [var("n"), 3]}, {"n": 3}),
        ({">=": [var("n"), 3]}, {}),
        (JOINED, {"d": "2011-03-03", "n": 6}),
        (JOINED, {"d": "2011-03-03"}),
        ({"==": [var("s"), "x"]}, {"s": "y"}),
        (var("a"), {"a": False}),
        ({"answered": "s"}, {}),
        ({"!": {"between": [var("n"), 3, 5]}}, {"n": 4}),
        ({"between": [3, 5, var("n")]}, {"n": 9}),
        (var("n"), {"n": 3}),
        ({"==": [AGE, 16]}, {"d": "2000-01-01"}),
        ({"==": [var("@today"), var("d")]}, {"d": "2026-01-01"}),
        ({"or": [{"<": [var("n"), 3]}, {"<": [var("n"), 4]}]}, {"n": 5}),
    ],
)
def test_nothing_is_told_when_no_single_bound_decides(expr, answers):
    assert turning(expr, answers) is None


def test_day_is_found_up_to_the_end_of_the_calendar():
    later = {">=": [{"add_years": [var("@today"), 5]}, {"date": "9996-01-01"}]}

    assert turning(later, {}, today=date(9990, 6, 1)).value == date(9991, 1, 1)


def test_day_is_not_told_without_today_nor_beyond_the_calendar():
    born = {"d": "9990-01-01"}

    assert turning({">=": [AGE, 16]}, born, today=None) is None
    assert turning({">=": [AGE, 16]}, born, today=date(9999, 1, 1)).name is None
