"""The door of texts: their length and their marks are looked at before anything else (bar W1)."""

import sys
import unicodedata
from datetime import date

import pytest

from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.text_limits import MAX_CHARACTERS, MAX_MARKS, cut_text, is_cut, places_cut

LONG = "a" * (MAX_CHARACTERS + 1)
PILE = "e" + "\u0301" * (MAX_MARKS + 1)
TODAY = date(2026, 6, 15)


@pytest.mark.parametrize("text", ["", "a" * MAX_CHARACTERS, "e" + "\u0301" * MAX_MARKS, "é" * 100, "נִקּוּד"])
def test_honest_text_passes_unchanged(text):
    assert cut_text(text) == text
    assert not is_cut(text)


@pytest.mark.parametrize("text", [LONG, LONG * 3, PILE, PILE * 5, "x" + "\u0f73" * 40])
def test_text_over_a_limit_is_cut_once_and_stays_known_as_cut(text):
    assert is_cut(text)
    assert is_cut(cut_text(text))
    assert cut_text(cut_text(text)) == cut_text(text)
    assert len(cut_text(text)) <= MAX_CHARACTERS + 1


def test_every_character_that_normalisation_moves_counts_as_a_mark():
    every = map(chr, range(sys.maxunicode + 1))
    moved = (each for each in every if unicodedata.combining(unicodedata.normalize("NFD", each)[0]))

    assert [f"{ord(each):x}" for each in moved if not is_cut(each * (MAX_MARKS + 1))] == []


def test_texts_and_names_are_found_wherever_they_are():
    value = {"a": ["b", {"c": LONG}], PILE: 1, "d": LONG}

    assert sorted(map(len, places_cut(value))) == [0, 1, 3]
    assert ("a", 1, "c") in places_cut(value)


@pytest.mark.parametrize("key", [key for key, kind in QUESTION_TYPES.items() if not kind.structure])
def test_no_type_reads_a_text_over_the_limits(key, monkeypatch):
    kind = QUESTION_TYPES[key]
    monkeypatch.setattr(type(kind), "parse", lambda *_, **__: pytest.fail("the text was read"))

    parsed = kind.read(Question(key, key, {"type": "string"}), _raw(kind), today=TODAY)

    assert [problem.code for problem in parsed.problems] == ["text_too_long"]


def _raw(kind):
    return {kind.parts[-1]: PILE} if kind.parts else [LONG] if kind.is_multiple else LONG
