"""Files joined and removed at the same time, or by a worker that dies: none is lost, none is sent unwanted."""

import pytest

from runtime.drafts.attachments import private_storage
from runtime.drafts.content import open_draft
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from runtime.filing import save_step
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from schemas.publishing import publish
from tests.journeys.person import Person, a_photo
from tests.runtime.documents import document_of, files, text
from tests.runtime.factories import make_department, make_site

STEPS = {
    "un": [files("avant", kinds=["jpeg"], required=False), text("nom")],
    "deux": [files("apres", kinds=["jpeg"], required=False), text("motif")],
}


@pytest.fixture
def person(db):
    """Somebody who joined a file at the first of two steps."""
    site = make_site()
    make_department(site)
    publish(document_of(STEPS), site=site)
    return Person().open("/demarches/essai/commencer/").press({"avant": a_photo("avant.jpg"), "nom": "Zoé"})


def step(person, name):
    """Open a step in a tab of its own."""
    return Person(person.client).open(f"/demarches/essai/d/{Draft.objects.get().token}/{name}/")


def remove_button(person):
    return "_remove_file", person.page.select_one('[name="_remove_file"]')["value"]


def held():
    """Return the names of the files that the draft names, once each of them was read."""
    answers = open_draft(Draft.objects.get()).answers
    named = [each for key in ("avant", "apres") for each in answers.get(key, [])]
    rows = {str(row.id): row for row in StoredFile.objects.all()}
    assert all(private_storage().exists(rows[each["id"]].path) for each in named)
    return [each["name"] for each in named]


def test_a_file_joined_while_another_is_removed_stays(person, monkeypatch):
    person.press({"apres": a_photo("apres.jpg"), "motif": "parce que"})
    first, second = step(person, "deux"), step(person, "un")
    erase = save_step.erase_files

    def erase_after_the_other_tab(*args):
        monkeypatch.undo()
        second.press({"avant": a_photo("nouveau.jpg", color="red")})
        erase(*args)

    monkeypatch.setattr(save_step, "erase_files", erase_after_the_other_tab)
    first.press(button=remove_button(first))

    assert held() == ["nouveau.jpg"]


def test_a_page_of_a_step_that_another_tab_closed_is_kept(person):
    first, second = step(person, "un"), step(person, "deux")
    first.press({"nom": ""})

    second.press({"apres": a_photo("apres.jpg", color="red"), "motif": "parce que"})

    assert held() == ["avant.jpg", "apres.jpg"]
    assert second.asks("nom")
    second.press({"nom": "Zoé"})
    assert second.fields()["motif"] == ["parce que"]
    assert "/verifier/" in second.press().url


def test_a_file_removed_by_a_worker_that_died_is_not_sent(person, monkeypatch):
    first = step(person, "un")
    monkeypatch.setattr(save_step, "erase_files", lambda *_: None)
    first.press(button=remove_button(first))
    first.press()

    first.press({"motif": "parce que"}).press({"consent": "yes"})

    assert "avant" not in open_content(Submission.objects.get()).answers
    assert StoredFile.objects.count() == 0


def test_a_file_of_a_page_that_another_tab_outdated_is_asked_again(person):
    first, second = step(person, "un"), step(person, "un")
    first.press({"nom": "Zoé B"})

    second.press({"nom": "Zoé C", "avant": a_photo("nouveau.jpg", color="red")})

    assert second.response.status_code == 409
    assert "nouveau.jpg" not in second.page.get_text()
    assert len(second.page.select(".g-notice p")) == 2
    assert held() == ["avant.jpg"]
    second.press({"avant": a_photo("nouveau.jpg", color="red")})
    assert held() == ["nouveau.jpg"]
    assert open_draft(Draft.objects.get()).answers["nom"] == "Zoé C"
