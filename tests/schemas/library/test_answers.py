"""The ready-made procedures ask each person what concerns them, and stop what cannot be."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import schemas
from schemas.answers.data_schema import data_schema
from schemas.answers.journey import plan_journey, rule_values_of
from schemas.compilation.compiled import compile_document
from schemas.format.circuit import Actor
from schemas.format.reading import read_document
from schemas.questions.registry import QUESTION_TYPES
from schemas.rules.rule import evaluate

FOLDER = Path(schemas.__file__).parent / "library" / "procedures"
TODAY = date(2026, 11, 22)


@cache
def compiled_of(key):
    document, _ = read_document((FOLDER / f"{key}.json").read_bytes())
    return compile_document(document)[0]


def journey_of(key, answers):
    return plan_journey(compiled_of(key), answers, today=TODAY)


def asked_of(key, answers):
    """Return the keys of everything that shows to somebody who gave these answers, information texts included."""
    return {question.key for step in journey_of(key, answers).steps for question in step.questions}


def refused(key, question, answer):
    """Return the codes of what is wrong with one answer by itself."""
    asked = compiled_of(key).questions[question]
    return [problem.code for problem in QUESTION_TYPES[asked.type].validate(asked, answer, today=TODAY)]


def blocking(key, answers):
    """Return the ids of the checks that these answers fail."""
    compiled = compiled_of(key)
    names = rule_values_of(compiled, journey_of(key, answers).answers, today=TODAY)
    return {check.id for check in compiled.checks if evaluate(check.rule, names) is False}


# a whole request


def stored(media_type):
    return {"id": "f1", "name": "document", "media_type": media_type, "size": 1200, "sha256": "0" * 64}


NAME = {"family_name": "de La Fontaine-Exemple", "given_names": "Camille Anne"}
ADDRESS = {"street": "12 rue des Exemples", "postcode": "69001", "city": "Lyon"}
WHOLE = {
    "acte-naissance": {
        "lieu_naissance": "notre_commune",
        "pour_qui": "enfant",
        "type_acte": "copie_integrale",
        "nombre": 2,
        "remise": "courrier",
        "personne": NAME,
        "date_naissance": "2024-02-29",
        "demandeur": NAME,
        "courriel": "camille@example.org",
        "adresse_envoi": ADDRESS,
        "piece_identite": [stored("application/pdf")],
        "livret_famille": [stored("image/heic")],
    },
    "signalement-voirie": {
        "danger_immediat": True,
        "categorie": "eclairage",
        "detail_eclairage": "lampe_eteinte",
        "lieu": {"text": "12 rue des Exemples", "lat": "45.767", "lon": "4.833"},
        "suivi_courriel": False,
    },
    "permis-vegetaliser": {
        "qualite": "copropriete",
        "nom": NAME,
        "nom_copropriete": "Résidence des Exemples",
        "role_copropriete": "syndic",
        "courriel": "camille@example.org",
        "adresse": ADDRESS,
        "type_projet": ["bac_facade"],
        "lieu": {"text": "12 rue des Exemples"},
        "largeur_passage": "1.40",
        "reseaux": False,
        "description": "Deux bacs en bois.",
        "date_installation": "2027-03-15",
        "plantes": [{"nom": "Lavande", "nombre": 3}, {"nom": "Thym", "nombre": 5}],
        "accord_copropriete": "accord_obtenu",
        "document_accord": [stored("application/pdf")],
        "photos": [stored("image/jpeg")],
        "engagement_entretien": True,
        "charte": True,
    },
}


@pytest.mark.parametrize("key", WHOLE)
def test_whole_request_is_accepted_and_nothing_more_is_asked(key):
    answers = WHOLE[key]

    journey = journey_of(key, answers)

    assert journey.answers == answers
    assert [question for step in journey.steps for question in step.missing] == []
    assert {name: refused(key, name, answer) for name, answer in answers.items() if refused(key, name, answer)} == {}
    assert blocking(key, answers) == set()


@pytest.mark.parametrize("key", WHOLE)
def test_published_schema_accepts_the_whole_request_and_misses_each_of_its_answers(key):
    validator = Draft202012Validator(data_schema(compiled_of(key)))
    answers = WHOLE[key]

    assert validator.is_valid(answers)
    without = {name: {each: answers[each] for each in answers if each != name} for name in answers}
    assert [name for name, rest in without.items() if validator.is_valid(rest)] == []


@pytest.mark.parametrize(
    ("key", "question", "answer", "code"),
    [
        ("acte-naissance", "nombre", 0, "too_small"),
        ("acte-naissance", "nombre", 6, "too_large"),
        ("acte-naissance", "date_naissance", "2026-11-23", "too_late"),
        ("acte-naissance", "date_naissance", "2023-02-29", "not_a_date"),
        ("signalement-voirie", "description", "x" * 1001, "too_long"),
        ("signalement-voirie", "photos", [{**stored("image/png"), "id": f"f{n}"} for n in range(4)], "too_many_files"),
        ("signalement-voirie", "photos", [stored("application/pdf")], "file_kind"),
        ("permis-vegetaliser", "date_installation", "2026-11-21", "too_early"),
        ("permis-vegetaliser", "surface", "0", "too_small"),
        ("permis-vegetaliser", "plantes", [], "too_few_items"),
    ],
)
def test_answer_out_of_bounds_is_refused(key, question, answer, code):
    assert refused(key, question, answer) == [code]


# birth certificate

RESTRICTED = ("copie_integrale", "extrait_avec_filiation", "extrait_plurilingue")


@pytest.mark.parametrize("kind", RESTRICTED)
def test_restricted_certificate_for_oneself_asks_identity_and_parents_but_not_the_name_again(kind):
    shown = asked_of("acte-naissance", {"pour_qui": "moi", "type_acte": kind})

    assert {"piece_identite", "nom_parent_1", "prenoms_parent_2"} <= shown
    assert not shown & {"livret_famille", "document_mandat", "demandeur", "acces"}


def test_extract_without_parents_asks_no_document():
    shown = asked_of("acte-naissance", {"pour_qui": "enfant", "type_acte": "extrait_sans_filiation"})

    assert not shown & {"piece_identite", "livret_famille", "nom_parent_1", "acces"}


@pytest.mark.parametrize(
    ("who", "documents"),
    [
        ("moi", set()),
        ("conjoint", set()),
        ("enfant", {"livret_famille"}),
        ("ascendant", {"livret_famille"}),
        ("descendant", {"livret_famille"}),
        ("represente", {"document_mandat"}),
        ("professionnel", {"document_mandat"}),
    ],
)
def test_proof_of_the_right_depends_on_the_link(who, documents):
    shown = asked_of("acte-naissance", {"pour_qui": who, "type_acte": "copie_integrale"})

    assert shown & {"livret_famille", "document_mandat"} == documents


def test_professional_names_the_practice():
    assert {"profession", "organisme"} <= journey_of("acte-naissance", {"pour_qui": "professionnel"}).required


def test_stranger_must_say_why_the_record_is_open_to_all():
    answers = {"pour_qui": "autre", "type_acte": "copie_integrale"}

    assert "acces" in journey_of("acte-naissance", answers).required
    assert "piece_identite" not in asked_of("acte-naissance", answers)


@pytest.mark.parametrize(
    ("changed", "failed"),
    [
        ({"date_naissance": "2008-11-22"}, set()),
        ({"date_naissance": "2008-11-23"}, {"majeur_pour_soi"}),
        ({"date_naissance": "2008-11-23", "type_acte": "extrait_sans_filiation"}, set()),
        ({"date_naissance": "2008-11-23", "pour_qui": "enfant"}, set()),
        ({"date_naissance": "2004-02-29"}, set()),
        ({"date_naissance": "1951-11-22", "pour_qui": "autre", "acces": "acte_75_ans"}, set()),
        ({"date_naissance": "1951-11-23", "pour_qui": "autre", "acces": "acte_75_ans"}, {"acte_ancien"}),
        ({"pour_qui": "autre", "acces": "deces_25_ans", "date_deces": "2001-11-22"}, set()),
        ({"pour_qui": "autre", "acces": "deces_25_ans", "date_deces": "2001-11-23"}, {"deces_ancien"}),
        ({"lieu_naissance": "etranger"}, {"naissance_en_france"}),
    ],
)
def test_certificate_goes_only_to_who_is_entitled(changed, failed):
    answers = {"lieu_naissance": "notre_commune", "pour_qui": "moi", "type_acte": "copie_integrale"}

    assert blocking("acte-naissance", answers | changed) == failed


def test_birth_in_another_town_is_explained_before_going_on():
    shown = asked_of("acte-naissance", {"lieu_naissance": "autre_commune"})

    assert {"autre_mairie", "commune_naissance"} <= shown
    assert "commune_naissance" not in asked_of("acte-naissance", {"lieu_naissance": "notre_commune"})


# street problem


def choices_of(key, question):
    return [value for value, _ in compiled_of(key).questions[question].choices]


@pytest.mark.parametrize("category", choices_of("signalement-voirie", "categorie"))
def test_each_category_asks_its_own_detail_alone(category):
    shown = asked_of("signalement-voirie", {"categorie": category})

    assert {key for key in shown if key.startswith("detail_")} == {f"detail_{category}"}
    assert ("numero_lampadaire" in shown) == (category == "eclairage")


@pytest.mark.parametrize("category", choices_of("signalement-voirie", "categorie"))
def test_something_else_must_be_described(category):
    named = choices_of("signalement-voirie", f"detail_{category}")[0]

    def is_required(detail):
        answers = {"categorie": category, f"detail_{category}": detail}
        return "description" in journey_of("signalement-voirie", answers).required

    assert is_required("autre")
    assert not is_required(named)


@pytest.mark.parametrize(("is_danger", "is_told"), [(True, True), (False, False)])
def test_emergency_number_comes_first_in_case_of_danger(is_danger, is_told):
    steps = journey_of("signalement-voirie", {"danger_immediat": is_danger}).steps

    assert (steps[1].questions[0].key == "appeler_secours") is is_told


def test_anonymous_report_asks_nothing_about_the_person():
    shown = asked_of("signalement-voirie", {"suivi_courriel": False})

    assert not shown & {"courriel", "nom", "telephone"}


def test_follow_up_needs_an_email_and_nothing_else():
    required = journey_of("signalement-voirie", {"suivi_courriel": True}).required

    assert required & {"courriel", "nom", "telephone"} == {"courriel"}


def test_solved_report_may_be_reopened_by_the_person():
    circuit = compiled_of("signalement-voirie").document.circuit

    assert [each.id for each in circuit.leaving("resolu", [Actor.CITIZEN])] == ["rouvrir"]


# planting permit


@pytest.mark.parametrize(
    ("quality", "wanted"),
    [
        ("particulier", set()),
        ("association", {"nom_association", "numero_rna", "fonction_association", "telephone"}),
        ("entreprise", {"raison_sociale", "siret"}),
        ("copropriete", {"nom_copropriete", "role_copropriete"}),
    ],
)
def test_applicant_gives_what_belongs_to_their_quality(quality, wanted):
    required = journey_of("permis-vegetaliser", {"qualite": quality}).required

    assert required - journey_of("permis-vegetaliser", {"qualite": "particulier"}).required == wanted


def test_association_outside_the_national_register_gives_its_siret_instead():
    answers = {"qualite": "association", "siret_association": "73282932000074"}

    assert "numero_rna" not in journey_of("permis-vegetaliser", answers).required


@pytest.mark.parametrize(
    ("projects", "is_asked"),
    [(["bac_facade", "pied_arbre"], True), (["mur_vegetalise"], True), (["pied_arbre"], False)],
)
def test_only_a_project_on_a_facade_needs_the_consent_of_its_owner(projects, is_asked):
    assert ("accord_copropriete" in asked_of("permis-vegetaliser", {"type_projet": projects})) is is_asked


@pytest.mark.parametrize(
    ("consent", "shown"),
    [
        ("accord_obtenu", {"document_accord"}),
        ("pas_encore", {"accord_a_fournir"}),
        ("proprietaire", set()),
    ],
)
def test_consent_is_shown_when_given_and_explained_when_not(consent, shown):
    answers = {"type_projet": ["bac_facade"], "accord_copropriete": consent}

    assert asked_of("permis-vegetaliser", answers) & {"document_accord", "accord_a_fournir"} == shown


@pytest.mark.parametrize(
    ("changed", "failed"),
    [
        ({"largeur_passage": "1.40"}, set()),
        ({"largeur_passage": "1.39"}, {"passage_pietons"}),
        ({"reseaux": True}, {"reseaux_libres"}),
        ({"reseaux": False}, set()),
    ],
)
def test_spot_must_leave_the_way_free(changed, failed):
    assert blocking("permis-vegetaliser", {"type_projet": ["pied_arbre"]} | changed) == failed


def test_plants_are_a_repeated_group_of_names_and_numbers():
    plants = compiled_of("permis-vegetaliser").questions["plantes"]

    assert [(inner.key, inner.required) for inner in plants.items] == [("nom", True), ("nombre", True)]


def test_photos_and_both_commitments_are_required():
    required = journey_of("permis-vegetaliser", {}).required

    assert {"photos", "engagement_entretien", "charte"} <= required
    assert "croquis" not in required
