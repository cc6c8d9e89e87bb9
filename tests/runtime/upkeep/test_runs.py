"""Runs of jobs: once a period, by one process; one that dies or fails holds nothing up."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from runtime.delivery.models import Delivery
from runtime.drafts.models import Draft
from runtime.upkeep import runs
from runtime.upkeep.jobs import HOUR, JOBS, MINUTE, Job, JobReport
from runtime.upkeep.models import ScheduledJob
from runtime.upkeep.runs import last_runs, run_due_jobs
from tests.runtime.delivery.test_sender import post
from tests.runtime.parallel import in_parallel
from tests.runtime.upkeep.test_sweep import make_drafts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, 30, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ran():
    return []


@pytest.fixture
def job(ran):
    def run():
        ran.append("ran")
        return JobReport("done")

    return Job("count", every=HOUR, lease=5 * MINUTE, run=run)


def failing(error):
    def run():
        raise error

    return Job("broken", every=HOUR, lease=MINUTE, run=run)


def test_a_job_runs_once_in_each_period(clock, job, ran):
    for minutes in (0, 1, 59, 60, 61, 119, 121):
        clock.move_to(NOW.replace(second=0) + timedelta(minutes=minutes))
        run_due_jobs([job])

    assert len(ran) == 3


def test_a_job_of_each_minute_runs_at_each_call_of_cron_though_it_comes_a_little_early_or_late(clock, ran, job):
    each_minute = Job("minute", every=MINUTE, lease=3 * MINUTE, run=job.run)
    for seconds in (1.0, 60.2, 121.9, 180.1):
        clock.move_to(NOW.replace(second=0) + timedelta(seconds=seconds))
        run_due_jobs([each_minute])

    assert len(ran) == 4


def test_a_run_that_died_is_taken_over_when_its_lease_ends(clock, job, ran):
    ScheduledJob.objects.create(name=job.name, due_at=NOW)
    assert runs._claim(job)

    clock.move_to(NOW + job.lease - timedelta(seconds=1))
    assert run_due_jobs([job]) == {}
    clock.move_to(NOW + job.lease)
    assert run_due_jobs([job]) == {"count": JobReport("done")}
    assert ran == ["ran"]


def test_a_run_that_outlived_its_lease_does_not_release_the_next_one(clock, job):
    ScheduledJob.objects.create(name=job.name, due_at=NOW)
    late = runs._claim(job)
    clock.move_to(NOW + job.lease)
    held = runs._claim(job)

    runs._run(job, late)

    assert ScheduledJob.objects.get().lease_until == held.lease_until


@pytest.mark.parametrize("died", [False, True], ids=["ended", "died"])
def test_a_clock_that_was_days_ahead_and_is_right_again_stops_nothing(clock, job, ran, died):
    clock.move_to(NOW + timedelta(days=100))
    run_due_jobs([job])
    if died:
        ScheduledJob.objects.update(lease_until=NOW + timedelta(days=100, minutes=5))
    clock.move_to(NOW)

    run_due_jobs([job])

    assert len(ran) == 2


def test_a_job_that_fails_is_an_alarm_and_stops_no_other(clock, job, caplog):
    reports = run_due_jobs([failing(RuntimeError("zoe@example.org")), job])

    assert reports == {"broken": JobReport("failed: RuntimeError", is_well=False), "count": JobReport("done")}
    assert [line.levelname for line in caplog.records if "Job broken failed" in line.message] == ["ERROR"]
    assert run_due_jobs([failing(ValueError())]) == {}  # again in the next period


def test_the_last_runs_are_told(clock, job):
    run_due_jobs([failing(OSError()), job])
    clock.move_to(NOW + timedelta(hours=2))
    run_due_jobs([Job(job.name, every=HOUR, lease=MINUTE, run=failing(OSError()).run)])

    told = last_runs()

    assert told.keys() == {"broken", "count"}
    assert (told["broken"].ended_at, told["broken"].succeeded_at) == (NOW, None)
    assert (told["count"].ended_at, told["count"].succeeded_at) == (NOW + timedelta(hours=2), NOW)
    assert told["count"].report == "failed: OSError"


def test_a_call_at_which_nothing_is_due_costs_one_query_and_one_a_job(clock, job, django_assert_num_queries):
    run_due_jobs([job])

    with django_assert_num_queries(2):
        run_due_jobs([job])


def test_the_command_delivers_and_sweeps(clock, capsys):
    post()

    call_command("tick")
    call_command("tick")

    told = capsys.readouterr().out
    assert told.startswith("deliver: sent 1, to try again 0, given up 0\nantivirus: files found clean 0, ")
    assert "\nsweep: drafts: 0 " in told
    assert told.endswith("seal_heads: seals 2\n")
    assert told.count("sweep:") == 1
    assert len(mail.outbox) == 1


def test_the_command_never_confirms_what_waits_for_a_word():
    make_drafts(120, expired=119)

    with pytest.raises(CommandError, match="sweep") as told:
        call_command("tick")

    assert told.value.returncode == 1
    assert Draft.objects.count() == 120
    assert "HELD" in last_runs()["sweep"].report


def test_a_round_of_deliveries_leaves_time_for_the_next(clock, monkeypatch):
    post()
    monkeypatch.setattr("runtime.upkeep.jobs.DELIVER_SECONDS", 0)

    assert run_due_jobs(JOBS[:1])["deliver"].text.startswith("sent 0")
    assert Delivery.objects.get().status == Delivery.Status.PENDING


@pytest.mark.django_db(transaction=True)
def test_one_of_several_runs_the_job(job, ran, tmp_path):
    reports = in_parallel(8, lambda: run_due_jobs([job]), folder=tmp_path)

    assert sorted(len(each) for each in reports) == [0] * 7 + [1]
    assert ran == ["ran"]
