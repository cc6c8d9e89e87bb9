"""A computer that others use: what was filed there can be forgotten, and no old page opens it again."""

import pytest

from runtime.drafts.models import Draft
from runtime.submissions.models import Submission
from tests.journeys.person import Person
from tests.runtime.documents import text

STEPS = {"un": [text("nom")], "deux": [text("motif")]}


@pytest.fixture
def first_page(published, person):
    """What the first page posts, by somebody who then went on to the check page."""
    published(STEPS)
    person.open("/demarches/essai/commencer/")
    posted = {name: values[0] for name, values in person.fields().items()} | {"nom": "Zoé"}
    person.press({"nom": "Zoé"}).press({"motif": "secret"})
    return posted


def test_closing_a_request_forgets_its_receipt_too(first_page, person):
    person.press({"consent": "yes"})
    receipt = person.url

    person.press()

    assert person.url == "/suivi/"
    assert person.open(receipt).url == "/suivi/"


def test_closing_a_request_keeps_the_drafts_that_were_not_sent(first_page, person):
    person.press({"consent": "yes"})
    other = Person(person.client).open("/demarches/essai/commencer/").press({"nom": "Autre"})

    person.press()

    assert other.open(other.url).asks("motif")


def test_leaving_a_draft_that_was_sent_meanwhile_forgets_it(first_page, person):
    leaving = Person(person.client).open(person.url.replace("verifier", "quitter"))
    person.press({"consent": "yes"})

    leaving.press()

    assert person.open(person.url).url == "/suivi/"


def test_a_first_page_found_later_does_not_open_what_came_after_it(first_page):
    finder = Person()

    response = finder.client.post("/demarches/essai/commencer/", first_page | {"nom": "Autre"})

    assert response.status_code == 403
    assert "Autre" in response.content.decode()
    assert finder.open(f"/demarches/essai/d/{Draft.objects.get().token}/deux/").response.status_code == 403


def test_a_first_page_changed_after_sending_offers_a_new_request_with_the_change(first_page, person):
    person.press({"consent": "yes"})
    response = person.client.post("/demarches/essai/commencer/", first_page | {"nom": "Autre"})
    person._see(response, "/demarches/essai/commencer/")

    person.press()

    assert response.status_code == 409
    assert person.fields()["nom"] == ["Autre"]
    assert Submission.objects.count() == 1


def test_a_first_page_of_one_procedure_begins_no_other(first_page, published, person):
    published(STEPS, key="autre")
    person.press({"consent": "yes"})

    person.client.post("/demarches/autre/commencer/", first_page)

    assert Draft.objects.get().token != Submission.objects.get().draft_token
