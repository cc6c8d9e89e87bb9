"""Communes, countries and lists: namesakes, codes, postcodes, beginnings."""

import json
import re

import pytest

from schemas.questions.text_cleaning import comparison_key
from schemas.questions.types.country import COUNTRY_CODE
from tests.schemas.communes import COMMUNES, COUNTRIES, ROWS
from tests.schemas.questions.asking import answer_to, ask, faults, read, refused

FOUND = [
    ("Lyon", "69123"),
    ("lyon", "69123"),
    ("69001 Lyon", "69123"),
    ("Lyon 69001", "69123"),
    ("Lyon, 69001", "69123"),
    ("Lyon 1er", "69123"),
    ("Paris 11e arrondissement", "75056"),
    ("Saint-Denis (93)", "93066"),
    ("st denis (93)", "93066"),
    ("SAINT DENIS (Seine Saint Denis)", "93066"),
    ("Saint-Denis (93066)", "93066"),
    ("97400 Saint-Denis", "97411"),
    ("Sainte-Marie (972)", "97228"),
    ("Nimes", "30189"),
    ("20000 Ajaccio", "2A004"),
    ("2a004", "2A004"),
    ("97228", "97228"),
]


@pytest.mark.parametrize(("typed", "code"), FOUND)
def test_commune_is_found_by_what_people_write(typed, code):
    assert answer_to("commune", typed) == {"code": code, "name": COMMUNES.entries[code].name}


def test_namesakes_are_offered_with_what_tells_them_apart():
    (problem,) = read(ask("commune"), "Saint-Denis").problems

    assert problem.code == "ambiguous"
    assert {"value": "Saint-Denis (97411)", "label": "Saint-Denis (La Réunion)"} in problem.params["candidates"]
    assert len(problem.params["candidates"]) == 4


def test_candidate_posted_back_is_the_commune():
    (problem,) = read(ask("commune"), "Sainte-Marie").problems

    answers = [answer_to("commune", candidate["value"]) for candidate in problem.params["candidates"]]

    assert [answer["code"] for answer in answers] == ["97418", "97228", "35294"]


@pytest.mark.parametrize("typed", ["Nulle-Part", "75001 Lyon", "Lyon (33)", "99999", "x" * 1000, "(" * 150 + " " * 100])
def test_what_is_no_commune_is_told(typed):
    assert refused("commune", typed) == ["unknown_commune"]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("69123", ("wrong_type", "")),
        ({"code": "69123"}, ("wrong_type", "")),
        ({"code": "6912", "name": "Lyon"}, ("not_a_commune_code", "/code")),
        ({"code": 69123, "name": "Lyon"}, ("not_a_commune_code", "/code")),
        ({"code": "69123", "name": ""}, ("unknown_commune", "/name")),
        ({"code": "69123", "name": "Paris"}, ("unknown_commune", "")),
        ({"code": "69999", "name": "Lyon"}, ("unknown_commune", "")),
    ],
)
def test_final_commune_must_be_of_the_list(answer, fault):
    assert faults(ask("commune"), answer) == [fault]


def test_fixture_holds_fifty_communes_with_their_postcodes():
    assert len(ROWS) == len({row["code"] for row in ROWS}) == 50
    assert all(set(row) == {"code", "name", "postcodes", "department"} for row in ROWS)
    assert all(len(code) == 5 and code.isdecimal() for row in ROWS for code in row["postcodes"])
    assert json.dumps(ROWS)


def test_fixture_of_countries_has_one_meaning_for_each_name():
    names = [comparison_key(name) for row in COUNTRIES for name in (row["name"], *row["aliases"])]

    assert len(names) == len(set(names))
    assert all(re.fullmatch(COUNTRY_CODE, row["code"]) for row in COUNTRIES)
    assert len({row["code"] for row in COUNTRIES}) == len(COUNTRIES) > 190


def test_beginning_of_few_names_offers_them_and_of_many_does_not():
    (problem,) = read(ask("commune"), "Sainte").problems

    assert problem.code == "ambiguous"
    assert {"value": "Sainte-Marie (97418)", "label": "Sainte-Marie (La Réunion)"} in problem.params["candidates"]
    assert refused("country", "territoires") == ["ambiguous"]
    assert refused("country", "a") == ["unknown_country"]
