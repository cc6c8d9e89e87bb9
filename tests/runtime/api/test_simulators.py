"""A simulator through the API: the verdict of the pages, in JSON; hostile answers get a problem."""

import pytest
from django.test import Client

from schemas.answers.validation import MAX_PROBLEMS
from schemas.format.reading import parse_document
from schemas.publishing import publish
from tests.runtime.api.conftest import Caller
from tests.runtime.factories import make_department, make_site
from tests.schemas.simulation.documents import simulator_source

GOOD = {"resident": True, "naissance": "1990-01-01", "revenu": "10000.00", "prix": "500.00"}
PATH = "simulators/aide/evaluate"


@pytest.fixture
def caller(db):
    make_department(make_site())
    publish(parse_document(simulator_source())[0], site=make_site())
    return Caller(Client())


def test_complete_answers_give_verdict_and_amount(caller):
    told = caller.post(PATH, {"answers": GOOD}).json()

    assert (told["verdict"], told["reasons"], told["missing"]) == ("eligible", [], [])
    assert told["amounts"] == [{"id": "aide", "label": "Aide", "value": "250", "unit": "€", "period": "once"}]
    assert told["met"] == ["resident", "age", "revenu"]


def test_few_answers_tell_what_is_still_needed(caller):
    told = caller.post(PATH, {}).json()

    assert (told["verdict"], told["missing"], told["amounts"][0]["value"]) == ("unknown", ["resident"], None)


def test_reasons_come_with_source_and_day(caller):
    told = caller.post(PATH, {"answers": {**GOOD, "naissance": "2025-03-03"}}).json()

    assert (told["verdict"], told["from"]) == ("later", "2043-03-03")
    assert told["reasons"][0]["source"]["title"] == "Délibération du 12 mars 2026"


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"resident": "oui"}, 422), ({"inconnu": 1}, 422), ({"prix": 500}, 422), ({"prix": "9" * 5000}, 422),
        ({"naissance": "2026-02-30"}, 422), ({"resident": None}, 422), ([], 422), ({"prix": {"a": [[[[]]]]}}, 422),
    ],
)  # fmt: skip
def test_hostile_answers_get_a_problem_with_its_place(caller, answers, status):
    response = caller.post(PATH, {"answers": answers})

    assert response.status_code == status
    assert response.json()["errors"]


def test_a_procedure_is_no_simulator(caller):
    assert caller.post("simulators/autre/evaluate", {}).status_code == 404


def test_answers_to_nothing_are_told_up_to_a_hundred(caller):
    response = caller.post(PATH, {"answers": {f"k{number}": number for number in range(60_000)}})

    assert response.status_code == 422
    assert len(response.json()["errors"]) == MAX_PROBLEMS
    assert len(response.content) < 30_000


@pytest.mark.parametrize("text", ["a" * 20_001, "e" + "\u0301" * 300])
def test_a_text_over_the_limits_is_refused_at_its_place_before_it_is_read(caller, text):
    response = caller.post(PATH, {"answers": {"revenu": text}})

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "/answers/revenu"
    assert response.json()["errors"][0]["code"] == "text_too_long"
