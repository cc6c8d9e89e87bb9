"""Events are chained: whatever is changed, moved or taken away is found."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from runtime.processing.advance import advance
from runtime.submissions.events import open_reason, record_event, verify_chain
from runtime.submissions.models import Event, Submission
from schemas.format.circuit import Actor
from tests.runtime.factories import make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def processed(submission, agent):
    """A submission with four events, the third with a reason."""
    advance(submission.pk, "prendre", actor=Actor.AGENT, by=agent)
    advance(submission.pk, "noter", actor=Actor.AGENT, by=agent, reason="Pièce vérifiée")
    advance(submission.pk, "accepter", actor=Actor.AGENT, by=agent)
    return Submission.objects.get(pk=submission.pk)


def test_first_event_costs_one_insert(submission, django_assert_num_queries):
    Event.objects.all().delete()

    with django_assert_num_queries(1) as queries:
        record_event(submission, kind="received", actor=Actor.CITIZEN, target="recue", at=datetime.now(UTC))

    assert queries.captured_queries[0]["sql"].startswith("INSERT")


def test_an_untouched_chain_holds(processed):
    assert verify_chain(processed) is None
    assert list(processed.events.values_list("number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "received"},
        {"at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"actor": "system"},
        {"by": None},
        {"transition": "copier"},
        {"source": "traitement"},
        {"target": "refusee"},
        {"sealed_reason": b"other"},
        {"previous_hash": "0" * 64},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_event_is_found(processed, change):
    processed.events.filter(number=2).update(**change)

    assert verify_chain(processed) == 2


@pytest.mark.parametrize("number", [1, 2, 4])
def test_an_event_taken_away_is_found(processed, number):
    processed.events.filter(number=number).delete()

    assert verify_chain(processed) == number


def test_an_event_of_another_submission_is_found(processed, version):
    other = make_submission(version)
    processed.events.filter(number=1).delete()
    other.events.update(submission=processed)

    assert verify_chain(processed) == 1


def test_two_events_cannot_have_the_same_number(submission):
    with pytest.raises(IntegrityError), transaction.atomic():
        record_event(submission, kind="received", actor=Actor.CITIZEN, target="recue", at=datetime.now(UTC))


def test_reason_opens_and_is_nowhere_in_clear(processed):
    event = processed.events.get(number=3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_reason FROM runtime_event")
        stored = b"".join(bytes(row[0]) for row in cursor.fetchall())

    assert open_reason(event) == "Pièce vérifiée"
    assert "Pièce".encode() not in stored


def test_event_without_reason_has_an_empty_one(processed):
    assert open_reason(processed.events.get(number=2)) == ""
