"""What people hear from the ready-made simulators: the price of a creche counted by hand, and days for voting."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import schemas
from schemas.compilation.compiled import compile_document
from schemas.format.reading import parse_document
from schemas.format.simulation import PERIODS
from schemas.rules.values import format_num
from schemas.simulation.assessment import assess

FOLDER = Path(schemas.__file__).parent / "library" / "simulators"
TODAY = date(2026, 11, 25)


@cache
def simulator(key):
    source = json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8"))
    return compile_document(parse_document(source)[0])[0]


def found(key, answers, today=TODAY):
    return assess(simulator(key), answers, today=today)


def amounts(assessment):
    """Return what is told, by amount: exact numbers as text, days as they are."""
    written = {each.compiled.amount.id: each.value for each in assessment.amounts}
    return {name: format_num(value) if isinstance(value, int) else value for name, value in written.items()}


def test_every_amount_has_a_unit_or_is_a_day():
    for key in ("aide-velo", "prix-creche", "inscription-listes-electorales"):
        compiled = simulator(key)
        kinds = {each.amount.id: (each.value.type, bool(each.amount.unit)) for each in compiled.amounts}

        assert set(kinds.values()) <= {("num", True), ("date", False)}
        assert {each.amount.period for each in compiled.amounts} <= set(PERIODS)


# creche

CHILD = {"naissance": "2026-03-10", "enfants": 1, "enfants_aeeh": 0, "donne_ressources": True, "heures": "100"}

# Counted by hand: income of the month (800 under the floor of 814.62 €, 3,000, 9,000 above the ceiling of 8,500 €)
# times 0.0619, 0.0516, 0.0413, 0.0310 or 0.0206 %, to the cent.
PRICES = [
    (1, "9600.00", "0.5"), (2, "9600.00", "0.42"), (3, "9600.00", "0.34"), (4, "9600.00", "0.25"),
    (8, "9600.00", "0.17"),
    (1, "36000.00", "1.86"), (2, "36000.00", "1.55"), (3, "36000.00", "1.24"), (4, "36000.00", "0.93"),
    (7, "36000.00", "0.93"), (8, "36000.00", "0.62"), (12, "36000.00", "0.62"),
    (1, "108000.00", "5.26"), (2, "108000.00", "4.39"), (3, "108000.00", "3.51"), (5, "108000.00", "2.64"),
    (8, "108000.00", "1.75"),
]  # fmt: skip


@pytest.mark.parametrize(("children", "income", "price"), PRICES)
def test_price_of_an_hour_follows_the_scale(children, income, price):
    result = found("prix-creche", {**CHILD, "enfants": children, "ressources_annuelles": income})

    assert (result.verdict, amounts(result)["heure"]) == ("eligible", price)


@pytest.mark.parametrize(
    ("children", "with_aeeh", "as_many"), [(1, 1, 2), (2, 1, 3), (2, 2, 4), (3, 1, 4), (4, 1, 8), (1, 4, 8), (8, 3, 8)]
)
def test_each_child_with_the_allowance_lowers_the_rate_by_a_rank(children, with_aeeh, as_many):
    income = {"ressources_annuelles": "36000.00"}

    lowered = found("prix-creche", {**CHILD, **income, "enfants": children, "enfants_aeeh": with_aeeh})

    assert amounts(lowered) == amounts(found("prix-creche", {**CHILD, **income, "enfants": as_many}))


def test_month_is_the_hours_times_the_rounded_price():
    answers = {**CHILD, "ressources_annuelles": "36000.00", "heures": "156.5"}

    assert amounts(found("prix-creche", answers)) == {"heure": "1.86", "mois": "291.09"}


def test_who_keeps_their_income_to_themselves_pays_the_most():
    assert amounts(found("prix-creche", {**CHILD, "donne_ressources": False}))["heure"] == "5.26"


@pytest.mark.parametrize(
    ("birth", "day"),
    [
        ("2026-09-26", date(2026, 11, 26)),
        ("2027-02-14", date(2027, 4, 14)),
        ("2026-12-31", date(2027, 3, 1)),
    ],
)
def test_price_is_told_before_a_child_is_old_enough_with_the_day(birth, day):
    result = found("prix-creche", {**CHILD, "naissance": birth, "ressources_annuelles": "36000.00"})

    assert (result.verdict, result.day, amounts(result)["heure"]) == ("later", day, "1.86")


def test_disability_is_asked_of_older_children_only():
    assert [each.key for each in found("prix-creche", {"naissance": "2023-11-26"}).asking.questions] == [
        "enfants", "enfants_aeeh",
    ]  # fmt: skip
    assert [each.key for each in found("prix-creche", {"naissance": "2023-11-25"}).asking.questions] == ["handicap"]


# electoral roll

VOTER = {
    "scrutin": "municipale",
    "nationalite": "francaise",
    "naissance": "1990-05-17",
    "prive_droits": False,
    "attache": "domicile",
}


# The last days that were published for these first rounds: sixth Friday before each.
@pytest.mark.parametrize(
    ("first_round", "last_day"),
    [
        ("2022-04-10", "2022-03-04"),  # presidential election
        ("2022-06-12", "2022-05-06"),  # legislative election
        ("2024-06-09", "2024-05-03"),  # European election
        ("2026-03-15", "2026-02-06"),  # municipal election
    ],
)
def test_last_day_is_the_sixth_friday_before_the_first_round(first_round, last_day):
    last = date.fromisoformat(last_day)
    assert last.strftime("%A") == "Friday"

    in_time = found("inscription-listes-electorales", {**VOTER, "premier_tour": first_round}, today=last)
    late = {**VOTER, "premier_tour": first_round, "cas": "aucun"}
    too_late = found("inscription-listes-electorales", late, today=date.fromordinal(last.toordinal() + 1))

    assert in_time.verdict == "eligible"
    assert amounts(in_time) == {"date_limite": last, "jour_vote": date.fromisoformat(first_round)}
    assert [each.criterion.id for each in too_late.reasons] == ["delai"]


def test_some_changes_leave_until_the_tenth_day():
    late = {**VOTER, "premier_tour": "2027-02-07"}
    asked = [found("inscription-listes-electorales", late, today=date(2027, 1, day)) for day in (1, 2, 28, 29)]

    assert [[each.key for each in result.asking.questions] for result in asked] == [[], ["cas"], ["cas"], []]
    moved = found("inscription-listes-electorales", {**late, "cas": "travail"}, today=date(2027, 1, 28))
    assert (moved.verdict, amounts(moved)["date_limite"]) == ("eligible", date(2027, 1, 28))


def test_presidential_election_is_told_as_to_be_confirmed():
    result = found("inscription-listes-electorales", {**VOTER, "scrutin": "presidentielle"})

    assert amounts(result) == {"date_limite": date(2027, 3, 5), "presidentielle": date(2027, 4, 11)}
    (told,) = [each.compiled.amount for each in result.amounts if each.compiled.amount.id == "presidentielle"]
    assert "à confirmer" in told.label


@pytest.mark.parametrize(
    ("answers", "day"),
    [
        ({"scrutin": "aucun", "naissance": "2009-03-03"}, date(2027, 3, 3)),
        ({"scrutin": "aucun", "naissance": "2008-11-26"}, date(2026, 11, 26)),
        ({"scrutin": "aucun", "naissance": "2012-02-29"}, date(2030, 3, 1)),
        ({"premier_tour": "2027-05-02", "attache": "residence", "depuis": "2026-08-10"}, date(2027, 2, 10)),
    ],
)
def test_who_cannot_register_yet_learns_from_which_day(answers, day):
    result = found("inscription-listes-electorales", {**VOTER, **answers})

    assert (result.verdict, result.day) == ("later", day)


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        ({"premier_tour": "2027-02-07", "naissance": "2009-02-07"}, ["majorite"]),
        ({"nationalite": "ue", "scrutin": "presidentielle"}, ["scrutin_ouvert"]),
        ({"nationalite": "autre", "scrutin": "aucun"}, ["nationalite"]),
        ({"scrutin": "aucun", "prive_droits": True}, ["droits"]),
        ({"scrutin": "aucun", "attache": "contribuable", "annees": 1}, ["attache"]),
        ({"scrutin": "aucun", "attache": "parents", "naissance": "2000-11-25"}, ["attache"]),
        ({"premier_tour": "2027-02-07", "attache": "residence", "depuis": "2026-07-02"}, ["duree", "delai"]),
        ({"premier_tour": "2026-12-06"}, ["delai"]),
    ],
)
def test_who_cannot_vote_learns_every_reason(answers, reasons):
    result = found("inscription-listes-electorales", {**VOTER, "cas": "aucun", **answers})

    assert result.verdict == "not_eligible"
    assert [each.criterion.id for each in result.reasons] == reasons


def test_court_health_and_income_answers_never_stand_in_an_address():
    personal = {
        key
        for name in ("aide-velo", "prix-creche", "inscription-listes-electorales")
        for key, question in simulator(name).questions.items()
        if question.options.get("personal") is True
    }

    assert personal == {"handicap", "enfants_aeeh", "prive_droits", "ressources_annuelles", "revenu"}
