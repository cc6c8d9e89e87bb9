"""Filing by the API: once, whole, judged as the wizard's answers are, and nothing taken from the sender's word."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from runtime.api import uploads
from runtime.delivery.models import Delivery
from runtime.files.models import StoredFile, Upload
from runtime.submissions.content import open_content
from runtime.submissions.models import Event, IndexEntry, Submission
from schemas.publishing import close, publish
from tests.runtime.api.conftest import ANSWERS, Caller, a_pdf, make_token
from tests.runtime.factories import make_document

pytestmark = pytest.mark.django_db

A_DAY = timedelta(hours=25)
ONCE = "3f1d9c52-6a1e-4a57-9d0c-5a3a0d1f7b11"


def errors_of(response):
    return {(each.get("pointer") or each.get("parameter"), each["code"]) for each in response.json()["errors"]}


def test_a_request_is_recorded_with_all_that_goes_with_it(anybody, version):
    receipt = anybody.file().json()

    submission = Submission.objects.get(reference=receipt["reference"])
    assert open_content(submission).answers == ANSWERS
    assert open_content(submission).key == receipt["key"]
    assert submission.channel == Submission.Channel.API
    assert submission.department == version.department
    assert [event.kind for event in Event.objects.filter(submission=submission)] == [Event.Kind.RECEIVED]
    assert IndexEntry.objects.filter(submission=submission).exists()
    assert Delivery.objects.filter(submission=submission).count() == 1


def test_the_same_call_again_gives_the_same_request_and_its_key(anybody, version):
    first, second = anybody.file(once=ONCE), anybody.file(once=ONCE)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert second["Location"].endswith(first.json()["reference"])
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second", "is_given"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::3", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", False),
    ],
)
def test_the_key_is_given_again_only_where_the_request_came_from(version, first, second, is_given):
    here, elsewhere = (Caller(Client(REMOTE_ADDR=address)) for address in (first, second))
    filed = here.file(once="a" * 32).json()

    again = elsewhere.file(once="a" * 32)

    assert (again.status_code, again.json()["reference"]) == (200, filed["reference"])
    assert again.json()["key"] == (filed["key"] if is_given else None)
    assert here.file(once="a" * 32).json()["key"] == filed["key"]


def test_a_program_gets_the_key_again_from_any_address(version):
    token = make_token(version.department)[1]
    here, elsewhere = (Caller(Client(REMOTE_ADDR=address), token) for address in ("192.0.2.1", "192.0.2.2"))

    filed = here.file(once="a" * 32).json()

    assert elsewhere.file(once="a" * 32).json()["key"] == filed["key"]


def test_what_is_kept_of_an_address_is_no_address(version):
    Caller(Client(REMOTE_ADDR="192.0.2.77")).file()

    sender = open_content(Submission.objects.get()).sender
    assert len(sender) == 64
    assert "192" not in str(vars(Submission.objects.get()))


def test_the_key_is_not_given_again_after_a_day(anybody, version):
    anybody.file(once=ONCE)

    with time_machine.travel(timezone.now() + A_DAY):
        assert anybody.file(once=ONCE).json()["key"] is None


def test_the_same_key_with_other_answers_names_the_first_request_and_changes_nothing(anybody, version):
    first = anybody.file(once=ONCE).json()

    second = anybody.file({**ANSWERS, "nom": "Autre"}, once=ONCE)

    assert second.status_code == 409
    assert second.json()["type"].endswith("#changed-content")
    assert second.json()["reference"] == first["reference"]
    assert "key" not in second.json()
    assert Submission.objects.count() == 1


def test_two_callers_do_not_share_a_key(anybody, program, version):
    assert anybody.file(once=ONCE).json()["reference"] != program.file(once=ONCE).json()["reference"]


def test_a_repeat_is_the_same_request_after_the_procedure_changed_or_closed(anybody, version, site):
    first = anybody.file(once=ONCE).json()
    publish(make_document(title="Nouveau"), site=site)

    assert anybody.file(once=ONCE).json()["reference"] == first["reference"]
    close("acte", site=site)
    assert anybody.file(once=ONCE).status_code == 404


def test_answers_to_an_older_version_are_told_so(anybody, version, site):
    publish(make_document(title="Nouveau"), site=site)

    response = anybody.post("procedures/acte/submissions", {"answers": ANSWERS, "version": 1})

    assert response.status_code == 409
    assert response.json()["type"].endswith("#version-changed")
    assert response.json()["version"] == 2


@pytest.mark.parametrize("once", ["", "short", "a" * 129, "has spaces in it here", "é" * 20])
def test_an_idempotency_key_is_long_and_plain(anybody, version, once):
    response = anybody.post("procedures/acte/submissions", {"answers": ANSWERS}, **{"Idempotency-Key": once})

    assert response.status_code == 400
    assert errors_of(response) <= {("Idempotency-Key", "bad_value"), ("Idempotency-Key", "missing")}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"nom": 3}, ("/answers/nom", "wrong_type")),
        ({"inconnu": "x"}, ("/answers/inconnu", "unknown_question")),
        ({"nombre": 2}, ("/answers/nombre", "hidden")),
        ({"courriel": "pas une adresse"}, ("/answers/courriel", "not_an_email")),
        ({"enfants": [{"age": 4}]}, ("/answers/enfants/0/prenom", "required")),
        ({"enfants": [{"prenom": "Léa", "age": "x"}]}, ("/answers/enfants/0/age", "wrong_type")),
        ({"enfants": [{"prenom": "Léa", "_id": "a"}]}, ("/answers/enfants/0/_id", "unknown_question")),
        ({"a/b": 1}, ("/answers/a~1b", "unknown_question")),
    ],
)
def test_each_mistake_is_told_with_its_place(anybody, version, changes, told):
    response = anybody.file({**ANSWERS, **changes})

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert errors_of(response) == {told}
    assert all(each["detail"] for each in response.json()["errors"])
    assert not Submission.objects.exists()


def test_mistakes_are_worded_in_the_language_asked_for(anybody, version):
    body = {"answers": {"courriel": "faux"}}
    french = anybody.post("procedures/acte/submissions", body, **{"Accept-Language": "fr"})
    english = anybody.post("procedures/acte/submissions", body, **{"Accept-Language": "en"})

    assert french["Content-Language"] == "fr"
    assert "Ce qui a été envoyé n’est pas correct" in french.text
    assert "What was sent is not right" in english.text
    assert "enter an e-mail address in full" in english.text


@pytest.mark.parametrize("name", ["state", "department", "reference", "received_at", "key", "channel", "digest", "rev"])
def test_what_the_service_decides_cannot_be_sent(anybody, version, name):
    response = anybody.post("procedures/acte/submissions", {"answers": ANSWERS, name: "acceptee"})

    assert response.status_code == 422
    assert errors_of(response) == {(f"/{name}", "unknown_name")}
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        (b'{"answers": {}, "answers": {}}', 400),
        (b'{"answers": {"nom": "a", "nom": "b"}}', 400),
        (b'{"answers": {"nom": NaN}}', 400),
        (b'{"answers": {"nom": 1e999}}', 400),
        (b'{"answers": {"nom": ' + b"9" * 100_000 + b"}}", 400),
        (b'{"answers": {"nom": "\\ud800"}}', 400),
        (b'{"answers": {"nom": "\\u0000"}}', 400),
        (b'{"answers": ' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"}", 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe", 400),
        (b'{"answers": {"nom": "' + b"a" * 1_000_001 + b'"}}', 413),
        (b'{"answers": {"nom": "' + b"a" * 3_000_000 + b'"}}', 413),
    ],
)
def test_hostile_json_is_refused_before_anything_reads_it(anybody, version, body, status):
    response = anybody.post("procedures/acte/submissions", body)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert len(response.content) < 2_000
    assert not Submission.objects.exists()


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "text/json", ""])
def test_another_type_of_content_is_refused(client, version, media_type):
    response = client.post(
        "/api/v1/procedures/acte/submissions", b'{"answers": {}}', content_type=media_type,
        headers={"Idempotency-Key": ONCE},
    )  # fmt: skip

    assert response.status_code == 415


def test_a_person_files_so_often_only_and_is_told_how_long_to_wait(anybody, program, version, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "drafts", 2)

    responses = [anybody.file() for _ in range(3)]

    assert [response.status_code for response in responses] == [201, 201, 429]
    assert 0 < int(responses[-1]["Retry-After"]) <= 3600
    assert program.file().status_code == 201


class TestFiles:
    def test_a_file_sent_ahead_becomes_the_requests(self, anybody, version, client):
        file = anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]
        receipt = anybody.file({**ANSWERS, "pieces": [file]}).json()

        stored = StoredFile.objects.get()
        given = Caller(client, receipt["key"]).get(f"submissions/{receipt['reference']}/files/{file['id']}")
        assert stored.submission.reference == receipt["reference"]
        assert b"".join(given).startswith(b"%PDF")
        assert given["Content-Disposition"].startswith("attachment")
        assert not Upload.objects.exists()

    def test_destroying_the_key_of_the_request_makes_its_file_unreadable(self, anybody, version, program):
        file = anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]
        reference = anybody.file({**ANSWERS, "pieces": [file]}).json()["reference"]
        Submission.objects.update(wrapped_key=b"")

        assert program.get(f"submissions/{reference}/files/{file['id']}").status_code == 503

    @pytest.mark.parametrize(
        "changes",
        [
            {"size": 1},
            {"name": "autre.pdf"},
            {"sha256": "0" * 64},
            {"media_type": "image/png"},
            {"id": str(uuid.UUID(int=4, version=4))},
            {"id": "not-a-uuid"},
        ],
    )
    def test_what_is_said_of_a_file_is_what_was_found_of_it(self, anybody, version, changes):
        file = anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]

        response = anybody.file({**ANSWERS, "pieces": [{**file, **changes}]})

        assert response.status_code == 422
        assert errors_of(response) == {("/answers/pieces", "unknown_file")}
        assert not Submission.objects.exists()
        assert Upload.objects.count() == 1

    def test_a_file_serves_once(self, anybody, version):
        file = anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]
        anybody.file({**ANSWERS, "pieces": [file]})

        response = anybody.file({**ANSWERS, "pieces": [file]})

        assert errors_of(response) == {("/answers/pieces", "unknown_file")}

    def test_a_file_that_another_request_takes_meanwhile_is_not_there(self, anybody, version, monkeypatch):
        file = anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]

        def taken_as_soon_as_it_is_read(row, answer):
            return bool(Upload.objects.filter(pk=row.pk).delete())

        monkeypatch.setattr(uploads, "_is", taken_as_soon_as_it_is_read)
        response = anybody.file({**ANSWERS, "pieces": [file]})

        assert errors_of(response) == {("/answers/pieces", "unknown_file")}
        assert not Submission.objects.exists()

    def test_a_file_of_another_procedure_is_not_known_here(self, anybody, version, other_version):
        file = anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]

        response = anybody.file({**ANSWERS, "pieces": [file]}, key="nid-de-poule")

        assert errors_of(response) == {("/answers/pieces", "unknown_file")}

    def test_a_file_that_came_a_day_ago_is_forgotten(self, anybody, version):
        file = anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]

        with time_machine.travel(timezone.now() + A_DAY):
            response = anybody.file({**ANSWERS, "pieces": [file]})

        assert errors_of(response) == {("/answers/pieces", "unknown_file")}
