"""Keywords of foreign schemas that say who answers: readOnly, deprecated, default, const, and null for a blank."""

import pytest

from runtime.drafts.content import open_draft
from runtime.drafts.models import Draft
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from tests.runtime.documents import question

INNER = {
    "pays": {"type": "string", "title": "Pays", "default": "France"},
    "rue": {"type": "string", "title": "Rue"},
}
ADDRESS = {"type": "object", "properties": INNER, "required": ["rue"]}
STEPS = {
    "un": [
        question("version", {"type": "string", "readOnly": True, "default": "2026"}),
        question("fax", {"type": "string", "deprecated": True}, required=False),
        question("langue", {"type": "string", "default": "Français"}, required=False),
        question("adresse", ADDRESS),
        question("secours", ADDRESS, required=False),
        question("titre", {"type": ["string", "null"]}),
    ],
    "deux": [question("fin", {"type": "string"})],
}


@pytest.fixture
def form(published, person):
    published(STEPS)
    return person.open("/demarches/essai/commencer/")


def answers():
    return open_draft(Draft.objects.get()).answers


def test_a_default_stands_in_its_input_and_may_be_taken_away_for_good(form):
    assert form.fields()["langue"] == ["Français"]

    form.press({"langue": "", "adresse.rue": "rue des Lilas"})
    form.open(form.url.replace("/deux/", "/un/"))

    assert form.fields()["langue"] == [""]
    assert "langue" not in answers()


def test_a_default_inside_what_may_be_left_out_does_not_make_one_complete_it(form):
    assert form.fields()["adresse.pays"] == ["France"]
    assert form.fields()["secours.pays"] == [""]

    form.press({"adresse.rue": "rue des Lilas"})

    assert "/deux/" in form.url, form.errors
    assert answers()["adresse"] == {"pays": "France", "rue": "rue des Lilas"}
    assert "secours" not in answers()


def test_what_is_read_only_is_shown_and_never_taken_from_the_page(form):
    assert not form.asks("version")
    assert form.page.find(id="q-version").dd.get_text(strip=True) == "2026"

    form.press({"adresse.rue": "rue des Lilas", "version": "1789"})

    assert answers()["version"] == "2026"


def test_what_is_out_of_use_is_not_asked_until_it_holds_an_answer(form, monkeypatch):
    assert not form.asks("fax")

    form.press({"adresse.rue": "rue des Lilas", "fax": "01"})
    form.open(form.url.replace("/deux/", "/un/"))

    assert form.fields()["fax"] == ["01"]
    assert "n’est plus utilisée" in form.page.find(id="q-fax-hint").get_text()


def test_a_blank_that_may_be_null_is_sent_as_null(form):
    form.press({"adresse.rue": "rue des Lilas"}).press({"fin": "x"}).press({"consent": "yes"})

    assert open_content(Submission.objects.get()).answers["titre"] is None
