"""What answers come to: four verdicts, every reason, amounts, and only the questions that still matter."""

from datetime import date

import pytest

from schemas.simulation.assessment import assess
from schemas.simulation.explanation import explanation_of
from tests.schemas.simulation.documents import RULES, simulator

TODAY = date(2026, 11, 25)
GOOD = {"resident": True, "naissance": "1990-01-01", "revenu": "10000.00", "prix": "500.00"}


def found(answers, *, today=TODAY, **changes):
    return assess(simulator(**changes), answers, today=today)


def asked(assessment):
    return [question.key for question in assessment.asking.questions]


def test_somebody_who_meets_everything_is_eligible_and_sees_the_amount():
    result = found(GOOD)

    assert (result.verdict, result.is_final) == ("eligible", True)
    assert [each.value for each in result.amounts] == [250_000_000]


def test_only_questions_that_can_change_something_are_asked_a_step_at_a_time():
    assert asked(found({})) == ["resident"]
    assert asked(found({"resident": True})) == ["naissance", "revenu"]
    assert asked(found({**GOOD, "prix": None})) == ["prix"]
    assert asked(found(GOOD)) == []
    assert found({}).asking.left == 4  # a reason that no rule reads is never asked


def test_nothing_more_is_asked_once_one_reason_decides():
    result = found({"resident": False})

    assert (result.verdict, asked(result), result.amounts) == ("not_eligible", [], ())
    assert [each.criterion.id for each in result.reasons] == ["resident"]


def test_every_reason_that_is_known_is_told():
    result = found({**GOOD, "resident": False, "revenu": "90000.00"})

    assert [each.criterion.id for each in result.reasons] == ["resident", "revenu"]


def test_somebody_too_young_is_told_from_which_day():
    result = found({**GOOD, "naissance": "2009-03-03"})

    assert (result.verdict, result.day) == ("later", date(2027, 3, 3))


def test_a_day_to_come_promises_nothing_before_everything_is_known():
    result = found({**GOOD, "naissance": "2009-03-03", "revenu": None})

    assert (result.verdict, result.day, asked(result)) == ("unknown", date(2027, 3, 3), ["revenu"])


def test_somebody_who_has_to_wait_learns_the_amount_too():
    young = {**GOOD, "naissance": "2009-03-03"}

    assert asked(found({**young, "prix": None})) == ["prix"]
    assert [each.value for each in found(young).amounts] == [250_000_000]


def test_a_day_does_not_mend_another_reason():
    result = found({**GOOD, "naissance": "2009-03-03", "resident": False})

    assert (result.verdict, result.day) == ("not_eligible", None)


def test_a_bound_is_told_with_what_has_to_change():
    (reason,) = found({**GOOD, "revenu": "25000.01"}).reasons

    assert (reason.turning.name, reason.turning.relation, reason.turning.value) == ("revenu", "until", 25_000_000_000)


def test_an_unknown_verdict_says_what_is_still_needed():
    assert found({"resident": True}).verdict == "unknown"


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(date(2025, 6, 1), "not_eligible"), (date(2026, 1, 1), "eligible"), (date(2024, 6, 1), "unknown")],
)
def test_the_parameters_in_force_on_the_day_decide(day, verdict):
    assert found({**GOOD, "revenu": "22000.00"}, today=day).verdict == verdict


def test_an_amount_is_told_only_when_its_condition_holds():
    when = {"when": {"<": [{"var": "prix"}, 100]}}
    amounts = [{"id": "aide", "label": "Aide", "value": 1, "unit": "€", **when}]

    assert found(GOOD, simulation={"amounts": amounts}).amounts == ()
    assert asked(found({**GOOD, "prix": None}, simulation={"amounts": amounts})) == ["prix"]


def test_what_shows_a_question_is_asked_before_it():
    show = {"question/prix": {"<": [{"var": "revenu"}, 9000]}}
    rules = {"show": show, "criteria": RULES["criteria"][:1]}

    assert asked(found({"resident": True}, rules=rules)) == ["revenu"]
    assert asked(found({"resident": True, "revenu": "1.00"}, rules=rules)) == ["prix"]
    assert asked(found({"resident": True, "revenu": "9000.00"}, rules=rules)) == []


def test_the_account_tells_criteria_parameters_with_reference_and_calculated_values():
    compiled = simulator()
    account = explanation_of(compiled, assess(compiled, GOOD, today=TODAY))

    assert [(each.criterion.id, each.verdict) for each in account.criteria] == [
        ("resident", True), ("age", True), ("revenu", True),
    ]  # fmt: skip
    (param,) = account.params
    assert (param.title, param.value, param.reference) == ("Plafond de revenu", 25_000_000_000, "Délibération de 2025")
    assert [(each.label, each.value) for each in account.values] == [("Aide calculée", 250_000_000)]
    assert account.criteria[2].leaves[0].actual == 10_000_000_000


def test_a_criterion_out_of_its_days_is_not_in_the_account():
    criteria = [{**RULES["criteria"][0], "valid": {"to": "2026-01-01"}}]
    compiled = simulator(rules={"criteria": criteria})

    assert explanation_of(compiled, assess(compiled, {}, today=TODAY)).criteria == ()
