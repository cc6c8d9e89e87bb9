"""The whole OpenAPI document, exercised by a program that reads nothing else (schemathesis), in this process."""

import os
import uuid

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig

from runtime.api.description import openapi
from runtime.drafts.attachments import private_storage
from runtime.files.models import StoredFile
from runtime.submissions.content import data_key_of
from runtime.submissions.models import Submission
from runtime.submissions.reference import new_reference
from runtime.vault.storage import new_name
from tests.runtime.api.conftest import ANSWERS, make_token
from tests.runtime.factories import make_site, make_submission, make_version

#: How many requests are made up for each operation, beside those that cover its description.
EXAMPLES = int(os.environ.get("GUICHET_API_EXAMPLES", "5"))

CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
        # Answers that fit the shapes may still not be answers to the procedure.
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "401", "403", "404", "409", "422"]}
        },
    }
)
#: What the paths lead to, half of the time.
HERE = {"key": "acte", "reference": new_reference("ACT"), "file_id": str(uuid.uuid4())}

schema = schemathesis.openapi.from_dict(openapi(), config=CONFIG)
schema.app = get_wsgi_application()


@schema.hook
def before_generate_path_parameters(context, strategy):
    """Lead half of the requests to something that is there."""
    here = {name: value for name, value in HERE.items() if f"{{{name}}}" in context.operation.path}
    return st.one_of(strategy, st.just(here)) if here else strategy


@schema.hook
def before_generate_body(context, strategy):
    """Make some bodies that fit what is there."""
    bodies = {"file": {"answers": ANSWERS}, "transition": {"transition": "prendre"}}
    known = bodies.get(context.operation.definition.raw["operationId"])
    return st.one_of(strategy, st.just(known)) if known else strategy


@pytest.fixture
def one_connection():
    """Keep the connection of the test, which a request of a real server would give back when it ends."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def program(db, one_connection, monkeypatch):
    """A published procedure, a request, a program, and nobody who has to wait."""
    monkeypatch.setattr("runtime.limits.limiter._count", lambda buckets: (dict.fromkeys(buckets, 1), 0))
    version = make_version(make_site())
    submission = make_submission(version)
    Submission.objects.filter(pk=submission.pk).update(reference=HERE["reference"])
    path = new_name()
    size = private_storage().write_encrypted(path, [b"%PDF-1.7"], data_key_of(submission))
    StoredFile.objects.create(
        id=HERE["file_id"], submission=submission, question="pieces", path=path, media_type="application/pdf", size=size
    )
    Token.text = make_token(version.department)[1]


class Token:
    """The token of the program, for whatever asks for one."""

    text = ""


@schema.auth(refresh_interval=None)
class ByToken:
    def get(self, case, context):
        return Token.text

    def set(self, case, data, context):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


@schema.parametrize()
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_every_operation_does_what_it_says(case, program):
    response = case.call_and_validate()

    assert response.status_code < 500
