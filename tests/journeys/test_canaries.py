"""What a person typed is readable on their own pages only: not in the database, the storage, the mails, the logs."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from runtime.delivery.sender import deliver_due
from runtime.submissions.models import Submission
from schemas.models import Version
from tests.journeys.person import Person, smallest_pdf
from tests.runtime.api.conftest import Caller, make_token
from tests.runtime.documents import document_of, files, question, text
from tests.runtime.factories import make_department, make_site

CANARIES = ("Canari-Nom", "canari.mail@example.org", "Canari-Motif", "canari-fichier", "Canari-Brouillon")


@pytest.fixture
def way(db, caplog):
    """A whole way: filed with a file, followed, withdrawn by nobody, plus a draft left half way and a wrong key."""
    from schemas.publishing import publish

    caplog.set_level(logging.DEBUG)
    site = make_site()
    make_department(site)
    mail = question("courriel", {"type": "string"}, widget="email")
    publish(document_of({"un": [text("nom"), mail, text("motif")], "deux": [files("piece", kinds=["pdf"])]}), site=site)
    person = Person()
    person.open("/demarches/essai/commencer/")
    person.press({"nom": "Canari-Nom", "courriel": "canari.mail@example.org", "motif": "Canari-Motif"})
    person.press({"piece": SimpleUploadedFile("canari-fichier.pdf", smallest_pdf(), "application/pdf")})
    person.press({"consent": "yes"})
    words = person.page.get_text(" ", strip=True).split()
    reference = next(word for word in words if word.startswith("ESS-"))
    key = next(word for word in words if word.count("-") == 4 and word != reference)
    Person().open("/suivi/").press({"reference": reference, "key": key})
    Person().open("/suivi/").press({"reference": reference, "key": key[:-1] + "2"})
    draft = Person().open("/demarches/essai/commencer/")
    draft.press({"nom": "Canari-Brouillon", "courriel": "faux", "motif": "Canari-Motif"})
    code = draft.press(button=("_save", "yes")).page.find(string=lambda t: len(t.strip()) == 24 and t.count("-") == 4)
    secrets = _by_program()
    return {"reference": reference, "secrets": (key, code.strip(), *secrets), "logs": caplog}


def _by_program():
    """The same through the API: a file ahead, a request, all that is read of it, a reason, wrong credentials."""
    token = make_token(Version.objects.get().department)[1]
    anybody, program = Caller(Client()), Caller(Client(), token)
    pdf = SimpleUploadedFile("canari-fichier.pdf", smallest_pdf(), "application/pdf")
    file = anybody.send("procedures/essai/uploads", question="piece", file=pdf).json()["answer"]
    anybody.send("procedures/essai/uploads", question="piece", file=SimpleUploadedFile("canari-fichier.exe", b"MZ"))
    answers = {"nom": "Canari-Nom", "courriel": "canari.mail@example.org", "motif": "Canari-Motif", "piece": [file]}
    receipt = anybody.file(answers, key="essai").json()
    anybody.file({**answers, "courriel": "Canari-Brouillon"}, key="essai")
    path = f"submissions/{receipt['reference']}"
    for caller in (anybody, program, Caller(Client(), receipt["key"]), Caller(Client(), receipt["key"][:-1] + "2")):
        for each in (path, f"{path}/events", f"{path}/files/{file['id']}", "submissions", "events"):
            caller.get(each)
    pushed = program.post(f"{path}/transitions", {"transition": "clore", "reason": "Canari-Motif"})
    assert pushed.status_code == 201
    return receipt["key"], token


def dump() -> str:
    """Return every cell of every table, as text."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            cells += [_readable(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(cells)


def _readable(cell) -> str:
    return bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)


def test_a_dump_of_the_database_holds_no_answer_and_no_secret(way):
    found = dump()

    assert way["reference"] in found
    for secret in (*CANARIES, *way["secrets"]):
        assert secret not in found


def test_the_storage_holds_no_readable_file(way):
    folder = Path(storages["private"].location)

    stored = [path for path in folder.rglob("*") if path.is_file()]

    assert stored
    for path in stored:
        content = path.read_bytes()
        assert b"%PDF" not in content
        assert b"canari" not in content.lower()
        assert "canari" not in path.name.lower()


def test_the_mail_says_the_reference_and_no_answer(way, mailoutbox):
    deliver_due(10)

    assert len(mailoutbox) >= 2  # of the person and of the program
    everything = "\n".join(f"{mail.subject}\n{mail.body}" for mail in mailoutbox)
    assert way["reference"] in everything
    for secret in ("Canari-Nom", "Canari-Motif", "canari-fichier", *way["secrets"]):
        assert secret not in everything


def test_the_logs_hold_no_answer_and_no_secret(way):
    deliver_due(10)

    written = "\n".join(record.getMessage() for record in way["logs"].records if record.name != "django.db.backends")

    for secret in (*CANARIES, *way["secrets"]):
        assert secret not in written


def test_erasing_the_key_makes_a_request_unreadable(way):
    from runtime.submissions.content import open_content
    from runtime.vault.encryption import VaultError

    Submission.objects.update(wrapped_key=b"")

    for submission in Submission.objects.all():
        with pytest.raises(VaultError):
            open_content(submission)


def test_wagtail_knows_nothing_of_what_was_sent(way):
    call_command("rebuild_references_index", verbosity=0)
    found = dump()

    for secret in CANARIES:
        assert secret not in found
    assert Path(storages["private"].location) != settings.MEDIA_ROOT
