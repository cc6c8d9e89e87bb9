"""The start sheet and the first page."""

import pytest
from django.conf import settings

from runtime.drafts.models import Draft
from schemas.publishing import close
from tests.journeys.person import Person
from tests.runtime.documents import files, text

TEXTS = {
    "before": "Ce que c’est.",
    "who": "Tout le monde.",
    "minutes": 4,
    "documents": {"piece": "Une pièce d’identité"},
}


def test_the_start_sheet_says_what_who_what_to_have_and_how_long_and_sets_no_cookie(published, person):
    published({"un": [text("nom"), files("piece")]}, texts=TEXTS)

    person.open("/demarches/essai/")

    words = person.page.select_one("main").get_text(" ", strip=True)
    for expected in ("Ce que c’est.", "Tout le monde.", "Une pièce d’identité", "4 minutes", "Essayer", "90"):
        assert expected in words
    assert not person.response.cookies


def test_the_first_page_writes_nothing_until_it_is_sent(published, person):
    published({"un": [text("nom")]})

    person.open("/demarches/essai/commencer/")

    assert Draft.objects.count() == 0
    assert "guichet_drafts" not in person.client.cookies


def test_sending_the_first_page_twice_makes_one_draft(published, person):
    published({"un": [text("nom")], "deux": [text("motif")]})
    person.open("/demarches/essai/commencer/")
    data = {name: values[0] for name, values in person.fields().items()} | {"nom": "Zoé"}

    answers = [Person().client.post(person.url, data) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert Draft.objects.count() == 1


def test_two_tabs_that_begin_make_two_drafts(published, person):
    published({"un": [text("nom")], "deux": [text("motif")]})

    for _ in range(2):
        person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})

    assert Draft.objects.count() == 2


def test_a_page_with_an_error_is_kept_as_a_draft_with_what_was_typed(published, person, content):
    published({"un": [text("nom"), text("prenom")]})

    person.open("/demarches/essai/commencer/").press({"nom": "Zoé", "prenom": ""})

    assert len(person.errors) == 1
    assert person.page.title.string.startswith("Erreur")
    assert content().answers == {"nom": "Zoé"}


def test_too_many_drafts_from_one_address_wait_and_keep_what_was_typed(published, person):
    published({"un": [text("nom")]})
    for _ in range(settings.GUICHET_LIMITS["drafts"]):
        person.client.post("/demarches/essai/commencer/", {"nom": "x"})

    response = person.client.post("/demarches/essai/commencer/", {"nom": "mes mots"})

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "mes mots" in response.content.decode()


def test_a_closed_procedure_says_so_and_a_draft_of_it_goes_on(published, person, site):
    published({"un": [text("nom")], "deux": [text("motif")]})
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})
    step = person.url

    close("essai", site=site)

    assert "Service de l’accueil" in Person().open("/demarches/essai/").page.get_text()
    assert Person().open("/demarches/essai/commencer/").response.status_code == 404
    assert person.open(step).asks("motif")


def test_a_procedure_that_never_was_is_not_found(db, person):
    assert person.open("/demarches/jamais/").response.status_code == 404


@pytest.mark.parametrize("address", ["/demarches/essai/", "/demarches/essai/commencer/"])
def test_every_page_is_there_in_english_too(published, person, address):
    published({"un": [text("nom")]})

    person.open(f"/en{address}")

    assert person.page.select_one("html")["lang"] == "en"
