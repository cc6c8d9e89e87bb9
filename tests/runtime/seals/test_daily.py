"""The seal of a day: once, after it is over, each after the one before."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from runtime.seals.daily import last_day_over, seal_heads
from runtime.seals.models import Seal
from tests.runtime.factories import make_submission, make_version

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)


def test_a_day_is_sealed_once(monkeypatch):
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        version = make_version()
        make_submission(version)
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        first = seal_heads(MONDAY)
        make_submission(version)
        again = seal_heads(MONDAY)

    assert [seal.pk for seal in again] == [seal.pk for seal in first]
    assert Seal.objects.count() == 2
    assert Seal.objects.get(journal="events").rows == 1


def test_days_that_nobody_sealed_are_sealed_with_the_next():
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        make_submission(make_version())
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        seal_heads(MONDAY)
        earlier = seal_heads(date(2026, 11, 21))

    assert Seal.objects.get(journal="events").rows == 1
    assert [seal.day for seal in earlier] == [MONDAY, MONDAY]


def test_a_day_without_anything_has_a_seal_too():
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        seals = seal_heads(MONDAY)

    assert [(seal.journal, seal.rows, seal.last_id) for seal in seals] == [("events", 0, 0), ("access", 0, 0)]


def test_a_day_is_over_an_hour_after_its_end_on_the_clock_of_the_site():
    assert last_day_over(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == date(
        2026, 11, 22
    )  # half past midnight in Paris
    assert last_day_over(datetime(2026, 11, 24, 0, 0, tzinfo=UTC)) == MONDAY


def test_a_day_that_is_not_over_is_refused():
    with time_machine.travel("2026-11-23T22:00:00Z", tick=False), pytest.raises(ValueError, match="not over"):
        seal_heads(MONDAY)
    with time_machine.travel("2026-11-23T22:00:00Z", tick=False), pytest.raises(CommandError, match="not over"):
        call_command("seal_heads", "--day", "2026-11-23")


def test_the_command_seals_the_last_day_and_prints_what_to_keep(capsys):
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        call_command("seal_heads")

    printed = capsys.readouterr().out
    for seal in Seal.objects.all():
        assert f"{seal.journal} 2026-11-23: 0 rows, seal {seal.hash}" in printed
