"""The desk finds requests by reference, by declared answers, and by a whole e-mail or phone that stays unreadable."""

from types import SimpleNamespace

import pytest
from django.db import connection

from runtime.submissions.models import IndexEntry, Submission
from runtime.submissions.search import from_the_end, index_entries, search, search_key
from schemas.questions.base import Question
from schemas.versions import load_compiled
from tests.runtime.factories import make_submission

pytestmark = pytest.mark.django_db

OTHER = {"nom": "Jean Martin", "courriel": "jean@example.fr", "telephone": "+33699999999"}


@pytest.fixture
def other(version):
    return make_submission(version, OTHER)


def found(text):
    return list(search(Submission.objects.all(), text))


def test_only_declared_answers_are_in_clear(submission):
    clear = IndexEntry.objects.exclude(value="").values_list("question", "value")

    assert sorted(clear) == [
        ("", from_the_end(submission.reference)),
        ("enfants.prenom", "lea"),
        ("enfants.prenom", "tom"),
        ("naissance", "01"),
        ("naissance", "03"),
        ("naissance", "1990"),
        ("nom", "eloise"),
        ("nom", "lenoir"),
    ]


def test_email_and_phone_are_indexed_without_being_readable(submission):
    blind = dict(IndexEntry.objects.exclude(blind="").values_list("question", "blind"))

    assert set(blind) == {"courriel", "telephone"}
    assert all(len(each) == 64 and "eloise" not in each and "612345678" not in each for each in blind.values())


def test_blank_answers_and_hidden_keys_have_no_entry(version, submission):
    entries = index_entries(submission, load_compiled(version, "fr"), {"nom": "", "inconnu": "x", "enfants": []})

    assert [entry.question for entry in entries] == [""]  # its reference


@pytest.mark.parametrize(
    "text",
    [
        "Éloïse",
        "eloise",
        "elo",
        "len elo",
        "LENOIR",
        "lenoir éloïse",
        "01/03/1990",
        "1990-03-01",
        "Léa",
        "eloise@example.fr",
        " Eloise@EXAMPLE.fr ",
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
    ],
)
def test_request_is_found_by_what_an_agent_types(submission, other, text):
    assert found(text) == [submission]


@pytest.mark.parametrize("separator", ["-", "", " ", "."])
def test_request_is_found_by_its_reference_however_written(submission, other, separator):
    typed = submission.reference.replace("-", separator)

    assert found(typed) == found(typed.lower()) == [submission]


@pytest.mark.parametrize("length", [4, 6, 8, 9, 12, 14])
def test_request_is_found_by_the_end_of_its_reference(submission, other, length):
    ending = submission.reference.replace("-", "")[-length:]

    assert found(ending) == [submission]


@pytest.mark.parametrize(
    "text", ["eloise@example", "0612", "exemple.fr", "oise", "~", "", "   ", "%", "_", "lenoir martin", "-"]
)
def test_nothing_is_found_by_a_part_of_an_email_or_by_nothing(submission, other, text):
    assert found(text) == []


def test_search_stays_inside_what_it_is_given(submission, other):
    mine = Submission.objects.filter(pk=other.pk)

    assert list(search(mine, submission.reference)) == []
    assert list(search(mine, "eloise@example.fr")) == []
    assert list(search(mine, "lenoir")) == []


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\u202erionel", "'; DROP TABLE", "(" * 500, "é" * 5000])
def test_nasty_searches_find_nothing_and_break_nothing(submission, text):
    assert found(text) == []


def test_folding_drops_case_accents_and_punctuation():
    assert search_key("  ŒUVRE d'Été\t") == "œuvre d ete"


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("month", "2026-03", "03 2026"),
        ("time", "14:30", "14 30"),
        ("date_time", "2026-03-01T14:30", "01 03 2026"),
        ("vehicle_plate", "AB-123-CD", "ab 123 cd"),
        ("nir", "269054958815780", ""),
    ],
)
def test_a_declared_answer_is_findable_as_people_write_it_unless_it_is_sensitive(submission, kind, answer, words):
    asked = Question("q", kind, {"type": "string"}, {"index": True})
    document = SimpleNamespace(questions={"q": asked})

    entries = index_entries(submission, document, {"q": answer})

    assert [entry.value for entry in entries if entry.question] == words.split()


def test_each_way_of_finding_walks_an_index(submission, other):
    """No search reads all submissions or all words, however many there are."""
    typed = ("eloise lenoir", "eloise@example.fr", submission.reference, submission.reference[-4:])
    plans = [search(Submission.objects.order_by(), text).explain() for text in typed]

    if connection.vendor == "sqlite":  # PostgreSQL reads small tables whole: manage.py bench tells there
        assert [plan for plan in plans if "SCAN runtime_" in plan or "SCAN U0" in plan] == []
    assert all(plans)
