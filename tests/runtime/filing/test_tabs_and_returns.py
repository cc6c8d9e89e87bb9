"""Two tabs, another version, another device: nothing is lost and nothing is overwritten unseen."""

import pytest

from runtime.delivery.sender import deliver_due
from runtime.drafts.models import Draft
from runtime.submissions.models import Submission
from tests.journeys.person import Person, a_photo
from tests.runtime.documents import files, group, question, text, yes_no

TWO_STEPS = {"un": [text("nom"), text("prenom")], "deux": [text("motif")]}


@pytest.fixture
def begun(published, person):
    """Somebody whose request stands at the second of two steps."""
    published(TWO_STEPS)
    return person.open("/demarches/essai/commencer/").press({"nom": "Zoé", "prenom": "A"})


def step_url(step):
    return f"/demarches/essai/d/{Draft.objects.get().token}/{step}/"


def test_a_step_changed_in_another_tab_is_shown_before_it_is_overwritten(begun, content):
    other = Person(begun.client).open(step_url("un"))
    begun.open(step_url("un")).press({"nom": "Zoé B"})

    other.press({"nom": "Zoé C"})

    assert other.response.status_code == 409
    assert other.fields()["nom"] == ["Zoé C"]
    assert content().answers["nom"] == "Zoé B"
    other.press()
    assert content().answers["nom"] == "Zoé C"


def test_the_same_page_sent_twice_is_no_conflict(begun, content):
    other = Person(begun.client).open(step_url("un"))
    begun.open(step_url("un")).press({"nom": "Zoé B"})

    other.press({"nom": "Zoé B"})

    assert other.response.status_code == 200
    assert other.asks("motif")


def test_two_tabs_on_two_steps_both_count(begun, content):
    other = Person(begun.client).open(step_url("deux"))
    begun.open(step_url("un")).press({"nom": "Autre"})

    other.press({"motif": "parce que"})

    assert content().answers == {"nom": "Autre", "prenom": "A", "motif": "parce que"}


def test_a_draft_goes_on_with_the_version_it_began_with(begun, published, person):
    published({"un": [text("nouveau")]})

    assert begun.open(step_url("deux")).asks("motif")
    assert Person().open("/demarches/essai/commencer/").asks("nouveau")


def test_an_answer_changed_from_the_check_page_comes_straight_back(begun):
    begun.press({"motif": "x"})
    assert "/verifier/" in begun.url

    link = next(a["href"] for a in begun.page.select("main a") if "retour=1" in a["href"] and "/un/" in a["href"])
    begun.open(link).press({"nom": "Changé"})

    assert "/verifier/" in begun.url
    assert "Changé" in begun.page.get_text()


def test_a_change_that_opens_questions_asks_them_before_coming_back(published, person):
    show = {"step/deux": {"==": [{"var": "veut"}, True]}}
    published({"un": [yes_no("veut")], "deux": [text("motif")]}, show=show)
    person.open("/demarches/essai/commencer/").press({"veut": "no"})
    token = Draft.objects.get().token

    person.open(f"/demarches/essai/d/{token}/un/?retour=1").press({"veut": "yes"})

    assert person.asks("motif")
    person.press({"motif": "voilà"})
    assert "/verifier/" in person.url


def test_a_question_that_an_answer_brings_up_on_the_same_page_is_asked_without_an_error(published, person, content):
    show = {"question/precision": {"==": [{"var": "veut"}, True]}}
    published({"un": [yes_no("veut"), text("precision")], "deux": [text("motif")]}, show=show)
    person.open("/demarches/essai/commencer/")
    assert not person.asks("precision")

    person.press({"veut": "yes"})

    assert person.asks("precision")
    assert person.errors == []
    person.press({"veut": "yes", "precision": "x"})
    assert person.asks("motif")


def test_a_blank_item_of_a_group_does_not_move_the_errors_of_the_next(published, person):
    published({"un": [group("enfants", text("prenom"), question("age", {"type": "integer"}))]})
    person.open("/demarches/essai/commencer/").press(button=("_add", "enfants")).press(button=("_add", "enfants"))
    first, second = person.fields()["enfants._ids"]

    person.press({f"enfants.{second}.prenom": "Léa"})

    faulty = [each["name"] for each in person.page.select("[aria-invalid=true]")]
    assert faulty == [f"enfants.{second}.age"]
    assert first in person.fields()["enfants._ids"]


