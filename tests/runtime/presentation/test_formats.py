"""Values are written as people of each language write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation

from runtime.presentation.formats import word_moment, word_value
from schemas.questions.base import Question, YearMonth

NUMBER = Question("q", "decimal", {})
MONEY = Question("q", "money", {})


@pytest.mark.parametrize(
    ("shown", "question", "french", "english"),
    [
        ("Texte <b>", NUMBER, "Texte <b>", "Texte <b>"),
        (date(2026, 12, 1), NUMBER, "1er décembre 2026", "1 December 2026"),
        (date(2026, 12, 11), NUMBER, "11 décembre 2026", "11 December 2026"),
        (datetime(2026, 12, 1, 9, 5), NUMBER, "1er décembre 2026, 09:05", "1 December 2026, 09:05"),  # noqa: DTZ001
        (time(9, 5), NUMBER, "09:05", "09:05"),
        (YearMonth(2026, 12), NUMBER, "décembre 2026", "December 2026"),
        (1990, NUMBER, "1990", "1990"),
        (12000, NUMBER, "12\xa0000", "12,000"),
        (-12000, NUMBER, "-12\xa0000", "-12,000"),
        (Decimal("3.50"), NUMBER, "3,50", "3.50"),
        (Decimal("0.1"), NUMBER, "0,1", "0.1"),
    ],
)
def test_value_is_written_for_its_reader(shown, question, french, english):
    with translation.override("fr"):
        assert word_value(shown, question) == french
    with translation.override("en"):
        assert word_value(shown, question) == english


def test_booleans_and_amounts_are_words_of_the_language():
    with translation.override("en"):
        assert [word_value(each, NUMBER) for each in (True, False)] == ["Yes", "No"]
        assert word_value(Decimal("1234.5"), MONEY) == "€1,234.50"


def test_moments_are_told_in_the_time_zone_of_the_site():
    with translation.override("fr"):
        assert word_moment(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == "1er décembre 2026, 00:30"
