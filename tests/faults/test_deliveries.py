"""Deliveries by processes that die or whose clocks are wrong: each mail leaves, twice only after a death in between."""

import re
import signal
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from runtime.clock import DatabaseNow
from runtime.delivery import sender
from runtime.delivery.models import Delivery
from runtime.delivery.outbox import post_email
from runtime.delivery.sender import LEASE
from runtime.delivery.tasks import deliver_row
from runtime.failpoints import PLACES_OF_A_DELIVERY
from runtime.upkeep.models import ScheduledJob
from tests.faults.commands import Commands, ended
from tests.runtime.delivery.test_outbox import PARAMS

WORKERS = 4
#: Mails that leave of one row whose worker died there.
MAILS = dict(zip(PLACES_OF_A_DELIVERY, (1, 2, 1), strict=True))
DB_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


class Nobody:
    """A queue that nobody listens to."""

    @staticmethod
    def enqueue(row_id):
        pass


@pytest.fixture(autouse=True)
def empty(database, monkeypatch):
    """Nothing waits that the test did not post, and what it posts waits."""
    monkeypatch.setattr("runtime.delivery.outbox.deliver_row", Nobody)
    Delivery.objects.all().delete()
    ScheduledJob.objects.all().delete()
    with override_settings(GUICHET_CLOCK_OF_PROCESS=False):
        yield
    Delivery.objects.all().delete()


@pytest.fixture
def commands(database, folder, tmp_path):
    return Commands(database_url=database, folder=tmp_path, private=folder / "private")


def post(count=1, **changes):
    """Post so many mails and return their ids."""
    rows = [
        post_email(to=f"{number}@example.org", template="state_changed", params=PARAMS, language="fr", **changes)
        for number in range(count)
    ]
    return [str(row.pk) for row in rows]


def let_leases_end():
    Delivery.objects.filter(status="pending").update(lease_until=DatabaseNow() - timedelta(seconds=1))


def check_leases():
    """Assert that whatever a dead worker holds is free again in a minute."""
    held = Delivery.objects.filter(status="pending").exclude(lease_until=None)
    assert not held.filter(lease_until__gt=DatabaseNow() + LEASE).exists()


def armed(tmp_path, place):
    path = tmp_path / "failpoint"
    path.write_text(f"{place}=kill", encoding="utf-8")
    return {"GUICHET_FAILPOINT_FILE": str(path)}


@pytest.mark.parametrize("place", PLACES_OF_A_DELIVERY)
def test_a_worker_killed_at_any_point_of_a_delivery_loses_no_mail(place, commands, tmp_path, rounds, tally):
    for _ in rounds[::5]:
        [row_id] = post()

        status, _ = commands.run("deliver", **armed(tmp_path, place))

        assert status == -signal.SIGKILL
        tally["kills"] += 1
        check_leases()
        let_leases_end()
        assert commands.run("deliver")[0] == 0
        assert commands.mails()[row_id] == MAILS[place]
        assert Delivery.objects.get(pk=row_id).status == Delivery.Status.SENT


def test_a_task_whose_worker_was_killed_holds_nothing_up(commands, tmp_path, tally):
    [row_id] = post()
    with override_settings(TASKS=DB_TASKS):
        deliver_row.enqueue(row_id)

    worker = ("db_worker", "--batch", "--no-startup-delay", "--queue-name", "*")
    status, told = commands.run(*worker, **armed(tmp_path, "delivery taken"))

    assert status == -signal.SIGKILL, told
    tally["kills"] += 1
    check_leases()
    let_leases_end()
    assert commands.run("tick")[0] == 0
    assert commands.mails() == {row_id: 1}


def test_a_row_that_always_kills_its_worker_is_given_up_and_the_others_leave(commands, tmp_path, tally):
    poison, other = post(2)
    Delivery.objects.filter(pk=poison).update(attempts=sender.MAX_ATTEMPTS - 1, priority=Delivery.Priority.AWAITED)
    assert commands.run("deliver", **armed(tmp_path, "delivery taken"))[0] == -signal.SIGKILL
    let_leases_end()

    commands.run("deliver")

    assert commands.mails() == {other: 1}
    assert Delivery.objects.get(pk=poison).status == Delivery.Status.FAILED


@pytest.mark.parametrize("minutes", [2, 10, 60 * 24 * 100])
def test_a_worker_whose_clock_is_ahead_leaves_alone_what_another_holds(minutes, commands):
    [row_id] = post()
    held = sender._take(row_id)

    status, told = commands.run("deliver", minutes_ahead=minutes)

    assert (status, commands.mails()) == (0, {}), told
    assert held.lease_until - timezone.now() <= LEASE


def test_workers_whose_clocks_are_ten_minutes_wrong_send_each_mail_once_and_now(commands):
    ids = post(40)

    workers = [commands.start("deliver", minutes_ahead=minutes) for minutes in (-10, 0, 10)]
    told = [ended(worker) for worker in workers]

    assert [status for status, _ in told] == [0, 0, 0], told
    assert commands.mails() == dict.fromkeys(ids, 1)


def test_four_workers_send_a_thousand_mails_once_each(commands, tally):
    ids = post(1_000)

    told = [ended(worker) for worker in [commands.start("deliver", "--limit", "1000") for _ in range(WORKERS)]]

    sent = [int(re.search(r"^sent (\d+)", text, re.MULTILINE)[1]) for _, text in told]
    assert sum(sent) == 1_000
    assert commands.mails() == dict.fromkeys(ids, 1)
    tally["mails"] += 1_000


def test_four_crontabs_deliver_once_and_sweep_once(commands):
    ids = post(100)
    before = timezone.now()

    told = [ended(tick) for tick in [commands.start("tick") for _ in range(WORKERS)]]

    hours = timezone.now().hour - before.hour  # a new one is a new sweep
    assert [status for status, _ in told] == [0] * WORKERS, told
    assert commands.mails() == dict.fromkeys(ids, 1)
    assert 1 <= sum(text.count("sweep: drafts") for _, text in told) <= 1 + abs(hours)


def test_a_backlog_is_read_by_its_index_in_the_order_of_sending():
    Delivery.objects.bulk_create(
        Delivery(wrapped_key=b"", sealed=b"", due_at=timezone.now(), priority=Delivery.Priority.BULK)
        for _ in range(10_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE runtime_delivery")

    plan = sender._due().order_by("priority", "due_at")[: sender.ROUND].explain()

    assert "using delivery_order" in plan
    assert "Sort" not in plan
    assert settings.GUICHET_CLOCK_OF_PROCESS is False
