"""Rules are read back in plain French and English, whatever they are made of."""

import re
import string

import pytest
from hypothesis import given, settings

from schemas.rules.compiler import compile_rule
from schemas.rules.legal_params import compile_params
from schemas.rules.operators.registry import OPERATORS
from schemas.rules.special_forms import FORMS
from schemas.rules.speech.phrases import PHRASES
from schemas.rules.speech.sentences import SAYINGS, Vocabulary, read_back
from tests.schemas.rules.strategies import TYPES, conditions, said_leaves, unsaid_leaves

NAMES = {
    "age": "num", "prix": "num", "marie": "bool", "qualite": "str", "code": "str", "adresse.citycode": "str",
    "ne": "date", "fin": "date", "projets": "list", "enfants": "group", "enfants[].age": "num",
    "enfants[].scolarise": "bool", "enfants[].ne": "date",
}  # fmt: skip
LABELS = {
    "age": "Âge", "prix": "Prix", "marie": "Êtes-vous marié ?", "qualite": "Qualité", "adresse": "Adresse",
    "ne": "Date de naissance", "fin": "Date de fin", "projets": "Projets", "enfants": "Enfants",
    "enfants[].age": "Âge de l’enfant", "param/plafond": "Plafond de revenu",
}  # fmt: skip
CHOICES = {
    "qualite": {"a": "Association", "e": "Entreprise"},
    "projets": {"p": "Pied d’arbre", "b": "Bac"},
}
PARAMS, _ = compile_params({"plafond": {"type": "num", "values": [{"from": "2026-01-01", "num": "26230"}]}})


def var(name):
    return {"var": name}


def words(rule, language, names=NAMES, labels=LABELS):
    compiled, problems = compile_rule(rule, names, params=PARAMS, expect=None)
    assert problems == ()
    return read_back(compiled.root, Vocabulary(language, labels, CHOICES))


TABLE = {
    "inputs": [var("prix"), var("qualite"), var("ne")],
    "hit": "first",
    "rows": [
        {"when": [{"range": [0, {"num": "1500.5"}]}, {"=": "a"}, None], "then": 10},
        {"when": [{"range": [2000, None]}, {"in": ["a", "e"]}, {"range": [None, {"date": "2020-01-01"}]}], "then": 5},
        {"when": [None, None, None], "then": 1},
    ],
    "default": 0,
}
BRACKETS = [{"from": 0, "rate": 0}, {"from": {"param": "plafond"}, "rate": {"num": "0.11"}}]

