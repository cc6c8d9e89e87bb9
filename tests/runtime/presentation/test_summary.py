"""Answers to read: what shows, in order, worded for each language."""

import pytest

from runtime.presentation.summary import summarise
from schemas.compilation.compiled import compile_document
from schemas.format.translations import translated
from tests.runtime.factories import make_document
from tests.runtime.procedures import ANSWERS, RECEIVED_AT

PHOTO = {"id": "a1", "name": "photo.png", "media_type": "image/png", "size": 1200, "sha256": "0" * 64}


def summary(answers, language="fr"):
    compiled, problems = compile_document(translated(make_document(), language))
    assert not problems
    return summarise(compiled, answers, language=language, today=RECEIVED_AT.date())


def rows(answers, language="fr"):
    found = summary(answers, language)
    return [row for step in found for section in step["sections"] for row in section["rows"]]


def lines(answers, language="fr"):
    return {row["label"]: row["lines"] for row in rows(answers, language)}


def test_steps_and_sections_keep_the_order_of_the_form():
    found = summary(ANSWERS)

    assert [(step["id"], step["label"]) for step in found] == [("vous", "Vous"), ("demande", "Votre demande")]
    assert [section["label"] for section in found[1]["sections"]] == ["Copies", ""]
    assert [row["key"] for row in found[0]["sections"][0]["rows"]] == ["nom", "courriel", "telephone", "naissance"]


def test_values_are_worded_in_english():
    found = lines(ANSWERS, "en")

    assert found["Name"] == ["Éloïse Lenoir"]
    assert found["Date de naissance"] == ["1 March 1990"]
    assert found["Voulez-vous une copie ?"] == ["Yes"]
    assert found["Combien de copies ?"] == ["12,000"]
    assert found["Remarque"] == ["Not given"]


def test_dates_and_numbers_are_worded_in_french():
    found = lines(ANSWERS)

    assert found["Date de naissance"] == ["1er mars 1990"]
    assert found["Combien de copies ?"] == ["12\xa0000"]


def test_what_a_condition_hides_is_not_shown_even_when_answered():
    assert "Combien de copies ?" not in lines({**ANSWERS, "copie": False})


def test_information_texts_have_no_row():
    assert "aide" not in [row["key"] for row in rows(ANSWERS)]


def test_repeated_group_has_a_row_an_item_and_draft_ids_stay_hidden():
    drafted = {**ANSWERS, "enfants": [{"_id": "x1", **item} for item in ANSWERS["enfants"]]}

    found = [row for row in rows(drafted, "en") if row["key"] == "enfants"]

    assert [row["label"] for row in found] == ["Enfant 1", "Enfant 2"]
    assert [row["lines"] for row in found] == [["Prénom: Léa", "Âge: 7"], ["Prénom: Tom", "Âge: Not given"]]


def test_empty_group_says_so_once():
    assert lines({**ANSWERS, "enfants": []}, "en")["Enfants"] == ["Not given"]


def test_files_are_listed_apart_from_lines():
    row = next(row for row in rows({**ANSWERS, "pieces": [PHOTO]}) if row["key"] == "pieces")

    assert row["lines"] == []
    file = {"id": "a1", "name": "photo.png", "media_type": "image/png", "size": 1200, "is_picture": True}
    assert row["files"] == [file]


@pytest.mark.parametrize("answers", [{}, {"nom": "A"}])
def test_nothing_answered_is_summarised_all_the_same(answers):
    assert {row["key"] for row in rows(answers)} >= {"nom", "courriel", "enfants", "pieces"}
