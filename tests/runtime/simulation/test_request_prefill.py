"""From a result to a request: answers travel signed in a form, are checked again, and fill the draft in."""

import pytest
from django.core import signing
from django.test import Client

from runtime.drafts.content import open_draft
from runtime.drafts.models import Draft
from schemas.publishing import Refused, publish
from tests.journeys.person import Person
from tests.runtime.documents import document_of, question, text, yes_no
from tests.runtime.factories import make_department, make_site
from tests.runtime.simulation.test_pages import finished

PRICE = question("cout", {"type": "string"}, widget="money", max="1000")
TARGET = {"un": [text("nom"), yes_no("habite")], "deux": [PRICE]}
PREFILL = {"habite": "resident", "cout": "prix"}


@pytest.fixture
def both(published):
    site = make_site()
    make_department(site)
    publish(document_of(TARGET), site=site)
    return published(simulation={"request": {"procedure": "essai", "prefill": PREFILL}})


def result_form(visitor):
    (form,) = [form for form in visitor.page.select("form") if form["action"].endswith("/demande/")]
    return form


def carried(visitor):
    """Go from the result to the first page of the request, as a person."""
    finished(visitor).send(form=result_form(visitor))
    person = Person(visitor.client)
    person.url, person.page, person.response = "", visitor.page, visitor.response
    return person.press()


def test_what_is_carried_is_shown_before_it_is(both, visitor):
    finished(visitor).send(form=result_form(visitor))

    assert "Question habite" in visitor.words
    assert "500,00" in visitor.words
    assert not Draft.objects.exists()


def test_the_request_begins_with_what_was_answered(both, visitor):
    person = carried(visitor)

    assert person.page.select_one("[name=habite][value=yes]").has_attr("checked")
    person.press({"nom": "Zoé"})

    assert person.url.endswith("/deux/")
    assert person.page.select_one("[name=cout]")["value"].startswith("500")
    assert open_draft(Draft.objects.get()).answers == {"nom": "Zoé", "habite": True, "cout": "500.00"}


def test_an_answer_that_the_request_does_not_take_is_asked(both, visitor):
    finished(visitor)
    form = result_form(visitor)
    visitor.send({"prix": "5 000"}, form=form)

    assert "5 000" not in visitor.words


@pytest.mark.parametrize("key", ["autre", "essai"])
def test_forged_or_foreign_answers_are_left_out(both, key):
    token = signing.dumps({"habite": True}, salt=f"guichet.carried.{key}")
    given = token if key == "autre" else token[:-2] + "xx"
    response = Client().post("/demarches/essai/commencer/", {"_carried": given})

    assert response.status_code == 200
    assert b"checked" not in response.content


def test_a_simulator_whose_request_does_not_fit_is_not_published(published):
    site = make_site()
    make_department(site)
    publish(document_of(TARGET), site=site)

    with pytest.raises(Refused, match="prefill_differs"):
        published(simulation={"request": {"procedure": "essai", "prefill": {"cout": "resident"}}})
