"""What answers may be, and the cells into which constants cut it: one value in each, none left out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.authoring.lint.axes import cut
from schemas.authoring.lint.domains import Domain, domains_of, years_since
from schemas.compilation.compiled import compile_document
from schemas.rules.values import SCALE
from tests.runtime.documents import document_of, question

TODAY = date(2026, 11, 25)


def test_cells_are_the_constants_and_what_lies_between_them():
    assert cut(Domain("num", least=0, most=100), [10, 20], may_be_blank=False).cells == (0, 10, 11, 20, 100)
    assert cut(Domain("num", least=10, most=20), [10, 20], may_be_blank=False).cells == (10, 11, 20)
    assert cut(Domain("num", step=SCALE), [3 * SCALE, 4 * SCALE]).cells == (0, 3 * SCALE, 4 * SCALE, 10 * SCALE, None)
    assert cut(Domain("num", least=0, most=2, step=2), [1], may_be_blank=False).cells == (0, 2)


@settings(max_examples=60)
@given(
    least=st.integers(-9, 9), size=st.integers(0, 18), step=st.integers(1, 3), constants=st.sets(st.integers(-12, 12))
)
def test_no_number_of_a_domain_is_without_a_cell_of_its_kind(least, size, step, constants):
    cells = cut(Domain("num", least, least + size, step), constants, may_be_blank=False).cells

    def kind(number):
        return [(number > each) - (number < each) for each in sorted(constants)]

    numbers = [number for number in range(least, least + size + 1) if number % step == 0]
    assert set(cells) <= set(numbers)
    assert [kind(cell) for cell in cells] == [each for place, each in enumerate(map(kind, numbers))
                                              if each not in list(map(kind, numbers))[:place]]  # fmt: skip


def test_days_texts_and_truths_are_cut_likewise():
    first, last = date(2026, 1, 1), date(2026, 1, 3)
    days = Domain("date", first.toordinal(), last.toordinal())

    assert cut(days, [date(2026, 1, 2)], may_be_blank=False).cells == (first, date(2026, 1, 2), last)
    assert cut(Domain("str", keys=("a", "b")), ["c"]).cells == ("a", "b", None)
    assert cut(Domain("str"), ["75x"], ["75", "751"]).cells == ("75x", "…", "75…", "751…", None)
    assert cut(Domain("str"), ["…"]).cells == ("…", "……", None)
    assert cut(Domain("bool"), []).cells == (True, False, None)
    assert cut(Domain("bool", is_always_true=True), []).cells == (True, None)


def bounds(schema, **options):
    """Return the least and the most that a question takes, as rules read it, and between which steps."""
    compiled, problems = compile_document(document_of({"un": [question("q", schema, **options)]}))
    assert problems == ()
    domain = domains_of(compiled, TODAY)["q"]
    return domain.least, domain.most, domain.step


LARGEST = 10**24 - 1


@pytest.mark.parametrize(
    ("schema", "options", "expected"),
    [
        ({"type": "integer"}, {"widget": "integer"}, (-LARGEST, LARGEST, SCALE)),
        ({"type": "integer", "minimum": -3, "maximum": 5}, {"widget": "integer"}, (-3 * SCALE, 5 * SCALE, SCALE)),
        ({"type": "string"}, {"widget": "decimal"}, (-LARGEST, LARGEST, 1)),
        ({"type": "string"}, {"widget": "money"}, (0, LARGEST, SCALE // 100)),
        ({"type": "string"}, {"widget": "money", "min": "-5", "max": "9.50"}, (-5 * SCALE, 9_500_000, SCALE // 100)),
    ],
)
def test_limits_of_numbers_are_those_of_their_question(schema, options, expected):
    assert bounds(schema, **options) == expected


@pytest.mark.parametrize(
    ("limits", "first", "last"),
    [
        ({}, date(1000, 1, 1), date.max),
        ({"min": "2020-01-01", "max": "2030-01-01"}, date(2020, 1, 1), date(2030, 1, 1)),
        # Today moves on: it holds later days back from being ruled out, never earlier ones from being let in.
        ({"min": "today", "max": "today"}, TODAY, date.max),
        ({"min": "-P1Y", "max": "P1Y"}, date(2025, 11, 25), date.max),
    ],
)
def test_limits_of_days_are_those_that_hold_on_every_later_day(limits, first, last):
    least, most, _ = bounds({"type": "string", "format": "date"}, widget="date", **limits)

    assert (least, most) == (first.toordinal(), last.toordinal())


@pytest.mark.parametrize(
    ("limits", "least"),
    [({}, None), ({"max": "today"}, 0), ({"max": "-P18Y"}, 18), ({"max": "2000-06-01"}, 26), ({"max": "P1D"}, None)],
)
def test_years_since_a_day_follow_from_its_last_one(limits, least):
    asked = question("ne", {"type": "string", "format": "date"}, widget="date", **limits)
    domain = years_since(document_of({"un": [asked]}), TODAY)["ne"]

    assert domain.least == (-LARGEST if least is None else least * SCALE)
