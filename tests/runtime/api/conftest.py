"""What the tests of the API start from: a procedure with a file, a program of its department, callers."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from runtime.programs.models import Scope
from runtime.programs.tokens import issue_token
from tests.journeys.person import smallest_pdf
from tests.runtime.factories import make_version
from tests.runtime.procedures import ACTE

ALL = tuple(Scope.values)
ANSWERS = {"nom": "Éloïse Lenoir", "courriel": "eloise@example.org", "copie": False}


class Caller:
    """A program: Django's test client, with a credential and JSON bodies."""

    def __init__(self, client, credential=""):
        self.client, self.headers = client, {"Authorization": f"Bearer {credential}"} if credential else {}

    def get(self, path, **headers):
        return self.client.get(f"/api/v1/{path}", headers={**self.headers, **headers})

    def post(self, path, body, *, once=None, **headers):
        once = {"Idempotency-Key": once or uuid.uuid4().hex}
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(
            f"/api/v1/{path}", text, content_type="application/json", headers={**self.headers, **once, **headers}
        )

    def send(self, path, **fields):
        return self.client.post(f"/api/v1/{path}", fields, headers=self.headers)

    def file(self, answers=None, *, key="acte", once=None):
        return self.post(f"procedures/{key}/submissions", {"answers": answers or ANSWERS}, once=once)


def a_pdf(name="acte.pdf"):
    return SimpleUploadedFile(name, smallest_pdf(), "application/pdf")


def make_token(department, *scopes, name="Logiciel métier"):
    expires_at = timezone.now() + timedelta(days=30)
    return issue_token(department, name=name, scopes=scopes or ALL, expires_at=expires_at)


@pytest.fixture
def version(site):
    return make_version(site, ACTE)


@pytest.fixture
def other_version(site):
    return make_version(site, ACTE, key="nid-de-poule", title="Signaler un nid-de-poule", department="voirie")


@pytest.fixture
def anybody(client):
    return Caller(client)


@pytest.fixture
def program(client, version):
    return Caller(client, make_token(version.department)[1])


@pytest.fixture
def stranger(client, other_version):
    """A program of another department."""
    return Caller(client, make_token(other_version.department)[1])
