"""Requests that cross each other, limits that hold all together: nothing is lost, nothing breaks."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from runtime.drafts import attachments
from runtime.drafts.attachments import private_storage
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from runtime.filing import save_step
from runtime.filing.views import save_and_return
from runtime.submissions.models import Submission
from tests.journeys.person import Person, a_photo
from tests.runtime.documents import files, text

BEGIN = "/demarches/essai/commencer/"
STEPS = {"un": [text("nom"), files("photos", kinds=["jpeg"], max_files=3, required=False)], "deux": [text("motif")]}


def posted_by(person, **changes):
    """Return what the page that somebody sees would post."""
    return {name: values[0] for name, values in person.fields().items()} | changes


def crossing(monkeypatch, place, act):
    """Let `act` happen once, when the request at hand has just passed `place`, a function of a module."""
    module, name = place
    original = getattr(module, name)

    def then_cross(*args, **kwargs):
        found = original(*args, **kwargs)
        monkeypatch.setattr(module, name, original)
        act()
        return found

    monkeypatch.setattr(module, name, then_cross)


def stored_names(content):
    """Return the names of the files that the draft names, once each of them was found on the disk."""
    held = content().answers.get("photos", [])
    assert {str(row.id) for row in StoredFile.objects.all()} == {each["id"] for each in held}
    assert all(private_storage().exists(row.path) for row in StoredFile.objects.all())
    return [each["name"] for each in held]


def test_two_first_pages_with_a_file_sent_at_once_make_one_draft_with_one_file(published, person, monkeypatch, content):
    published(STEPS)
    page = posted_by(person.open(BEGIN), nom="Zoé")
    crossing(monkeypatch, (save_step, "_receive"), lambda: Client().post(BEGIN, page | {"photos": a_photo("une.jpg")}))

    response = person.client.post(BEGIN, page | {"photos": a_photo("une.jpg")}, follow=True)

    assert response.status_code == 200
    assert person._see(response, BEGIN).asks("motif")
    assert stored_names(content) == ["une.jpg"]


def test_a_file_joined_while_another_is_received_stays(published, person, monkeypatch, content):
    published(STEPS)
    person.open(BEGIN).press({"nom": "Zoé"}).open(f"/demarches/essai/d/{Draft.objects.get().token}/un/")
    page = posted_by(person) | {"_rev": ""}
    first = page | {"photos": a_photo("une.jpg")}
    crossing(monkeypatch, (save_step, "_receive"), lambda: person.client.post(person.url, first))

    person.client.post(person.url, page | {"photos": a_photo("deux.jpg", color="red")})

    assert stored_names(content) == ["une.jpg", "deux.jpg"]


def test_a_page_with_a_file_sent_twice_is_no_mistake(published, person, content):
    published(STEPS)
    person.open(BEGIN).press({"nom": "Zoé"}).open(f"/demarches/essai/d/{Draft.objects.get().token}/un/")
    page = posted_by(person)

    for _ in range(2):
        response = person.client.post(person.url, page | {"photos": a_photo("une.jpg")}, follow=True)

    assert person._see(response, person.url).asks("motif")
    assert stored_names(content) == ["une.jpg"]


def test_a_file_chosen_again_on_a_fresh_page_is_told(published, person):
    published(STEPS)
    person.open(BEGIN).press({"nom": "Zoé", "photos": a_photo("une.jpg")})
    person.open(f"/demarches/essai/d/{Draft.objects.get().token}/un/")

    person.press({"photos": a_photo("une.jpg")})

    assert len(person.errors) == 1


def test_a_link_is_mailed_even_when_the_draft_changes_meanwhile(published, person, monkeypatch):
    published(STEPS)
    person.open(BEGIN).press({"nom": "Zoé"}).press(button=("_save", "yes"))
    crossing(monkeypatch, (save_and_return, "open_for"), lambda: Draft.objects.update(rev=9))

    person.press({"email": "zoe@example.org"})

    assert Draft.objects.get().deliveries.count() == 1


def test_no_link_is_mailed_to_a_draft_that_was_sent_meanwhile(published, person, monkeypatch, mailoutbox):
    published(STEPS)
    review = Person(person.open(BEGIN).press({"nom": "Zoé"}).press({"motif": "x"}).client)
    review.open(person.url)
    person.open(person.url.replace("verifier", "enregistrer"))
    crossing(monkeypatch, (save_and_return, "open_for"), lambda: review.press({"consent": "yes"}))

    person.press({"email": "zoe@example.org"})

    assert "/envoyee/" in person.url
    assert mailoutbox == []


def test_a_draft_past_its_last_day_is_not_sent(published, person):
    published({"un": [text("nom")]})
    person.open(BEGIN).press({"nom": "Zoé"})
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    person.press({"consent": "yes"})

    assert person.response.status_code == 404
    assert Submission.objects.count() == 0


def test_answers_that_name_a_file_which_is_not_there_are_mended_before_sending(published, person):
    published({"un": [files("photo", kinds=["jpeg"])]})
    person.open(BEGIN).press({"photo": a_photo()})
    StoredFile.objects.all().delete()

    person.press({"consent": "yes"})

    assert Submission.objects.count() == 0
    assert "/un/" in person.url
    person.press(button=("_remove_file", person.page.select_one('[name="_remove_file"]')["value"]))
    person.press({"photo": a_photo()}).press({"consent": "yes"})
    assert Submission.objects.get().files.count() == 1


def test_the_files_of_all_steps_count_together(published, person, monkeypatch):
    monkeypatch.setattr(attachments, "MAX_FILES_A_DRAFT", 1)
    published({"un": [files("avant", kinds=["jpeg"])], "deux": [files("apres", kinds=["jpeg"])]})

    person.open(BEGIN).press({"avant": a_photo()}).press({"apres": a_photo(color="red")})

    assert len(person.errors) == 1
    assert StoredFile.objects.count() == 1


def test_new_requests_made_of_a_sent_one_are_limited_and_keep_what_was_typed(published, person):
    published({"un": [text("nom")]})
    person.open(BEGIN).press({"nom": "Zoé"}).press({"consent": "yes"})
    again, cookies = person.url.replace("envoyee", "recommencer"), person.client.cookies["guichet_drafts"].value
    for _ in range(settings.GUICHET_LIMITS["drafts"]):
        person.client.post(again)
        person.client.cookies["guichet_drafts"] = cookies
    made = Draft.objects.count()

    response = person.client.post(again, {"next_step": "un", "kept:nom": "mes mots"})

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "mes mots" in response.content.decode()
    assert Draft.objects.count() == made < settings.GUICHET_LIMITS["drafts"]


def test_a_page_with_a_stale_token_still_does_not_overwrite_another_tab_unseen(published, content):
    published(STEPS)
    person = Person(Client(enforce_csrf_checks=True)).open(BEGIN).press({"nom": "Zoé"})
    address = f"/demarches/essai/d/{Draft.objects.get().token}/un/"
    stale = Person(person.client).open(address)
    person.open(address).press({"nom": "Zoé B"})
    stale.press({"nom": "Zoé C", "csrfmiddlewaretoken": "x" * 64})
    assert stale.response.status_code == 403

    stale.press()

    assert stale.response.status_code == 409
    assert stale.fields()["nom"] == ["Zoé C"]
    assert content().answers["nom"] == "Zoé B"


def test_a_check_page_with_a_stale_token_is_kept_by_nobody(published, person):
    published({"un": [text("nom")]})
    person.open(BEGIN).press({"nom": "Zoé"})
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = person.client.cookies

    response = strict.post(person.url, {"consent": "yes"})

    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store, private"
