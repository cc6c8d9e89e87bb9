"""A session that ended, a security token that is stale: what was typed comes back and goes on (F12, F13)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from runtime.drafts import cookies
from runtime.drafts.content import open_draft
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from schemas.publishing import publish
from tests.journeys.person import Person, a_photo
from tests.runtime.documents import document_of, files, group, question, text
from tests.runtime.factories import make_department, make_site

STEPS = {
    "nom": [text("nom")],
    "enfants": [
        question("nombre", {"type": "integer"}),
        group("enfants", text("prenom")),
        files("photo", required=False),
    ],
    "fin": [text("motif")],
}
TYPED = {"nombre": "beaucoup", "enfants._ids": "a1", "enfants.a1.prenom": "Zoé <b>"}
BEGIN = "/demarches/essai/commencer/"


@pytest.fixture
def person(db):
    """Somebody whose browser holds cookies, whose site checks them, and whose request stands at its second step."""
    site = make_site()
    make_department(site)
    publish(document_of(STEPS), site=site)
    return Person(Client(enforce_csrf_checks=True)).open(BEGIN).press({"nom": "Camille"})


def address_of(page):
    return f"/demarches/essai/d/{Draft.objects.get().token}/{page}/"


def code():
    return open_draft(Draft.objects.get()).code


def shown(person):
    """Return what stands in the inputs of the page, of what was typed."""
    return {name: values[0] for name, values in person.fields().items() if name in TYPED}


def check_goes_on(person):
    """Assert that the page, its mistake mended, is taken."""
    assert person.press({"nombre": "1"}).asks("motif"), person.errors
    answers = open_draft(Draft.objects.get()).answers
    assert answers["nom"] == "Camille"
    assert answers["nombre"] == 1
    assert [child["prenom"] for child in answers["enfants"]] == ["Zoé <b>"]


# a page that stays open (F12)


def test_a_page_opened_two_hours_ago_is_taken(person):
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        person.press({**TYPED, "nombre": "1"})

    assert person.asks("motif")


@pytest.mark.parametrize("hours", [2, 25])
def test_a_first_page_left_open_makes_a_draft(person, hours):
    other = Person(Client(enforce_csrf_checks=True)).open(BEGIN)

    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        other.press({"nom": "Dominique"})

    assert other.asks("nombre")
    assert Draft.objects.count() == 2


def test_a_review_opened_two_hours_ago_is_sent(person):
    person.press({**TYPED, "nombre": "1"}).press({"motif": "parce que"})

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        person.press({"consent": "yes"})

    assert open_content(Submission.objects.get()).answers["motif"] == "parce que"


# a cookie that is gone (F12)


def lose(client, how):
    """Take the list of drafts away from a browser, or put one in its place that is not to be believed."""
    token = Draft.objects.get().token
    if how == "all cookies gone":
        client.cookies.clear()
    elif how == "forged":
        client.cookies[cookies.NAME] = signing.dumps([token], salt="another salt", compress=True)
    elif how == "too old":
        with time_machine.travel(timezone.now() - timedelta(seconds=cookies.MAX_AGE_SECONDS + 60)):
            client.cookies[cookies.NAME] = signing.dumps([token], salt=cookies.SALT, compress=True)
    else:
        client.cookies[cookies.NAME] = "nonsense"


@pytest.mark.parametrize("how", ["all cookies gone", "forged", "too old", "nonsense"])
def test_what_was_typed_without_a_cookie_is_back_once_the_code_is_given(person, how):
    lose(person.client, how)

    person.press(TYPED)
    assert person.response.status_code == 403
    assert "Zoé" not in person.page.get_text()
    person.press({"code": code()})

    assert person.url == address_of("enfants")
    assert shown(person) == TYPED
    check_goes_on(person)


def test_what_was_typed_survives_a_wrong_code(person):
    lose(person.client, "forged")

    person.press(TYPED).press({"code": "nimporte quoi"}).press({"code": ""}).press({"code": code()})

    assert shown(person) == TYPED


def test_a_step_changed_elsewhere_meanwhile_does_not_take_what_was_typed_away(person, monkeypatch):
    lose(person.client, "forged")
    person.press(TYPED)
    elsewhere = Person(Client()).open(reverse("filing:resume")).press({"code": code()})
    monkeypatch.setattr(
        "runtime.filing.views.save_and_return.apply_kept", _after(lambda: elsewhere.press({"nombre": "7"}))
    )

    person.press({"code": code()})

    assert shown(person) == TYPED


def _after(change):
    """Return `apply_kept`, with `change` happening once between reading the draft and writing it."""
    from runtime.drafts.kept_fields import apply_kept

    changes = [change]

    def changed(*args, **kwargs):
        while changes:
            changes.pop()()
        return apply_kept(*args, **kwargs)

    return changed


def test_a_code_shows_nothing_of_another_draft(person):
    lose(person.client, "forged")
    person.press(TYPED)
    other = Person(Client()).open(BEGIN).press({"nom": "Dominique"})
    others_code = open_draft(Draft.objects.exclude(token=person.fields()["draft"][0]).get()).code

    person.press({"code": others_code})

    assert person.url == other.url
    assert "nombre" not in open_draft(Draft.objects.get(token=other.url.split("/")[4])).typed


# a token that is stale (F13)


def make_stale(person):
    """Give the browser another CSRF cookie than the one its page was drawn with."""
    person.client.cookies["csrftoken"] = "x" * 32


def test_a_step_with_a_stale_token_is_shown_as_typed_and_then_works(person):
    make_stale(person)

    person.press(TYPED)

    assert person.response.status_code == 403
    assert shown(person) == TYPED
    assert open_draft(Draft.objects.get()).typed == {}
    check_goes_on(person)


def test_a_first_page_with_a_stale_token_is_shown_as_typed_and_then_makes_one_draft(person):
    other = Person(Client(enforce_csrf_checks=True)).open(BEGIN)
    make_stale(other)

    other.press({"nom": "Dominique"})

    assert other.response.status_code == 403
    assert other.fields()["nom"] == ["Dominique"]
    assert Draft.objects.count() == 1
    assert other.press().asks("nombre")
    assert Draft.objects.count() == 2


def test_files_of_a_page_with_a_stale_token_are_asked_again(person):
    make_stale(person)

    person.press({**TYPED, "photo": a_photo()})

    notices = person.page.select(".g-notice")
    assert shown(person) == TYPED
    assert len([line for notice in notices for line in notice.select("p")]) == 2
    assert StoredFile.objects.count() == 0
    person.press({"nombre": "1", "photo": a_photo()})
    assert StoredFile.objects.count() == 1


def test_a_review_with_a_stale_token_is_shown_again_and_then_sent(person):
    person.press({**TYPED, "nombre": "1"}).press({"motif": "parce que"})
    make_stale(person)

    person.press({"consent": "yes"})

    assert person.response.status_code == 403
    assert Submission.objects.count() == 0
    assert "parce que" in person.page.get_text()
    person.press({"consent": "yes"})
    assert open_content(Submission.objects.get()).answers["motif"] == "parce que"


def test_a_code_typed_on_a_stale_page_is_back_with_what_travels_with_it(person):
    lose(person.client, "forged")
    person.press(TYPED)
    make_stale(person)

    person.press({"code": code()})

    assert person.response.status_code == 403
    assert person.fields()["code"] == [code()]
    assert shown(person.press()) == TYPED


def test_a_choice_made_on_a_stale_page_is_offered_again_with_what_was_typed(person):
    tab = Person(person.client).open(address_of("nom"))
    person.press({**TYPED, "nombre": "1"}).press({"motif": "parce que"}).press({"consent": "yes"})
    tab.press({"nom": "Dominique"})
    make_stale(tab)

    tab.press()

    assert tab.response.status_code == 403
    assert Draft.objects.count() == 0
    tab.press()
    assert tab.fields()["nom"] == ["Dominique"]


def test_an_address_typed_on_a_stale_page_is_back(person):
    person.open(address_of("enregistrer"))
    make_stale(person)

    person.press({"email": "camille@example.org"})

    assert person.response.status_code == 403
    assert person.fields()["email"] == ["camille@example.org"]
    assert person.press().response.status_code == 200


def test_leaving_on_a_stale_page_is_asked_again(person):
    person.open(address_of("quitter"))
    make_stale(person)

    assert person.press().response.status_code == 403
    person.press()

    assert person.url == "/demarches/essai/"


@pytest.mark.parametrize("page", ["enfants", "enregistrer", "quitter"])
def test_the_page_of_another_site_gets_a_plain_refusal(person, page):
    address = address_of(page)

    response = person.client.post(address, TYPED, headers={"origin": "https://evil.example"})

    assert response.status_code == 403
    assert "beaucoup" not in response.content.decode()
    assert code() not in response.content.decode()
