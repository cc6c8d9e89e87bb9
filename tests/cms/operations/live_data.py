"""Rows of every kind that a key of the site protects, and a proof that each of them still opens."""

import base64
import uuid
from datetime import timedelta

from django.core import mail
from django.test import Client
from django.utils import timezone

from runtime.delivery.models import Delivery
from runtime.delivery.sender import deliver_due
from runtime.drafts.attachments import private_storage
from runtime.drafts.content import data_key_of_draft, open_draft
from runtime.drafts.repository import find_by_code
from runtime.files.models import StoredFile
from runtime.links.access import issue_link, peek
from runtime.simulation.comments import comment_of, sealed_comment
from runtime.simulation.models import SimulationCase
from runtime.submissions.models import Submission
from runtime.submissions.reference import new_key
from runtime.submissions.search import search
from runtime.vault.storage import new_name
from tests.journeys.person import PDF
from tests.runtime.api.conftest import Caller, a_pdf, make_token
from tests.runtime.factories import make_draft, make_version
from tests.runtime.procedures import ACTE

#: Keys of the site, in the order in which it had them.
OLD, MIDDLE, NEW = (base64.urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2, 3))
#: Of each kind; more than two batches of the tests.
ROWS = 3
DAY = timedelta(days=1)


class LiveData:
    """Drafts and requests with a file and a link, a mail that waits, files sent ahead, a token, comments."""

    def __init__(self, site):
        self.version = make_version(site, ACTE)
        self.token = make_token(self.version.department)[1]
        self.codes = [self.draft(number) for number in range(ROWS)]
        self.requests = [self.request(number) for number in range(ROWS)]
        self.ahead = [self.upload() for _ in range(ROWS)]
        self.cases = [self.case(number) for number in range(ROWS)]

    def draft(self, number):
        code = new_key()
        draft = make_draft(self.version, {"nom": f"Brouillon {number}"}, code=code)
        path = new_name()
        private_storage().write_encrypted(path, [PDF], data_key_of_draft(draft))
        told = {"question": "pieces", "media_type": "application/pdf", "size": len(PDF)}
        StoredFile.objects.create(draft=draft, path=path, **told)
        return code, issue_link(draft=draft, lifetime=DAY)

    def case(self, number):
        case = SimulationCase.objects.create(version=self.version, today=timezone.localdate(), answers={})
        case.wrapped_key, case.sealed_comment = sealed_comment(case.pk, f"Remarque {number}")
        case.save()
        return case.pk

    def upload(self):
        sent = Caller(Client()).send("procedures/acte/uploads", question="pieces", file=a_pdf())
        assert sent.status_code == 201, sent.json()
        return sent.json()["answer"]

    def request(self, number):
        file, address = self.upload(), f"eloise.{number}@example.org"
        filed = self.filed(file, address)
        submission = Submission.objects.get(reference=filed["reference"])
        link = issue_link(submission=submission, lifetime=DAY)
        return filed["reference"], filed["key"], file["id"], address, link

    def filed(self, file, address):
        answers = {"nom": "Éloïse Lenoir", "courriel": address, "copie": False, "pieces": [file]}
        sent = Caller(Client(), self.token).file(answers, once=uuid.uuid4().hex)
        assert sent.status_code == 201, sent.json()
        return sent.json()

    def opens(self):
        """Assert that each row is found by what its owner holds, and reads."""
        for number, (code, link) in enumerate(self.codes):
            draft = find_by_code(code)
            assert open_draft(draft).answers == {"nom": f"Brouillon {number}"}
            assert peek(link).draft == draft
            (file,) = draft.files.all()
            assert b"".join(private_storage().open_decrypted(file.path, data_key_of_draft(draft))) == PDF
        for reference, key, file_id, address, link in self.requests:
            caller, program = Caller(Client(), key), Caller(Client(), self.token)
            assert caller.get(f"submissions/{reference}").json()["answers"]["courriel"] == address
            file = program.get(f"submissions/{reference}/files/{file_id}")
            assert b"".join(file.streaming_content) == PDF
            assert [each.reference for each in search(Submission.objects.all(), address)] == [reference]
            assert peek(link).submission.reference == reference

        comments = [comment_of(case) for case in SimulationCase.objects.filter(pk__in=self.cases).order_by("pk")]
        assert comments == [f"Remarque {number}" for number in range(ROWS)]

    def ends_well(self):
        """Assert the same, then that waiting mails leave and that files sent ahead are taken by a request."""
        self.opens()
        waiting = Delivery.objects.filter(status="pending").count()
        assert waiting >= ROWS
        assert deliver_due(100).sent == waiting
        assert {each.to[0] for each in mail.outbox} >= {address for *_, address, _ in self.requests}
        for number, file in enumerate(self.ahead):
            self.filed(file, f"suite.{number}@example.org")
