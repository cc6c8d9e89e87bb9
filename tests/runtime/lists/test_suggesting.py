"""Proposals while somebody types: the same for everybody, in few queries, and never too many."""

import pytest
from django.conf import settings
from django.test import Client

from cms.demonstration.town import shipped_communes, shipped_countries
from runtime.lists.lookups import LOOKUPS, load_list
from schemas.questions.lookups import Entry
from schemas.questions.registry import QUESTION_TYPES
from tests.schemas.questions.asking import TODAY, ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists():
    load_list("communes", shipped_communes())
    load_list("countries", shipped_countries())


def proposed(list_name, typed, **headers):
    return Client(enforce_csrf_checks=True).post(f"/listes/{list_name}/", typed, content_type="text/plain", **headers)


@pytest.mark.parametrize(
    ("list_name", "typed", "first"),
    [
        ("communes", "lyo", ["Lyon (Rhône)"]),
        ("communes", "ST DEN", ["Saint-Denis (La Réunion)", "Saint-Denis (Seine-Saint-Denis)"]),
        ("communes", "etien", ["Saint-Étienne (Loire)"]),
        ("countries", "germ", ["Allemagne"]),
        ("countries", "cote d ivoire", ["Côte d’Ivoire"]),
        ("countries", "guin", ["Guinée", "Guinée-Bissao", "Guinée équatoriale", "Papouasie-Nouvelle-Guinée"]),
    ],
)
def test_names_and_words_that_begin_so_are_proposed(lists, list_name, typed, first):
    found = proposed(list_name, typed).json()

    assert [name for name in found if name in first] == first
    assert len(found) <= 10


@pytest.mark.parametrize("typed", ["", "l", " ", "%", "_", "x" * 500, "\x00\x00", "-", "zzzz"])
def test_what_names_nothing_proposes_nothing(lists, typed):
    response = proposed("communes", typed)

    assert (response.status_code, response.json()) == (200, [])
    assert proposed("nulle-part", "lyon").json() == []


def test_nothing_that_is_typed_travels_in_an_address(lists):
    assert Client().get("/listes/communes/", {"q": "lyon"}).status_code == 405


def test_proposals_are_kept_nowhere_and_belong_to_nobody(lists, django_assert_num_queries):
    with django_assert_num_queries(3):
        response = proposed("countries", "port")

    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == "application/json"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_what_is_proposed_is_understood_when_it_is_typed(lists):
    for name in proposed("communes", "sainte").json():
        parsed = QUESTION_TYPES["commune"].read(ask("commune"), name, today=TODAY, lookups=LOOKUPS)
        assert parsed.answer is not None, name


def test_one_address_cannot_ask_for_ever(lists, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "suggestions", 2)

    responses = [proposed("communes", "lyon") for _ in range(3)]

    assert [response.status_code for response in responses] == [200, 200, 429]
    assert 1 <= int(responses[-1]["Retry-After"]) <= 60


def test_more_than_can_be_shown_are_cut(db):
    load_list("ecoles", [Entry(f"e{number}", f"École {number:02}") for number in range(30)])

    found = proposed("ecoles", "école").json()

    assert found == [f"École {number:02}" for number in range(10)]
