"""Files that the antivirus does not let out, and PDF files that do something, for programs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from runtime.files.models import Scan, StoredFile, Upload
from runtime.vault.storage import PrivateStorage
from tests.runtime.api.conftest import ANSWERS, Caller, a_pdf
from tests.runtime.files.inspection import documents

pytestmark = pytest.mark.django_db


def active_pdf():
    return SimpleUploadedFile("acte.pdf", documents.pdf(trailer=b"/X<</S/JavaScript/JS(a)>>"), "application/pdf")


def file_with(anybody, file):
    answer = anybody.send("procedures/acte/uploads", question="pieces", file=file).json()["answer"]
    return anybody.file({**ANSWERS, "pieces": [answer]}).json(), StoredFile.objects.get(pk=answer["id"])


@pytest.mark.parametrize("scan", [Scan.PENDING, Scan.INFECTED])
@pytest.mark.parametrize("who", ["program", "holder"])
def test_nobody_gets_a_byte_of_a_withheld_file(anybody, program, version, client, monkeypatch, *, scan, who):
    receipt, stored = file_with(anybody, a_pdf())
    StoredFile.objects.update(scan=scan)
    monkeypatch.delattr(PrivateStorage, "open_decrypted")
    caller = program if who == "program" else Caller(client, receipt["key"])

    response = caller.get(f"submissions/{receipt['reference']}/files/{stored.pk}")

    assert response.status_code == 403
    assert response.json()["type"].endswith("#withheld")


def test_a_file_sent_ahead_is_pending_from_its_sending_on(anybody, version, settings):
    settings.GUICHET_CLAMD = ("127.0.0.1", 1)

    _, stored = file_with(anybody, a_pdf())

    assert stored.scan == Scan.PENDING


def test_scripts_inside_are_remembered_from_the_upload_on(anybody, version):
    _, stored = file_with(anybody, active_pdf())
    _, plain = file_with(anybody, a_pdf())

    assert (stored.is_active, plain.is_active) == (True, False)


def test_scripts_inside_are_refused_where_the_operator_says_so(anybody, version, settings):
    settings.GUICHET_ACTIVE_FILES = "refuse"

    response = anybody.send("procedures/acte/uploads", question="pieces", file=active_pdf())

    assert response.status_code == 422
    assert [each["code"] for each in response.json()["errors"]] == ["file_active"]
    assert "acte.pdf" in response.json()["errors"][0]["detail"]
    assert not Upload.objects.exists()
