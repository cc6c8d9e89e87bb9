"""Files sent ahead: inspected as any other, counted, encrypted, swept when nothing comes."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from runtime.drafts.attachments import private_storage
from runtime.files.models import Upload
from runtime.privacy.expiry import GRACE, erase_expired_uploads, orphan_names
from runtime.vault.storage import StorageFull
from tests.runtime.api.conftest import a_pdf

pytestmark = pytest.mark.django_db


def send(caller, file=None, question="pieces", **fields):
    return caller.send("procedures/acte/uploads", question=question, file=file or a_pdf(), **fields)


@pytest.fixture(autouse=True)
def empty_storage(settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private")}}
    settings.STORAGES = settings.STORAGES | {"private": private}


def stored():
    return list(private_storage().names(older_than_seconds=0))


def test_the_answer_is_what_stands_for_the_file(anybody, version):
    response = send(anybody, a_pdf("Ma pièce.pdf"))

    told = response.json()
    assert response.status_code == 201
    assert set(told["answer"]) == {"id", "name", "media_type", "size", "sha256"}
    assert told["answer"]["name"] == "Ma pièce.pdf"
    assert told["answer"]["media_type"] == "application/pdf"


def test_the_file_and_its_name_are_encrypted(anybody, version):
    send(anybody, a_pdf("canari.pdf"))

    (name,) = stored()
    assert b"%PDF" not in Path(private_storage().location, name).read_bytes()
    assert "canari" not in str(Upload.objects.values_list().get())


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (SimpleUploadedFile("vide.pdf", b""), "file_empty"),
        (SimpleUploadedFile("page.html", b"<script>alert(1)</script>"), "file_kind"),
        (SimpleUploadedFile("acte.pdf", b"MZ\x90\x00" + b"\0" * 100), "file_mismatch"),
        (SimpleUploadedFile("sans", b"%PDF-1.4"), "file_name"),
    ],
)
def test_a_file_that_may_not_be_kept_is_refused_with_the_reason(anybody, version, file, code):
    response = send(anybody, file)

    assert response.status_code == 422
    assert [each["code"] for each in response.json()["errors"]] == [code]
    assert stored() == []
    assert not Upload.objects.exists()


@pytest.mark.parametrize("question", ["nom", "inconnue", "pieces.x", "enfants.prenom", "", "\0"])
def test_a_question_that_asks_for_no_file_is_refused(anybody, version, question):
    response = send(anybody, question=question)

    assert response.status_code == 422
    assert stored() == []


@pytest.mark.parametrize("extra", [{"sha256": "0" * 64}, {"id": "1"}, {"size": 1}])
def test_nothing_of_a_file_is_taken_from_its_senders_word(anybody, version, extra):
    response = send(anybody, **extra)

    assert response.status_code == 422
    assert response.json()["errors"] == [{"parameter": next(iter(extra)), "code": "unknown_name"}]
    assert stored() == []


def test_a_broken_form_is_refused(client, version):
    response = client.post("/api/v1/procedures/acte/uploads", b"x", content_type="multipart/form-data; boundary=")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_so_many_files_may_wait_and_no_more(anybody, version, monkeypatch):
    monkeypatch.setattr("runtime.api.uploads.MAX_FILES_A_DRAFT", 2)

    responses = [send(anybody) for _ in range(3)]

    assert [response.status_code for response in responses] == [201, 201, 422]
    assert responses[-1].json()["errors"][0]["code"] == "too_much_in_all"
    assert len(stored()) == 2


def test_so_many_bytes_may_wait_and_no_more(anybody, program, version, monkeypatch):
    size = send(anybody).json()["answer"]["size"]
    monkeypatch.setattr("runtime.api.uploads.MAX_BYTES_A_DRAFT", 2 * size)

    assert [send(anybody).status_code for _ in range(2)] == [201, 422]
    assert send(program).status_code == 201  # counted for itself


def test_one_address_sends_so_many_files_an_hour(anybody, version, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "uploads", 1)

    assert [send(anybody).status_code for _ in range(2)] == [201, 429]


def test_a_full_disk_is_told_and_leaves_nothing(anybody, version, monkeypatch):
    def full(*_):
        raise StorageFull

    monkeypatch.setattr("runtime.vault.folder.FolderStorage.write_encrypted", full)

    response = send(anybody)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response.json()["type"].endswith("#unavailable")
    assert not Upload.objects.exists()


def test_a_row_that_cannot_be_written_takes_its_file_with_it(anybody, version, monkeypatch):
    from django.db import OperationalError

    def away(*_, **__):
        raise OperationalError

    monkeypatch.setattr(Upload, "save", away)

    assert send(anybody).status_code == 503
    assert stored() == []


def test_the_sweep_takes_what_nothing_came_for_and_leaves_the_rest(anybody, version):
    old, young = (send(anybody).json()["answer"]["id"] for _ in range(2))
    Upload.objects.filter(pk=old).update(expires_at=timezone.now() - GRACE - timedelta(seconds=1))

    assert erase_expired_uploads(timezone.now()) == 1

    assert [str(row.pk) for row in Upload.objects.all()] == [young]
    assert stored() == [Upload.objects.get().path]
    assert not any(orphan_names())


def test_a_file_that_waits_is_no_orphan(anybody, version, monkeypatch):
    send(anybody)
    monkeypatch.setattr("runtime.privacy.expiry.ORPHAN_SECONDS", -1)

    assert list(orphan_names()) == []
