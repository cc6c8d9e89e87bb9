"""A real clamd: the EICAR file reaches no agent however it is wrapped, nor does anything meanwhile (F11, X12)."""

import zlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from cms.demonstration.town import PASSWORD
from runtime.files.antivirus import NoVerdict, scan_stream
from runtime.files.models import Scan, StoredFile
from runtime.submissions.models import Submission
from runtime.submissions.scans import LATE_SECONDS, Scanned, rescan
from schemas.publishing import publish
from tests.eicar import eicar
from tests.faults.clamd import MAX_STREAM_BYTES, SIGNATURE, Clamd
from tests.faults.server import Server
from tests.faults.visitor import Visitor
from tests.journeys.person import Person
from tests.runtime.desk.conftest import make_user
from tests.runtime.documents import document_of, files, text
from tests.runtime.factories import make_department, make_site
from tests.runtime.files.inspection.documents import pdf
from tests.runtime.files.inspection.zips import zip_with

KEY = "antivirus"
STEPS = {"un": [text("nom")], "deux": [files("piece", kinds=["txt", "zip", "pdf"])]}
MARK = "Rien à signaler.\n".encode()


def pdf_with_attachment(content):
    packed = zlib.compress(content)
    stream = b"<</Type/EmbeddedFile/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    return pdf(extra=[stream, b"<</Type/Filespec/F(a.txt)/EF<</F 44 0 R>>>>"])


def in_zip(content):
    return zip_with({"lisez-moi.txt": b"Bonjour", "dossier/note.txt": content})


INFECTED = {
    "note.txt": eicar(),
    "dossier.zip": in_zip(eicar()),
    "acte.pdf": pdf_with_attachment(eicar()),
}


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    with Clamd(tmp_path_factory.mktemp("clamd")) as clamd, override_settings(GUICHET_CLAMD=clamd.address):
        yield clamd


@pytest.fixture(scope="module")
def site(database, folder, clamd):
    """A site with an antivirus, whose agent is logged in."""
    department = make_department(make_site())
    publish(document_of(STEPS, key=KEY), site=department.site)
    user = make_user("antivirus@example.org", department)
    user.set_password(PASSWORD)
    user.save()
    with Server(database_url=database, folder=folder, log="antivirus.log", CLAMD_URL=clamd.url) as server:
        agent = Person(Visitor(server.url)).open("/admin/login/")
        agent.press({"username": user.email, "password": PASSWORD})
        yield SimpleNamespace(url=server.url, agent=agent)


@pytest.fixture(autouse=True)
def running(clamd):
    """Each test starts with the daemon up and nothing that waits."""
    StoredFile.objects.filter(scan=Scan.PENDING).update(scan=Scan.NOT_ANALYSED)
    yield
    if not clamd.process:
        clamd.start()


def join(site, name, content):
    person = Person(Visitor(site.url)).open(f"/demarches/{KEY}/commencer/").press({"nom": "Zoé"})
    return person.press({"piece": SimpleUploadedFile(name, content, "application/octet-stream")})


def filed(site, name, content):
    """File a request with this file, and return the file."""
    person = join(site, name, content).press({"consent": "yes"})
    assert person.response.status_code == 200
    assert "/envoyee/" in person.url
    return StoredFile.objects.select_related("submission").filter(submission__isnull=False).latest("created_at")


def page_of(site, stored):
    return site.agent.client.get(f"/admin/requests/{stored.submission.reference}/").text


def bytes_for_agent(site, stored):
    return site.agent.client.get(f"/admin/requests/{stored.submission.reference}/files/{stored.pk}/").content


def state(stored):
    stored.refresh_from_db()
    return stored.scan


@pytest.mark.parametrize("name", INFECTED)
def test_a_virus_never_reaches_an_agent(site, name):
    stored = filed(site, name, INFECTED[name])
    assert (state(stored), bytes_for_agent(site, stored)) == (Scan.PENDING, b"")

    assert rescan() == Scanned(infected=1)

    assert (state(stored), bytes_for_agent(site, stored)) == (Scan.INFECTED, b"")
    assert stored.signature == f"{SIGNATURE}.UNOFFICIAL"
    assert SIGNATURE in page_of(site, stored)


def test_a_harmless_file_opens_once_it_was_analysed(site):
    stored = filed(site, "note.txt", MARK)
    assert bytes_for_agent(site, stored) == b""

    assert rescan() == Scanned(clean=1)

    assert bytes_for_agent(site, stored) == MARK


def test_an_archive_in_an_archive_is_refused_before_that_and_clamd_would_find_it(site, clamd):
    nested = zip_with({"dedans.zip": in_zip(eicar())})
    before = Submission.objects.count()

    person = join(site, "dossier.zip", nested)

    assert person.errors
    assert "/verifier/" not in person.url
    assert Submission.objects.count() == before
    assert SIGNATURE in scan_stream([nested])


def test_while_it_is_down_people_file_agents_open_nothing_and_an_alarm_comes(site, clamd, caplog):
    clamd.stop()

    harmless, infected = filed(site, "note.txt", MARK), filed(site, "autre.txt", eicar() + MARK)

    assert rescan() == Scanned(waiting=2)
    for stored in (harmless, infected):
        assert (state(stored), bytes_for_agent(site, stored)) == (Scan.PENDING, b"")
    readiness = Visitor(site.url).get("/readyz").json()
    assert (readiness["status"], readiness["checks"]["antivirus"]["ok"]) == ("degraded", False)
    clamd.start()
    assert Visitor(site.url).get("/readyz").json()["checks"]["antivirus"]["ok"] is True

    harmless.submission.received_at = timezone.now() - timedelta(seconds=LATE_SECONDS + 60)
    harmless.submission.save(update_fields=["received_at"])
    assert Visitor(site.url).get("/readyz").json()["checks"]["antivirus"]["ok"] is False
    assert rescan() == Scanned(clean=1, infected=1)

    assert (state(harmless), state(infected)) == (Scan.CLEAN, Scan.INFECTED)
    assert bytes_for_agent(site, harmless) == MARK
    assert bytes_for_agent(site, infected) == b""


def test_a_file_over_the_limit_of_the_daemon_is_not_taken_for_clean(site):
    stored = filed(site, "long.txt", b"ligne de texte\n" * (MAX_STREAM_BYTES // 10))

    assert rescan() == Scanned(waiting=1)

    assert (state(stored), bytes_for_agent(site, stored)) == (Scan.PENDING, b"")
    with pytest.raises(NoVerdict):
        scan_stream([bytes(100_000)] * (MAX_STREAM_BYTES // 50_000))
