"""Submissions written by the database itself are as whole as filed ones, as far as lists and look-ups see."""

import pytest
from django.urls import reverse

from cms.bench.people import agent_cookies, found_site, known_submissions
from cms.bench.rows import grow
from runtime.delivery.models import Delivery
from runtime.files.models import StoredFile
from runtime.links.models import AccessLink
from runtime.submissions.models import Event, IndexEntry, Submission
from tests.runtime.factories import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    make_site()
    found_site()
    return known_submissions()


def test_each_has_its_event_index_file_mail_and_link(known):
    grow(60)
    grow(50)  # nothing is taken away

    assert Submission.objects.count() == 60
    assert Submission.objects.filter(events__kind=Event.Kind.RECEIVED).distinct().count() == 60
    added = 60 - len(known)
    assert [StoredFile.objects.count(), Delivery.objects.count(), AccessLink.objects.count()] == [added] * 3
    assert IndexEntry.objects.exclude(value="").count() >= 60
    assert IndexEntry.objects.exclude(blind="").count() >= 60


def test_they_are_as_large_as_what_is_filed(known):
    grow(30)

    assert {len(row.sealed) for row in Submission.objects.filter(draft_token__regex=r"^[0-9a-f]{32}$")} == {640}


def test_the_desk_lists_them_and_finds_the_known_ones(known, client):
    grow(60)
    for name, value in agent_cookies().items():
        client.cookies[name] = value

    first = client.get(reverse("desk:list"))
    found = client.get(reverse("desk:list"), {"q": known[0].email})

    assert len(first.context["table"].data) == 25
    assert [row.reference for row in found.context["table"].data] == [known[0].reference]
