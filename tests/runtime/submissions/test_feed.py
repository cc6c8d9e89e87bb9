"""Pulling the events of a department: each once, in one order, none missed whoever writes meanwhile."""

import importlib
import threading

import pytest
from django.db import connection, transaction

from runtime.processing.advance import advance
from runtime.submissions.events import verify_chain
from runtime.submissions.feed import events_since
from runtime.submissions.models import Event
from schemas.format.circuit import Actor
from tests.runtime.factories import make_site, make_submission, make_version
from tests.runtime.parallel import in_parallel

pytestmark = pytest.mark.django_db


def pull_all(department, position=0, *, limit=100):
    """Pull page after page until nothing is left, and return the ids of the events."""
    found = []
    while page := events_since(department, position, limit=limit):
        found += [event.pk for event in page]
        position = page[-1].position
    return found


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_pages_hold_every_event_once_in_order(limit):
    version = make_version()
    for _ in range(3):
        advance(make_submission(version).pk, "instruire", actor=Actor.SYSTEM)

    found = pull_all(version.department, limit=limit)

    assert found == sorted(Event.objects.values_list("pk", flat=True))
    assert list(Event.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_places_never_change_and_new_events_come_behind():
    version = make_version()
    make_submission(version)
    first = events_since(version.department, 0, limit=10)
    make_submission(version)

    again = events_since(version.department, 0, limit=10)

    assert [event.pk for event in again[:1]] == [event.pk for event in first]
    assert [event.position for event in again] == [1, 2]


def test_departments_count_for_themselves():
    ours = make_version()
    make_submission(ours)
    events_since(ours.department, 0, limit=10)
    from tests.runtime.factories import make_department

    other = make_department(make_site(), "voirie")
    theirs = make_version(key="nid", department="voirie")
    make_submission(theirs)

    assert [event.position for event in events_since(other, 0, limit=10)] == [1]


def test_a_place_is_no_part_of_the_chain():
    version = make_version()
    submission = make_submission(version)
    events_since(version.department, 0, limit=10)

    assert verify_chain(submission) is None


def test_nothing_new_costs_two_queries(django_assert_num_queries):
    version = make_version()
    make_submission(version)
    events_since(version.department, 0, limit=10)

    with django_assert_num_queries(2):
        assert events_since(version.department, 1, limit=10) == []


def test_many_are_placed_in_bounded_portions(monkeypatch):
    monkeypatch.setattr("runtime.submissions.feed.PLACED_AT_ONCE", 2)
    version = make_version()
    for _ in range(5):
        make_submission(version)

    assert len(events_since(version.department, 0, limit=100)) == 2
    assert len(pull_all(version.department)) == 5


@pytest.mark.django_db(transaction=True)
def test_readers_and_writers_at_once_miss_nothing(tmp_path):
    version = make_version()
    writers, each = 4, 6
    turn, done = iter(range(1_000)), []

    def work():
        """Write, or pull from where the pull before ended until every writer is done and nothing is left."""
        if next(turn) < writers:
            for _ in range(each):
                make_submission(version)
            done.append(True)
            return []
        position, found, is_over = 0, [], False
        while not is_over:
            are_done = len(done) == writers
            page = events_since(version.department, position, limit=5)
            found += [event.pk for event in page]
            position = page[-1].position if page else position
            is_over = are_done and not page
        return found

    results = in_parallel(writers + 2, work, folder=tmp_path)

    readers = [result for result in results if result]
    assert len(readers) == 2
    for found in readers:
        assert len(found) == len(set(found)) == writers * each


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_event_that_is_committed_late_is_not_missed():
    if connection.vendor != "postgresql":
        # SQLite lets one transaction write at a time: the order of ids is that of commits there.
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    version = make_version()
    written, may_commit = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            make_submission(version)
            written.set()
            may_commit.wait(30)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(30)
    make_submission(version)
    early = events_since(version.department, 0, limit=10)
    may_commit.set()
    thread.join()

    late = events_since(version.department, early[-1].position, limit=10)

    assert [len(early), len(late)] == [1, 1]
    assert late[0].pk < early[0].pk


def test_the_migration_gives_each_event_the_department_of_its_request():
    migration = importlib.import_module("runtime.migrations.0004_department_of_events")
    submission = make_submission(make_version())
    from tests.runtime.factories import make_department

    other = make_department(make_site(), "voirie")
    Event.objects.update(department=other)

    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)

    assert Event.objects.get().department == submission.department