def test_an_item_is_removed_without_touching_the_others(published, person):
    published({"un": [group("enfants", text("prenom"))]})
    person.open("/demarches/essai/commencer/").press(button=("_add", "enfants")).press(button=("_add", "enfants"))
    first, second = person.fields()["enfants._ids"]

    person.press({f"enfants.{first}.prenom": "Un", f"enfants.{second}.prenom": "Deux"}, ("_remove", f"enfants.{first}"))

    assert person.fields()["enfants._ids"] == [second]
    assert person.fields()[f"enfants.{second}.prenom"] == ["Deux"]


def test_a_file_is_removed_by_its_button_and_leaves_the_disk(published, person, content):
    published({"un": [files("photos", kinds=["jpeg"], max_files=3)]})
    person.open("/demarches/essai/commencer/").press({"photos": [a_photo("a.jpg"), a_photo("b.jpg", color="red")]})
    first = content().answers["photos"][0]["id"]

    person.open(step_url("un")).press(button=("_remove_file", f"photos.{first}"))

    assert [file["name"] for file in content().answers["photos"]] == ["b.jpg"]
    assert Draft.objects.get().files.count() == 1


def test_saving_shows_a_code_that_opens_the_request_on_another_device(begun):
    begun.press({"motif": "à moitié"}, ("_save", "yes"))
    code = begun.page.find(string=lambda text: text.count("-") == 4 and len(text.strip()) == 24).strip()
    elsewhere = Person()

    elsewhere.open("/demarches/reprendre/").press({"code": code.lower().replace("-", " ")})

    assert elsewhere.asks("motif")
    assert elsewhere.fields()["motif"] == ["à moitié"]


def test_codes_are_not_tried_for_ever(begun):
    other = Person()

    statuses = [other.client.post("/demarches/reprendre/", {"code": "ABCD"}).status_code for _ in range(12)]

    assert statuses[:10] == [422] * 10
    assert statuses[10:] == [429, 429]


def test_a_link_by_mail_opens_the_draft_once_and_the_address_is_not_kept_in_clear(begun, mailoutbox):
    begun.press(button=("_save", "yes"))

    begun.press({"email": "zoe@example.org"})

    deliver_due(10)
    (mail,) = mailoutbox
    assert mail.to == ["zoe@example.org"]
    link = next(word for word in mail.body.split() if "/suivi/ouvrir/" in word)
    elsewhere = Person().open(link.replace("http://testserver", ""))
    elsewhere.press()
    assert elsewhere.asks("motif")
    assert not Person().open(link.replace("http://testserver", "")).page.select("form[action*=ouvrir] button")


def test_leaving_forgets_the_draft_on_this_device_only(begun):
    address = begun.url
    token = Draft.objects.get().token

    begun.open(f"/demarches/essai/d/{token}/quitter/").press()

    assert begun.open(address).response.status_code == 403
    assert Draft.objects.count() == 1


def test_the_receipt_opens_only_where_it_was_sent(begun):
    begun.press({"motif": "x"}).press({"consent": "yes"})
    receipt = begun.url
    reference = Submission.objects.get().reference

    assert reference in begun.page.get_text()
    elsewhere = Person().open(receipt)
    assert elsewhere.url == "/suivi/"
    assert reference not in elsewhere.page.get_text()


def test_sending_without_confirming_says_what_to_do(begun):
    begun.press({"motif": "x"}).press()

    assert len(begun.errors) == 1
    assert Submission.objects.count() == 0
    assert begun.page.select_one("#consent")["aria-invalid"] == "true"


def test_answers_changed_in_another_tab_are_checked_again_before_sending(begun):
    begun.press({"motif": "x"})
    other = Person(begun.client).open(step_url("un"))
    other.press({"nom": "Autre"})

    begun.press({"consent": "yes"})

    assert "/verifier/" in begun.url
    assert "Autre" in begun.page.get_text()
    assert Submission.objects.count() == 0
