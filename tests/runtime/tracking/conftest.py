"""One request to follow: its answers hold canaries, and it is opened by the key on its receipt."""

import pytest

from runtime.submissions.reference import new_key, new_reference
from tests.runtime.factories import make_submission, make_version

CANARIES = ("Kervadec", "zoe.canari@example.org", "CANARI-MOTIF")
ANSWERS = {"nom": "Zoé Kervadec", "courriel": "zoe.canari@example.org", "motif": "CANARI-MOTIF"}


@pytest.fixture
def version(db):
    return make_version()


@pytest.fixture
def key():
    return new_key()


@pytest.fixture
def submission(version, key):
    return make_submission(version, ANSWERS, key)


@pytest.fixture
def page_url(submission):
    return f"/suivi/{submission.reference}/"


@pytest.fixture
def unknown(db):
    """A well-formed reference that nothing has."""
    return new_reference("BAD")


@pytest.fixture
def opened(client, submission, key):
    """A browser that gave the key."""
    client.post("/suivi/", {"reference": submission.reference, "key": key})
    return client
