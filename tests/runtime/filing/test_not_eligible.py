"""A criterion that is not met ends on a page that says why; nothing typed is lost, and one answer changed goes on."""

import pytest

from runtime.drafts.models import Draft
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from tests.runtime.documents import question, text, yes_no

PRICE = question("prix", {"type": "string"}, widget="money")
HELP = question("aide", {"type": "string"}, widget="computed", value="money", unit="par an", required=False)
STEPS = {"un": [yes_no("resident")], "deux": [PRICE, HELP], "trois": [text("nom")]}
RULES = {
    "dialect": 1,
    "computed": {"aide": {"min": [{"*": [{"var": "prix"}, {"num": "0.5"}]}, 400]}},
    "criteria": [
        {
            "id": "resident",
            "expr": {"==": [{"var": "resident"}, True]},
            "source": {"title": "Délibération du 12 mars", "url": "https://ville.example/deliberation"},
        }
    ],
    "messages": {"criteria/resident": {"fail": "Il faut habiter la ville.", "advice": "Demandez à votre commune."}},
}


@pytest.fixture
def procedure(published):
    return published(STEPS, rules=RULES)


def begin(person, resident):
    return person.open("/demarches/essai/commencer/").press({"resident": resident})


def words(person):
    return person.page.select_one("main").get_text(" ", strip=True)


def test_the_step_that_decides_leads_to_the_outcome_with_reason_source_and_advice(procedure, person):
    begin(person, "no")

    assert person.response.status_code == 200
    assert person.url.endswith("/resultat/")
    for expected in ("Il faut habiter la ville.", "Demandez à votre commune.", "Délibération du 12 mars"):
        assert expected in words(person)
    assert person.page.select_one('a[href="https://ville.example/deliberation"]')


def test_changing_the_answer_goes_on_with_all_that_was_typed(procedure, person):
    begin(person, "yes").press({"prix": "900"})
    first = person.url.replace("/trois/", "/un/")
    person.open(first).press({"resident": "no"})
    assert person.url.endswith("/resultat/")

    person.open(first).press({"resident": "yes"})

    assert person.url.endswith("/deux/")
    assert person.page.select_one("[name=prix]")["value"].startswith("900")


@pytest.mark.parametrize("page", ["deux", "trois", "verifier"])
def test_what_comes_after_the_deciding_step_leads_back_to_the_outcome(procedure, person, page):
    begin(person, "no")

    person.open(f"/demarches/essai/d/{Draft.objects.get().token}/{page}/")

    assert person.url.endswith("/resultat/")


def test_the_outcome_page_of_somebody_who_may_apply_leads_on(procedure, person):
    begin(person, "yes")

    person.open(f"/demarches/essai/d/{Draft.objects.get().token}/resultat/")

    assert person.url.endswith("/deux/")


def test_a_calculated_amount_is_shown_while_filing_on_review_and_kept_with_the_day_of_its_rules(procedure, person):
    begin(person, "yes").press({"prix": "500"})
    person.open(person.url.replace("/trois/", "/deux/"))
    assert "250,00" in person.page.select_one("output").get_text()

    person.open(person.url.replace("/deux/", "/trois/")).press({"nom": "Zoé"})
    assert "250,00" in words(person)
    assert "par an" in words(person)
    person.press({"consent": "yes"})

    submission = Submission.objects.get()
    content = open_content(submission)
    assert content.answers["aide"] == "250.00"
    assert content.today is not None
