"""Every problem that an answer or a file can have is worded, in both languages, with what to do next."""

import ast
from datetime import date, time
from decimal import Decimal

import pytest
from django.utils import translation

from runtime.drafts import attachments
from runtime.files.inspection import archives, images, office, pdf, refusals, text, verdict
from runtime.presentation import messages
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.questions.problem_codes import ANSWER_CODES
from schemas.questions.registry import QUESTION_TYPES
from tests.house.tree import ROOT

#: A value for each parameter that a sentence may use.
VALUES = {
    "limit": 3, "length": 5, "part": "street", "expected": "string", "candidates": (), "accepted": ["pdf", "jpeg"],
    "found": "exe", "id": "x", "message": "La fin vient après le début.", "name": "photo.jpg", "reason": "x",
    "extension": "pdf", "format": "uuid", "step": 2, "keyword": "not", "value": "x", "pattern": "x",
}  # fmt: skip


LISTED = ("commune", "country", "list_entry", "single_choice")


def plain(text):
    """Return `text` with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def file_codes():
    """Return the codes of every problem of a file, read in the source of what inspects and keeps files."""
    found = set()
    for module in (archives, images, office, pdf, refusals, text, verdict, attachments):
        for node in ast.walk(ast.parse((ROOT / module.__file__).read_text(encoding="utf-8"))):
            is_problem = isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem"
            if is_problem and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


ALL_CODES = sorted(set(ANSWER_CODES) | file_codes())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", ALL_CODES)
def test_every_code_has_a_sentence_that_ends_and_keeps_no_placeholder(code, language):
    question = Question("q", "siret", {"title": "Votre numéro"}, {})

    with translation.override(language):
        sentence = messages.word_problem(question, Problem(code, "", VALUES))

    assert sentence.endswith((".", "?", "!"))
    assert "%(" not in sentence
    assert code not in sentence


@pytest.mark.parametrize("code", ALL_CODES)
def test_french_is_not_english(code):
    question = Question("q", "siret", {"title": "X"}, {})
    problem = Problem(code, "", {name: value for name, value in VALUES.items() if name != "message"})

    with translation.override("fr"):
        french = messages.word_problem(question, problem)
    with translation.override("en"):
        english = messages.word_problem(question, problem)

    assert french != english


@pytest.mark.parametrize("key", QUESTION_TYPES)
def test_a_missing_answer_of_every_type_says_what_to_do(key):
    question = Question("q", key, {"title": "Votre question"}, {})

    assert "Votre question" in messages.word_problem(question, Problem("required"))


@pytest.mark.parametrize("part", sorted({part for each in QUESTION_TYPES.values() for part in each.parts}))
def test_every_part_has_a_label(part):
    with translation.override("fr"):
        assert messages.part_label(part)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(date(2026, 3, 1), "1er mars 2026"), (Decimal("1234.50"), "1 234,5"), (12, "12")],
)
def test_limits_are_written_as_people_write_them(limit, expected):
    question = Question("q", "date", {"title": "X"}, {})

    sentence = messages.word_problem(question, Problem("too_early", "", {"limit": limit}))

    assert expected in plain(sentence)


@pytest.mark.parametrize(
    ("kind", "limit", "expected"),
    [("month", date(2026, 3, 1), "le mois doit être mars 2026"), ("time", time(8, 30), "l’heure doit être 08:30")],
)
def test_limits_of_months_and_times_are_written_as_such(kind, limit, expected):
    question = Question("q", kind, {"title": "X"}, {})

    sentence = messages.word_problem(question, Problem("too_early", "", {"limit": limit}))

    assert expected in plain(sentence)


def test_namesakes_are_only_communes():
    candidates = Problem("ambiguous", "", {"candidates": ()})

    sentences = {kind: messages.word_problem(Question("q", kind, {"title": "X"}, {}), candidates) for kind in LISTED}

    assert "commune" in sentences.pop("commune")
    assert [kind for kind, sentence in sentences.items() if "commune" in sentence] == []


@pytest.mark.parametrize(
    ("size", "expected"), [(1, "1 ko"), (999_000, "999 ko"), (1_000_000, "1 Mo"), (2_500_000, "2,5 Mo")]
)
def test_sizes_are_written_as_people_write_them(size, expected):
    assert plain(messages.word_size(size)) == expected


def test_durations_are_written_in_words():
    assert plain(messages.word_duration("draft", "P90D")).endswith("90 jours")
    assert plain(messages.word_duration("accepted", "P1Y6M")).endswith("1 an 6 mois")
