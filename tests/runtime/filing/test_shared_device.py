"""A computer that others use: what was filed there can be forgotten, and no old page opens it again."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

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


def key_of(receipt):
    words = receipt.page.get_text(" ", strip=True).split()
    return next(word for word in words if word.count("-") == 4 and not word.startswith("ESS-"))


@pytest.fixture
def late_change(first_page, person):
    """A page left open, sent again with a change forty days after its draft was sent, and the key of that one."""
    person.press({"consent": "yes"})
    key, page = key_of(person), person.url.replace("envoyee", "un")
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        yield person._see(person.client.post(page, {"nom": "Autre", "_rev": "1"}), page), key


def test_weeks_after_sending_a_new_request_does_not_open_the_answers_of_the_first(late_change):
    person, _ = late_change

    person.press()

    assert person.response.status_code == 409
    assert len(person.errors) == 1
    assert not Draft.objects.exists()
    assert "secret" not in person.response.content.decode()


def test_weeks_after_sending_the_key_opens_them_and_what_was_typed_is_still_there(late_change):
    person, key = late_change

    person.press({"code": "7KQ2-M9XD-4RTE-B3WF-HC6P"})
    assert len(person.errors) == 1
    assert not Draft.objects.exists()
    person.press({"code": key.lower()})

    assert person.fields()["nom"] == ["Autre"]
    assert "secret" in person.press().page.get_text()


def test_keys_are_not_tried_for_ever(late_change):
    person, key = late_change
    for _ in range(settings.GUICHET_LIMITS["codes"]):
        person.press({"code": "7KQ2-M9XD-4RTE-B3WF-HC6P"})

    person.press({"code": key})

    assert person.response.status_code == 429
    assert int(person.response["Retry-After"]) > 0
    assert not Draft.objects.exists()


def replayed(cookie):
    """A browser that somebody gave a cookie of before."""
    finder = Client()
    finder.cookies["guichet_drafts"] = cookie
    return Person(finder)


def left(person):
    """The value of the cookie before somebody left, and the answer to leaving."""
    cookie = person.client.cookies["guichet_drafts"].value
    token = person.url.split("/d/")[1].split("/")[0]
    return cookie, person.client.post(f"/demarches/essai/d/{token}/quitter/")


def test_leaving_a_draft_clears_the_browser_and_ends_the_cookie_for_good(first_page, person):
    check_page = person.url

    cookie, response = left(person)

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    finder = replayed(cookie)
    for page in ("verifier", "un", "deux", "enregistrer", "quitter", "corriger", "resultat"):
        found = finder.open(check_page.replace("verifier", page))
        assert found.response.status_code == 403, page
        assert "secret" not in found.response.content.decode()
    assert finder.client.post(check_page, {"consent": "yes", "_digest": "x"}).status_code == 403
    assert not Submission.objects.exists()


def test_leaving_keeps_the_other_drafts_of_the_browser(first_page, person):
    other = Person(person.client).open("/demarches/essai/commencer/").press({"nom": "Autre"})

    left(person)

    assert other.open(other.url).asks("motif")


def test_a_draft_that_was_left_opens_with_its_code_and_is_sent(first_page, person):
    code = key_of(Person(person.client).open(person.url.replace("verifier", "quitter")))
    left(person)

    home = Person().open("/demarches/reprendre/").press({"code": code})
    home.press({"consent": "yes"})

    assert home.url.endswith("/envoyee/")
    assert key_of(home)


def test_a_first_page_found_after_leaving_opens_nothing_that_comes_later(published, person):
    published(STEPS)
    person.open("/demarches/essai/commencer/")
    posted = {name: values[0] for name, values in person.fields().items()} | {"nom": "Zoé"}
    person.press({"nom": "Zoé"})
    left(person)
    finder = Person()

    response = finder.client.post("/demarches/essai/commencer/", posted)

    assert response.status_code == 403
    assert "guichet_drafts" not in finder.client.cookies


def test_closing_a_request_ends_the_cookies_that_showed_its_receipt(first_page, person):
    person.press({"consent": "yes"})
    receipt, cookie = person.url, person.client.cookies["guichet_drafts"].value

    response = person.client.post("/suivi/quitter/")

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert replayed(cookie).open(receipt).url == "/suivi/"
    again = replayed(cookie).client.post(receipt.replace("envoyee", "recommencer"))
    assert (again.status_code, Draft.objects.count()) == (302, 0)


def test_a_page_of_a_request_that_was_closed_begins_another_one(first_page, person):
    person.press({"consent": "yes"})
    person.client.post("/suivi/quitter/")
    finder = Person()

    response = finder.client.post("/demarches/essai/commencer/", first_page | {"nom": "Autre"}, follow=True)

    assert Submission.objects.get().reference not in response.content.decode()
    assert Draft.objects.get().token != Submission.objects.get().draft_token


def test_a_first_page_of_one_procedure_begins_no_other(first_page, published, person):
    published(STEPS, key="autre")
    person.press({"consent": "yes"})

    person.client.post("/demarches/autre/commencer/", first_page)

    assert Draft.objects.get().token != Submission.objects.get().draft_token
