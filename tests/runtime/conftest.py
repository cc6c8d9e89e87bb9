"""Published documents to file, and somebody to file them."""

import pytest

from runtime.drafts.content import open_draft
from runtime.drafts.models import Draft
from schemas.publishing import publish
from tests.clock import one_window  # noqa: F401 - a fixture
from tests.journeys.person import Person
from tests.runtime.documents import document_of
from tests.runtime.factories import make_department, make_site


@pytest.fixture
def published(db):
    """Return a function that publishes a document made of steps, and gives its version."""

    def make(steps, **parts):
        site = make_site()
        make_department(site)
        return publish(document_of(steps, **parts), site=site)

    return make


@pytest.fixture
def person(db):
    return Person()


@pytest.fixture
def content():
    """Return a function that opens the content of the only draft there is."""
    return lambda: open_draft(Draft.objects.get())
