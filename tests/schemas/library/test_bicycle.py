"""The request for a bicycle grant: as the simulator counts, what it asks of whom, and how it is processed."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import schemas
from schemas.answers.eligibility import judge
from schemas.answers.journey import plan_journey, rule_values_of
from schemas.answers.validation import check_answers, with_computed
from schemas.compilation.compiled import compile_document
from schemas.format.circuit import Actor, Category
from schemas.format.reading import parse_document
from schemas.simulation.prefill import carried, checked, prefill_problems
from tests.schemas.communes import Lists

LIBRARY = Path(schemas.__file__).parent / "library"
TODAY = date(2026, 11, 25)
LISTS = Lists()


@cache
def source(kind):
    return json.loads((LIBRARY / kind / "aide-velo.json").read_text(encoding="utf-8"))


@cache
def compiled(kind):
    return compile_document(parse_document(source(kind))[0])[0]


def stored(media_type="application/pdf"):
    return [{"id": "f1", "name": "document", "media_type": media_type, "size": 1200, "sha256": "0" * 64}]


WHOLE = {
    "commune": {"code": "69123", "name": "Lyon"},
    "velo": "electrique",
    "etat": "neuf",
    "prix": "1490.00",
    "date_facture": "2026-09-14",
    "siret_vendeur": "73282932000074",
    "revenu": "12000.00",
    "parts": "1",
    "nom": {"family_name": "d’Exemple-Petit", "usual_name": "Martin", "given_names": "Camille"},
    "naissance": "1990-03-27",
    "deja_aide": False,
    "courriel": "camille@example.org",
    "adresse": {"street": "12 rue des Exemples", "postcode": "69001", "city": "Lyon"},
    "marque": "Exemple Ville 28",
    "numero_serie": "EX99A012345",
    "facture": stored(),
    "avis": stored("image/heic"),
    "certificat": stored("image/jpeg"),
    "titulaire": "Camille Exemple",
    "iban": "FR1420041010050500013M02606",
    "rib": stored(),
    "engagement": True,
    "honneur": True,
}


def problems(**changes):
    """Return the place and code of what keeps a whole request from being sent, with some answers changed."""
    answers = {key: answer for key, answer in {**WHOLE, **changes}.items() if answer is not None}
    ready = compiled("procedures")
    answers = with_computed(ready, answers, today=TODAY)
    return [(each.pointer, each.code) for each in check_answers(ready, answers, today=TODAY, lookups=LISTS)]


def verdict(**changes):
    ready = compiled("procedures")
    journey = plan_journey(ready, {**WHOLE, **changes}, today=TODAY)
    found = judge(ready, rule_values_of(ready, journey.answers, today=TODAY), today=TODAY)
    return found.verdict, [each.id for each in found.failing]


def test_whole_request_is_accepted_with_the_amount_that_is_calculated():
    answers = with_computed(compiled("procedures"), WHOLE, today=TODAY)

    assert problems() == []
    assert answers == {**WHOLE, "montant": "400.00"}
    assert verdict() == (True, [])


@pytest.mark.parametrize("key", sorted(WHOLE))
def test_request_without_one_of_its_answers_is_refused(key):
    assert problems(**{key: None}) != []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"date_facture": "2026-05-24"}, "/date_facture"),  # six months and a day
        ({"date_facture": "2026-11-26"}, "/date_facture"),  # tomorrow
        ({"siret_vendeur": "73282932000075"}, "/siret_vendeur"),  # its last digit
        ({"iban": "FR1420041010050500013M02607"}, "/iban"),  # its last digit
        ({"commune": {"code": "69123", "name": "Lyonn"}}, "/commune"),
        ({"prix": "20000.01"}, "/prix"),
        ({"prix": "-1.00"}, "/prix"),
        ({"parts": "0.5"}, "/parts"),
        ({"velo": "trottinette"}, "/velo"),
        ({"rib": [*stored(), {**stored()[0], "id": "f2"}]}, "/rib"),
        ({"facture": stored("text/html")}, "/facture"),
        ({"honneur": False}, "/honneur"),
        ({"handicap": stored()}, "/handicap"),  # not asked for this bicycle
    ],
)
def test_near_miss_is_refused_at_its_place(changes, place):
    found = problems(**changes)

    assert found
    assert all(pointer.startswith(place) for pointer, _ in found)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"date_facture": "2026-05-25"}, []),
        ({"velo": "adapte", "certificat": None, "handicap": stored()}, []),
        ({"velo": "cargo", "certificat": None}, []),
        ({"telephone": "01 99 00 12 34"}, [("/telephone", "not_a_phone")]),
        ({"telephone": "+33199001234", "identifiant": "EX9999999X"}, []),
    ],
)
def test_other_whole_requests(changes, found):
    assert problems(**changes) == found


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({"commune": {"code": "38185", "name": "Grenoble"}}, ["territoire", "velo_aide"]),
        ({"revenu": "26200.01"}, ["ressources"]),
        ({"naissance": "2010-09-15"}, ["age"]),
        ({"prix": "3200.01"}, ["velo_aide"]),
        ({"deja_aide": True}, ["premiere_aide"]),
    ],
)
def test_who_is_not_entitled_is_told_why(changes, failing):
    found, reasons = verdict(**changes)

    assert found is False
    assert set(failing) <= set(reasons)


@pytest.mark.parametrize("part", ["computed", "params"])
def test_tables_and_parameters_are_those_of_the_simulator(part):
    simulated, asked = (source(kind)["rules"][part] for kind in ("simulators", "procedures"))
    only_there = {"montant", "revenu_par_part"} & (set(simulated) ^ set(asked))

    assert {name: rule for name, rule in asked.items() if name not in only_there} == {
        name: rule for name, rule in simulated.items() if name not in only_there
    }


def test_simulator_fills_in_what_it_knows_and_the_request_takes_it():
    simulator, target = compiled("simulators"), compiled("procedures")
    kept = ("commune", "velo", "etat", "prix", "revenu", "parts")
    answers = {**{key: WHOLE[key] for key in kept}, "age": 30}

    taken = carried(simulator, target, answers, today=TODAY)

    assert list(prefill_problems(simulator, target)) == []
    assert taken == {key: WHOLE[key] for key in kept}
    assert checked(target, taken, today=TODAY, lookups=LISTS) == taken


def test_request_is_decided_by_a_manager_and_paid_after():
    circuit = compiled("procedures").document.circuit
    by_agent = {each.target for state in circuit.states for each in circuit.leaving(state, [Actor.AGENT])}

    assert not by_agent & {"accordee", "refusee"}
    assert [each.id for each in circuit.leaving("accordee", [Actor.AGENT])] == ["mandater"]
    assert circuit.states["attente_budget"].category is Category.WAITING


def test_only_a_request_with_an_amount_is_declared_eligible():
    guard = compiled("procedures").document.circuit.transitions["declarer_eligible"].guard

    assert guard == {">": [{"var": "aide"}, 0]}


def test_what_is_paid_is_kept_as_long_as_accounts_are():
    assert source("procedures")["privacy"]["retention"] == {
        "draft": "P90D", "accepted": "P10Y", "refused": "P2Y", "closed": "P1Y",
    }  # fmt: skip


def test_person_learns_of_the_program_before_and_after_sending():
    document = source("procedures")
    texts = json.dumps(document["ui"], ensure_ascii=False)

    assert "L. 311-3-1" in texts
    assert "programme" in document["texts"]["sent"]
    assert "deux mois" in document["texts"]["sent"]
