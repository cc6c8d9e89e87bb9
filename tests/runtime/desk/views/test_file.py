"""A file at the desk: what the antivirus and the inspection say of it, and no byte until it is known clean."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from runtime.files.models import Scan
from runtime.vault.storage import PrivateStorage

pytestmark = pytest.mark.django_db

WORDS = {
    Scan.NOT_ANALYSED: "Not analysed by an antivirus",
    Scan.PENDING: "Waiting for the antivirus: it cannot be opened yet",
    Scan.CLEAN: "No virus found",
    Scan.INFECTED: "Infected (Eicar-Test-Signature): it cannot be opened",
}


def say(stored, scan, **changes):
    for name, value in {"scan": scan, "scanned_at": timezone.now(), **changes}.items():
        setattr(stored, name, value)
    if scan == Scan.INFECTED:
        stored.signature = "Eicar-Test-Signature"
    stored.save()


def page_of(client, submission):
    return client.get(reverse("desk:submission", args=[submission.reference])).content.decode()


@pytest.mark.parametrize("scan", Scan)
def test_the_page_says_what_the_antivirus_said_and_links_to_what_opens(clients, submission, stored, scan):
    say(stored, scan)

    page = page_of(clients.agent, submission)

    assert [words for words in WORDS.values() if words in page] == [WORDS[scan]]
    is_linked = reverse("desk:file", args=[submission.reference, stored.pk]) in page
    assert is_linked == (scan in (Scan.NOT_ANALYSED, Scan.CLEAN))
    assert "acte.pdf" in page


def test_the_name_of_a_signature_is_text(clients, submission, stored):
    say(stored, Scan.INFECTED)
    stored.signature = "<script>canary()</script>"
    stored.save(update_fields=["signature"])

    assert "<script>canary" not in page_of(clients.agent, submission)


@pytest.mark.parametrize("is_active", [True, False])
def test_scripts_and_attachments_inside_are_told(clients, submission, stored, is_active):
    say(stored, Scan.CLEAN, is_active=is_active)

    assert ("Contains scripts or attachments" in page_of(clients.agent, submission)) == is_active


@pytest.mark.parametrize("address", ["desk:file", "desk:preview"])
@pytest.mark.parametrize("kind", ["agent", "manager"])
@pytest.mark.parametrize(
    ("scan", "words"), [(Scan.PENDING, "has not analysed this file yet"), (Scan.INFECTED, "found a virus in this file")]
)
def test_no_byte_of_a_withheld_file_is_served(clients, submission, stored, monkeypatch, *, scan, words, kind, address):
    say(stored, scan, media_type="image/jpeg")
    monkeypatch.delattr(PrivateStorage, "open_decrypted")
    client = getattr(clients, kind)

    response = client.get(reverse(address, args=[submission.reference, stored.pk]))

    page = reverse("desk:submission", args=[submission.reference])
    assert (response.status_code, response["Location"], response.content) == (302, page, b"")
    assert words in client.get(page).content.decode()
    assert not ModelLogEntry.objects.filter(action__in=["guichet.file_opened", "guichet.preview_opened"]).exists()


def test_a_preview_is_not_offered_of_a_withheld_picture(clients, submission, stored):
    say(stored, Scan.PENDING, media_type="image/jpeg")

    assert reverse("desk:preview", args=[submission.reference, stored.pk]) not in page_of(clients.agent, submission)


def test_states_cost_one_query(clients, submission, stored, django_assert_max_num_queries):
    with django_assert_max_num_queries(50) as seen:
        page_of(clients.agent, submission)

    assert len([each for each in seen.captured_queries if "runtime_storedfile" in each["sql"]]) == 1
