"""Each kind of what is old: it goes after its days, and not a day before."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from runtime.api.models import Push
from runtime.delivery.models import Delivery
from runtime.limits.models import Counter
from runtime.links.access import issue_link, redeem
from runtime.links.models import AccessLink
from runtime.simulation.models import SimulationCase, SimulationCount
from runtime.upkeep import retention
from runtime.upkeep.retention import RETENTION
from tests.runtime.factories import make_site, make_submission, make_version
from tests.runtime.upkeep.rows import make_log_entries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
KINDS = {kind.name: kind for kind in RETENTION}


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def deliver(status, *, sealed=b""):
    return lambda: Delivery.objects.create(status=status, sealed=sealed, wrapped_key=sealed, due_at=timezone.now())


def use_link():
    redeem(issue_link(submission=make_submission(make_version()), lifetime=timedelta(days=10_000)))


def keep_link():
    issue_link(submission=make_submission(make_version()), lifetime=timedelta(0))


def push():
    submission = make_submission(make_version(), received_at=timezone.now())
    Push.objects.create(key_hash="k", digest="d", event=submission.events.get())


def count_day():
    SimulationCount.objects.create(site=make_site(), key="aide", day=timezone.localdate(), kind="step", name="un")


def close_case():
    SimulationCase.objects.create(
        version=make_version(), today=timezone.localdate(), answers={}, closed_at=timezone.now()
    )


def queue_task():
    DBTaskResult.objects.create(args_kwargs={}, task_path="a.b", backend_name="default", run_after=timezone.now())


def begin_session():
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())


ROWS = [
    ("deliveries", deliver("sent"), Delivery, 90),
    ("deliveries", deliver("failed"), Delivery, 90),
    ("links", use_link, AccessLink, 30),
    ("links", keep_link, AccessLink, 30),
    ("pushes", push, Push, 30),
    ("audit_log", lambda: make_log_entries(make_submission(make_version()), young=1, old=0), ModelLogEntry, 365),
    ("simulation_counts", count_day, SimulationCount, 760),
    ("simulation_cases", close_case, SimulationCase, 90),
    ("tasks", queue_task, DBTaskResult, 14),
    ("sessions", begin_session, Session, 0),
    ("counters", lambda: Counter.objects.create(bucket="b", window=int(NOW.timestamp())), Counter, 1),
]


@pytest.mark.parametrize(("name", "make", "model", "days"), ROWS)
def test_a_row_goes_after_its_days(name, make, model, days):
    make()
    kind, last = KINDS[name], NOW + timedelta(days=days)
    before, after = last - timedelta(seconds=1), last + timedelta(days=1)

    assert (kind.due(before), kind.erase(before), model.objects.count()) == (0, 0, 1)
    assert (kind.due(after), kind.erase(after), model.objects.count()) == (1, 1, 0)


def test_every_kind_of_row_is_tried_here():
    tried = {name for name, *_ in ROWS} | {"mail_content", "drafts", "uploads", "files"}

    assert tried == set(KINDS)


def test_the_content_of_a_mail_that_was_given_up_goes_before_its_row():
    deliver("failed", sealed=b"secret")()
    deliver("pending", sealed=b"secret")()
    kind, later = KINDS["mail_content"], NOW + timedelta(days=30)

    assert kind.erase(later - timedelta(seconds=1)) == 0
    assert (kind.due(later), kind.erase(later), kind.erase(later)) == (1, 1, 0)

    failed, pending = (Delivery.objects.get(status=status) for status in ("failed", "pending"))
    assert (bytes(failed.sealed), bytes(failed.wrapped_key)) == (b"", b"")
    assert bytes(pending.sealed) == b"secret"


def test_a_mail_that_was_not_sent_is_never_old():
    deliver("pending", sealed=b"secret")()

    assert KINDS["deliveries"].erase(NOW + timedelta(days=10_000)) == 0


def test_an_open_case_is_never_old():
    SimulationCase.objects.create(version=make_version(), today=NOW.date(), answers={})

    assert KINDS["simulation_cases"].erase(NOW + timedelta(days=10_000)) == 0


def test_the_history_of_editors_stays():
    make_log_entries(make_submission(make_version()), young=1, old=0, action="wagtail.edit")

    assert KINDS["audit_log"].erase(NOW + timedelta(days=10_000)) == 0


def test_operators_choose_the_days(settings):
    settings.GUICHET_KEEP_DAYS = settings.GUICHET_KEEP_DAYS | {"tasks": 3}
    queue_task()

    assert KINDS["tasks"].due(NOW + timedelta(days=3)) == 1


def test_all_go_however_many(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        deliver("sent")()

    assert KINDS["deliveries"].erase(NOW + timedelta(days=91)) == 5
