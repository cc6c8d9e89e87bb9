"""Texts of strangers are cut before any page reads them; whoever typed one is told, and keeps the rest."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from cms.http.text_limit import TextLimitMiddleware
from schemas.format.reading import parse_document
from schemas.publishing import publish
from schemas.questions.text_limits import MAX_CHARACTERS
from tests.journeys.person import Person
from tests.runtime.factories import make_department, make_site
from tests.runtime.procedures import BADGE

LONG = "a" * 300_000
PILE = "e" + "\u0301" * 300_000


class Somebody:
    def __init__(self, *, is_authenticated):
        self.is_authenticated = is_authenticated


def passed(path, *, is_agent=False, **posted):
    """The request as a view gets it."""
    request = RequestFactory().post(f"{path}?q={'b' * 30_000}", posted)
    request.user = Somebody(is_authenticated=is_agent)
    TextLimitMiddleware(lambda _: None).process_view(request, None, (), {})
    return request


@pytest.mark.parametrize("path", ["/demarches/badge/commencer/", "/simulateurs/aide/", "/admin/login/"])
def test_texts_of_a_form_and_of_an_address_are_cut(path):
    request = passed(path, nom=[LONG, "b"], pile=PILE)

    assert [len(text) for text in request.POST.getlist("nom")] == [MAX_CHARACTERS + 1, 1]
    assert len(request.POST["pile"]) == 32
    assert len(request.GET["q"]) == MAX_CHARACTERS + 1


def test_what_an_editor_posts_in_the_admin_is_left_alone():
    assert len(passed("/admin/pages/3/edit/", is_agent=True, body=LONG).POST["body"]) == len(LONG)


def test_a_form_within_the_limits_is_the_very_same():
    request = RequestFactory().post("/suivi/", {"reference": "BAD"})
    posted = request.POST

    TextLimitMiddleware(lambda _: None).process_view(request, None, (), {})

    assert request.POST is posted
    assert isinstance(posted, QueryDict)


@pytest.mark.parametrize("text", [LONG, PILE])
def test_whoever_types_too_much_is_told_and_keeps_the_rest(db, text):
    make_department(make_site(), "accueil")
    publish(parse_document(BADGE)[0], site=make_site())
    person = Person().open("/demarches/badge/commencer/")

    person.press({"nom": "Camille Exemple", "motif": text})

    assert "a été coupé" in "".join(person.errors)
    assert "Camille Exemple" in person.response.content.decode()
