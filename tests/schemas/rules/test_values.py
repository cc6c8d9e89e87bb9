"""How answers in JSON become values, and which are refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rules.values import RULE_TYPES, InvalidValue, RuleError, format_num, is_blank, load_group, load_value

SOME_GROUP = [{"age": 3}, {"age": 5}]


@pytest.mark.parametrize("rule_type", RULE_TYPES)
@pytest.mark.parametrize("blank", [None, "", [], {}, ()])
def test_blank_answer_of_every_type_is_unknown(rule_type, blank):
    assert load_value(blank, rule_type) is None


@pytest.mark.parametrize(
    ("answer", "rule_type", "value"),
    [
        (True, "bool", True),
        (False, "bool", False),
        (0, "num", 0),
        (-3, "num", -3_000_000),
        (10**18 - 1, "num", (10**18 - 1) * 10**6),
        ("19.90", "num", 19_900_000),
        ("-0.000001", "num", -1),
        ("007", "num", 7_000_000),
        ("999999999999999999.999999", "num", 10**24 - 1),
        (Decimal("19.90"), "num", 19_900_000),
        (Decimal("1E+2"), "num", 100_000_000),
        (Decimal("-0.00"), "num", 0),
        (Decimal("999999999999999999.999999"), "num", 10**24 - 1),
        ("a", "str", "a"),
        ("\x00\ud800", "str", "\x00\ud800"),
        ("2024-02-29", "date", date(2024, 2, 29)),
        (["a", "b"], "list", ("a", "b")),
        (("a",), "list", ("a",)),
        (SOME_GROUP, "group", tuple(SOME_GROUP)),
    ],
)
def test_answer_becomes_a_value(answer, rule_type, value):
    loaded = load_value(answer, rule_type)

    assert loaded == value
    assert type(loaded) is type(value)


@pytest.mark.parametrize(
    ("rule_type", "answers"),
    [
        ("bool", [0, 1, "true", "on", [True], {"a": True}, 1.0]),
        ("num", [True, False, 1.0, float("nan"), float("inf"), 10**18, -(10**18), 10**400, [1], {"num": "1"}]),
        ("num", ["NaN", "1e3", "1,5", "1.0000000", "1" * 19, " 1", "1\n", "+1", "१", "0x1", "1_0", ".5", "5."]),
        ("num", [Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+18"), Decimal("1E+999999")]),
        ("num", [Decimal("1E-7"), Decimal("1E-999999999999"), Decimal("0E+999999999999")]),
        ("str", [1, True, ["a"], {"a": "b"}, 1.5, b"a"]),
        ("date", ["2026-02-30", "2023-02-29", "20260101", "2026-W01-1", "2026-01-01T00:00:00", "2026-01-01\n"]),
        ("date", ["0000-01-01", "10000-01-01", "१२३४-01-01", 20260101, date(2026, 1, 1), True, ["2026-01-01"]]),
        ("list", ["a", [1], ["a", None], [["a"]], {"a": "b"}, 1, True]),
        ("group", ["a", [1], [{}, "a"], {"a": {}}, 1, True]),
    ],
)
def test_answer_that_does_not_fit_its_type_is_refused(rule_type, answers):
    for answer in answers:
        with pytest.raises(InvalidValue) as caught:
            load_value(answer, rule_type)

        assert isinstance(caught.value, RuleError)
        assert caught.value.rule_type == rule_type


def test_refusal_does_not_repeat_the_answer():
    with pytest.raises(InvalidValue, match=r"^the answer does not fit the rule type 'num'$"):
        load_value("1 rue des Lilas", "num")


@pytest.mark.parametrize("answer", [False, 0, " ", [""], {"a": None}])
def test_answer_that_says_something_is_not_blank(answer):
    assert not is_blank(answer)


@given(st.decimals(min_value=-(10**18) + 1, max_value=10**18 - 1, places=6))
def test_number_is_exact_to_the_sixth_decimal(number):
    text = format(number, "f")

    assert load_value(text, "num") == load_value(number, "num") == int(text.replace(".", ""))


def test_items_of_a_group_are_loaded_with_all_their_names():
    types = {"age": "num", "adresse.citycode": "str", "sorties": "group", "sorties[].date": "date"}
    items = [{"age": 3, "adresse": {"citycode": "75056"}, "sorties": [{"date": "2026-01-01"}]}, {"age": ""}]

    assert load_group(items, types) == (
        {"age": 3_000_000, "adresse.citycode": "75056", "sorties": ({"date": date(2026, 1, 1)},)},
        {"age": None, "adresse.citycode": None, "sorties": None},
    )
    assert load_group([], types) is None


@pytest.mark.parametrize("items", [[{}] * 51, [{"age": "x"}], ["x"], "x", 3])
def test_items_that_do_not_fit_are_refused(items):
    with pytest.raises(InvalidValue):
        load_group(items, {"age": "num"})


@given(st.integers(-(10**24) + 1, 10**24 - 1))
def test_number_is_read_back_as_it_was_written(num):
    assert load_value(format_num(num), "num") == num