#: What a rule says in French and in English.
SAID = [
    (True, "toujours", "always"),
    (var("marie"), "la réponse à « Êtes-vous marié ? » est oui", "the answer to “Êtes-vous marié ?” is yes"),
    ({"!": var("marie")}, "la réponse à « Êtes-vous marié ? » est non", "the answer to “Êtes-vous marié ?” is no"),
    (
        {"==": [var("marie"), True]},
        "la réponse à « Êtes-vous marié ? » est oui",
        "the answer to “Êtes-vous marié ?” is yes",
    ),
    (
        {"==": ["a", var("qualite")]},
        "la réponse à « Qualité » est « Association »", "the answer to “Qualité” is “Association”",
    ),
    (
        {"!": {"==": [var("qualite"), "e"]}},
        "la réponse à « Qualité » n’est pas « Entreprise »",
        "the answer to “Qualité” is not “Entreprise”",
    ),
    ({">=": [var("age"), 16]}, "« Âge » est au moins 16", "“Âge” is at least 16"),
    ({"!": {">=": [var("age"), 16]}}, "« Âge » est inférieur à 16", "“Âge” is less than 16"),
    (
        {"<": [var("prix"), {"num": "-26230.5"}]},
        "« Prix » est inférieur à −26\u202f230,5",
        "“Prix” is less than −26,230.5",
    ),
    ({"between": [var("age"), 3, 6]}, "« Âge » va de 3 à 6", "“Âge” goes from 3 to 6"),
    ({"!": {"between": [var("age"), 3, 6]}}, "« Âge » n’est pas compris entre 3 et 6", "“Âge” is not between 3 and 6"),
    (
        {"<=": [var("ne"), {"date": "2010-03-01"}]},
        "« Date de naissance » ne vient pas après le 1er mars 2010",
        "“Date de naissance” does not come after 1 March 2010",
    ),
    (
        {"<": [var("fin"), var("@today")]},
        "« Date de fin » vient avant aujourd’hui",
        "“Date de fin” comes before today",
    ),
    (
        {">=": [{"years": [var("ne"), var("@today")]}, 18]},
        "le nombre d’années passées depuis « Date de naissance » est au moins 18",
        "the number of years since “Date de naissance” is at least 18",
    ),
    (
        {"==": [{"months": [var("ne"), var("fin")]}, 3]},
        "le nombre de mois entiers de « Date de naissance » à « Date de fin » est égal à 3",
        "the number of whole months from “Date de naissance” to “Date de fin” is equal to 3",
    ),
    (
        {"in": [var("qualite"), ["a", "e"]]},
        "la réponse à « Qualité » est une de celles-ci : « Association », « Entreprise »",
        "the answer to “Qualité” is one of these: “Association”, “Entreprise”",
    ),
    (
        {"in": ["p", var("projets")]},
        "les réponses à « Projets » comptent « Pied d’arbre »",
        "the answers to “Projets” include “Pied d’arbre”",
    ),
    (
        {"!": {"has_any": [var("projets"), ["p", "b"]]}},
        "les réponses à « Projets » ne comptent aucune de celles-ci : « Pied d’arbre », « Bac »",
        "the answers to “Projets” include none of these: “Pied d’arbre”, “Bac”",
    ),
    (
        {"starts_with": [var("adresse.citycode"), "75"]},
        "« Adresse » (code de la commune) commence par « 75 »",
        "“Adresse” (code of the town) begins with “75”",
    ),
    ({"answered": "code"}, "« code » a une réponse", "“code” has an answer"),
    ({"!": {"answered": "code"}}, "« code » n’a pas de réponse", "“code” has no answer"),
    (
        {"==": [{"count": var("projets")}, 2]},
        "le nombre de réponses à « Projets » est égal à 2",
        "the number of answers to “Projets” is equal to 2",
    ),
    (
        {"any": ["enfants", {"<": [var("item.age"), 3]}]},
        "pour au moins un élément de « Enfants », « Âge de l’enfant » est inférieur à 3",
        "for at least one item of “Enfants”, “Âge de l’enfant” is less than 3",
    ),
    (
        {"*": [{"+": [var("prix"), 1]}, {"round": [var("age"), {"num": "0.01"}]}]},
        "(« Prix » plus 1) fois « Âge » arrondi à 0,01 près",
        "(“Prix” plus 1) times “Âge” rounded to the nearest 0.01",
    ),
    ({"-": [var("prix")]}, "l’opposé de « Prix »", "the opposite of “Prix”"),
    ({"max": [var("prix"), 3]}, "le plus grand de : « Prix », 3", "the largest of: “Prix”, 3"),
    ({"add_months": [var("ne"), 3]}, "« Date de naissance » plus 3 mois", "“Date de naissance” plus 3 months"),
    (
        {"<=": [var("prix"), {"param": "plafond"}]},
        "« Prix » est au plus « Plafond de revenu » (valeur fixée par un texte)",
        "“Prix” is at most “Plafond de revenu” (a value set by law)",
    ),
    (
        {"param": ["plafond", var("fin")]},
        "« Plafond de revenu » (valeur fixée par un texte), à la date suivante : « Date de fin »",
        "“Plafond de revenu” (a value set by law), on this day: “Date de fin”",
    ),
    (
        {"!": {"if": [var("marie"), {"answered": "code"}, False]}},
        ("il est faux que selon le premier de ces cas qui est vrai (si la réponse à « Êtes-vous marié ? » est oui : "
        "« code » a une réponse ; sinon : jamais)"),
        ("it is false that by the first of these cases that is true (if the answer to “Êtes-vous marié ?” is yes: "
        "“code” has an answer; otherwise: never)"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "french", "english"), SAID)
def test_rule_is_said_in_both_languages(rule, french, english):
    assert str(words(rule, "fr")) == french
    assert str(words(rule, "en")) == english


def lines(rule, language="fr"):
    return ["  " * depth + text for depth, text in words(rule, language).lines()]


def test_nested_conditions_are_an_indented_list():
    rule = {"and": [var("marie"), {"and": [{"answered": "code"}]}, {"or": [{">": [var("age"), 3]}, var("marie")]}]}

    assert lines(rule) == [
        "toutes ces conditions sont vraies :",
        "  la réponse à « Êtes-vous marié ? » est oui",
        "  « code » a une réponse",
        "  au moins une de ces conditions est vraie :",
        "    « Âge » est supérieur à 3",
        "    la réponse à « Êtes-vous marié ? » est oui",
    ]
    assert str(words(rule, "fr")).endswith(
        "« code » a une réponse et (« Âge » est supérieur à 3 ou la réponse à « Êtes-vous marié ? » est oui)"
    )


def test_denied_conditions_are_a_list_of_what_must_not_be():
    assert lines({"!": {"or": [var("marie"), {"answered": "code"}]}}, "en") == [
        "none of these conditions is true:",
        "  the answer to “Êtes-vous marié ?” is yes",
        "  “code” has an answer",
    ]


def test_condition_of_one_member_is_that_member():
    assert lines({"and": [{"or": [{"answered": "code"}]}]}) == ["« code » a une réponse"]


def test_table_is_read_row_by_row():
    assert lines({"table": TABLE}) == [
        "selon la ligne du tableau qui convient :",
        "  si « Prix » va de 0 à moins de 1\u202f500,5 et la réponse à « Qualité » est « Association » : 10",
        (
            "  si « Prix » est au moins 2\u202f000 et la réponse à « Qualité » est une de celles-ci : "
            "« Association », « Entreprise » et « Date de naissance » vient avant le 1er janvier 2020 : 5"
        ),
        "  si dans tous les cas : 1",
        "  sinon : 0",
    ]


def test_scale_is_read_bracket_by_bracket():
    assert lines({"scale": {"of": var("prix"), "brackets": BRACKETS}}, "en") == [
        "by brackets of “Prix”:",
        "  from 0 on: 0 times the bracket",
        "  from “Plafond de revenu” (a value set by law) on: 0.11 times the bracket",
    ]


def test_every_word_of_the_language_is_said():
    said = {*SAYINGS, *PHRASES["fr"].patterns}

    assert {*OPERATORS, *FORMS} - said == set()


@pytest.mark.parametrize("language", PHRASES)
def test_languages_have_the_same_patterns_with_the_same_places(language):
    def places(pattern):
        return sorted(name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None)

    french, other = PHRASES["fr"], PHRASES[language]

    assert {key: places(text) for key, text in other.patterns.items()} == {
        key: places(text) for key, text in french.patterns.items()
    }
    assert set(other.parts) == set(french.parts)
    assert len(other.months) == 12


def test_language_without_words_is_read_in_english():
    assert str(words(var("marie"), "de")) == "the answer to “Êtes-vous marié ?” is yes"


@settings(max_examples=60)
@given(rule=conditions(said_leaves() | unsaid_leaves()))
def test_any_condition_is_said_with_all_that_it_reads(rule):
    compiled, problems = compile_rule(rule, TYPES)
    assert problems == ()

    for language in PHRASES:
        said = str(read_back(compiled.root, Vocabulary(language)))

        assert not re.search(r"[{}]", said)
        for name in compiled.names - {"@today"}:
            assert name.rpartition(".")[0] in said or name in said
