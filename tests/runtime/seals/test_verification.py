"""`manage.py verify`: tampering of every kind is found and named; what the site does itself is not taken for it."""

import hashlib
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from runtime.desk.audit_log import REQUEST_OPENED, entries, record_opening
from runtime.processing.advance import advance
from runtime.seals import journals, verification
from runtime.seals.daily import seal_heads
from runtime.seals.models import Seal
from runtime.seals.verification import verify_all
from runtime.submissions import events
from runtime.submissions.events import event_hash, is_keyed, verify_chain
from runtime.submissions.models import Event, IndexEntry, Submission, Tombstone
from runtime.submissions.tombstones import leave_tombstones
from runtime.upkeep.sweep import sweep_all
from schemas.format.circuit import Actor
from tests.runtime.desk.conftest import make_user
from tests.runtime.factories import make_draft, make_submission, make_version

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
KEYS = [f"{letter * 43}=" for letter in "AEI"]


@pytest.fixture
def version():
    return make_version()


@pytest.fixture
def agent(version):
    return make_user("agent@example.fr", version.department)


@pytest.fixture
def two_days(version, agent):
    """Three requests of two days, opened by an agent, both days sealed; the day after."""
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        requests = [make_submission(version) for _ in range(2)]
        record_opening(requests[0], REQUEST_OPENED, user=agent)
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        seal_heads(MONDAY)
        advance(requests[0].pk, "instruire", actor=Actor.SYSTEM)
        requests.append(make_submission(version))
        record_opening(requests[1], REQUEST_OPENED, user=agent)
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        seal_heads(TUESDAY)
        yield [Submission.objects.get(pk=each.pk) for each in requests]


def faults():
    return verify_all().faults


def erase(submission):
    """Erase a request the way the site does, but for its tombstones."""
    submission.events.all().delete()
    IndexEntry.objects.filter(submission=submission).delete()
    submission.delete()


def rewrite(submission, *, keyed):
    """Compute the hashes of a chain again, as whoever knows the code could, with the key or without."""
    previous = ""
    for event in submission.events.order_by("number"):
        event.previous_hash = previous
        event.hash = event_hash(event, submission, keyed=keyed)
        event.save()
        previous = event.hash


def test_what_nobody_touched_holds(two_days, capsys):
    call_command("verify")

    printed = capsys.readouterr().out
    assert "chains 3, rows of the audit log 2, seals 4, wrong 0" in printed
    assert f"last seal of events: 2026-11-24, {Seal.objects.get(journal='events', day=TUESDAY).hash}" in printed


def test_a_changed_event_is_named_and_the_command_fails(two_days, capsys):
    two_days[0].events.filter(number=2).update(target="refusee")

    with pytest.raises(CommandError) as failure:
        call_command("verify")

    assert failure.value.returncode == 1
    assert f"{two_days[0].reference}: event 2 was changed, moved or taken away" in capsys.readouterr().out


def test_the_last_event_taken_away_is_found(two_days):
    two_days[0].events.filter(number=2).delete()

    assert f"{two_days[0].reference}: event 2 was changed, moved or taken away" in faults()


def test_the_last_event_taken_away_with_every_trace_in_the_row_is_found_by_the_seal(two_days):
    first = two_days[0].events.get(number=1)
    two_days[0].events.filter(number=2).delete()
    Submission.objects.filter(pk=two_days[0].pk).update(rev=1, state=first.target)

    assert faults() == [
        "seal of 2026-11-24, events: of rows {} to {}, some were taken away, added or rewritten".format(
            *range_of("events", TUESDAY)
        )
    ]


def range_of(journal, day):
    seals = Seal.objects.filter(journal=journal)
    return seals.get(day=day - timedelta(days=1)).last_id + 1, seals.get(day=day).last_id


def test_a_request_taken_away_with_its_events_is_found(two_days):
    erase(two_days[1])

    assert [fault.partition(":")[0] for fault in faults()] == ["seal of 2026-11-23, events"]


def test_a_row_moved_to_another_place_is_found(two_days):
    event = two_days[1].events.get()
    Event.objects.filter(pk=event.pk).update(id=event.pk + 1_000)

    assert [fault.partition(":")[0] for fault in faults()] == ["seal of 2026-11-23, events"]


def test_an_event_added_to_a_day_that_is_sealed_is_found(two_days, monkeypatch):
    """Even by somebody who has the key."""
    Event.objects.filter(pk=two_days[2].events.get().pk).update(id=0)

    assert [fault.partition(":")[0] for fault in faults()] == ["seal of 2026-11-24, events"]


def test_a_state_that_no_event_led_to_is_found(two_days):
    Submission.objects.filter(pk=two_days[0].pk).update(state="acceptee")

    assert faults() == [f"{two_days[0].reference}: event 2 was changed, moved or taken away"]


def test_hashes_computed_again_without_the_key_are_found(two_days):
    two_days[2].events.update(actor="agent")
    rewrite(two_days[2], keyed=False)

    assert any("seal of 2026-11-24, events: of rows" in fault for fault in faults())


def test_hashes_computed_again_with_another_key_are_found(two_days, settings):
    right = list(settings.ENCRYPTION_KEYS)
    two_days[2].events.update(actor="agent")
    settings.ENCRYPTION_KEYS, settings.SECRET_HASH_KEY = KEYS[:1], ""
    rewrite(two_days[2], keyed=True)
    settings.ENCRYPTION_KEYS = right

    assert f"{two_days[2].reference}: event 1 was changed, moved or taken away" in faults()


def test_rotation_of_keys_keeps_everything(version, agent, settings):
    settings.ENCRYPTION_KEYS, settings.SECRET_HASH_KEY = KEYS[:1], ""
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        submission = make_submission(version)
        record_opening(submission, REQUEST_OPENED, user=agent)
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        seal_heads(MONDAY)
        settings.ENCRYPTION_KEYS = [KEYS[1], KEYS[0]]
        advance(submission.pk, "instruire", actor=Actor.SYSTEM)
        assert faults() == []

        settings.ENCRYPTION_KEYS, settings.SECRET_HASH_KEY = [KEYS[2], KEYS[1]], KEYS[0]
        assert faults() == []

        settings.SECRET_HASH_KEY = ""
        assert faults() != []


@pytest.fixture
def old_chain(version):
    """A chain of two events, as they were written before hashes had keys, and then a third one."""
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        submission = make_submission(version)
        advance(submission.pk, "instruire", actor=Actor.SYSTEM)
        submission.refresh_from_db()
        rewrite(submission, keyed=False)
        yield submission


def test_chains_of_before_still_hold(old_chain):
    assert not is_keyed(old_chain.events.get(number=2).hash)
    assert len(old_chain.events.get(number=2).hash) == 64
    assert faults() == []


def test_a_chain_of_before_goes_on_with_keyed_hashes(old_chain):
    advance(old_chain.pk, "accepter", actor=Actor.SYSTEM)

    assert [is_keyed(event.hash) for event in old_chain.events.order_by("number")] == [False, False, True]
    assert faults() == []


def test_a_chain_goes_back_to_bare_hashes_only_while_the_code_before_still_serves(old_chain):
    advance(old_chain.pk, "accepter", actor=Actor.SYSTEM)
    event = old_chain.events.get(number=2)
    old_chain.refresh_from_db()
    event.hash = event_hash(event, old_chain, keyed=True)
    event.save()
    last = old_chain.events.get(number=3)
    last.previous_hash = event.hash
    last.hash = event_hash(last, old_chain, keyed=False)
    last.save()
    assert faults() == []

    assert verify_chain(old_chain, bare_until=event.pk) == 3
    assert verify_chain(old_chain, bare_until=last.pk) is None


def test_bare_hashes_hold_only_up_to_the_seal_of_the_day_of_the_upgrade(old_chain, version):
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        seal_heads(MONDAY)
        same_day = make_submission(version)
        rewrite(same_day, keyed=False)
        assert faults() == []
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        seal_heads(TUESDAY)
        assert faults() == []
        late = make_submission(version)
        rewrite(late, keyed=False)

        assert faults() == [f"{late.reference}: event 1 was changed, moved or taken away"]


def test_a_changed_row_of_the_audit_log_is_named(two_days):
    entry = ModelLogEntry.objects.filter(action=REQUEST_OPENED).first()
    ModelLogEntry.objects.filter(pk=entry.pk).update(user=None)

    assert f"audit log {entry.pk}, {REQUEST_OPENED} of {entry.label}: changed or forged" in faults()


def test_a_row_of_the_audit_log_taken_away_is_found(two_days):
    ModelLogEntry.objects.filter(action=REQUEST_OPENED).first().delete()

    assert any("access: of rows" in fault for fault in faults())


def test_rows_of_the_audit_log_of_before_hold_up_to_the_seal_of_the_upgrade(version, agent):
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        submission = make_submission(version)
        record_opening(submission, REQUEST_OPENED, user=agent)
        ModelLogEntry.objects.update(data={})
        assert faults() == []
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        seal_heads(MONDAY)
        assert faults() == []
        ModelLogEntry.objects.update(label="another")
        assert any("access: of rows" in fault for fault in faults())
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        seal_heads(TUESDAY)
        record_opening(submission, REQUEST_OPENED, user=agent)
        last = ModelLogEntry.objects.order_by("pk").last()
        ModelLogEntry.objects.filter(pk=last.pk).update(data={})
        assert f"audit log {last.pk}, {REQUEST_OPENED} of {last.label}: changed or forged" in faults()


@pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"rows": 9}, {"last_id": 9_999}, {"previous_hash": "x"}])
def test_a_changed_seal_is_found(two_days, change):
    Seal.objects.filter(journal="events", day=MONDAY).update(**change)

    assert any(fault.startswith("seal of 2026-11-23, events: changed") for fault in faults())


def test_a_seal_taken_away_is_found_by_the_next(two_days):
    Seal.objects.filter(journal="events", day=MONDAY).delete()

    assert any(fault.startswith("seal of 2026-11-24, events: changed") for fault in faults())


def test_an_erasure_that_left_tombstones_is_no_tampering(two_days):
    erased = [two_days[0], two_days[2]]
    for submission in erased:
        leave_tombstones(submission, at=timezone.now())
        erase(submission)

    assert Tombstone.objects.count() == 3
    assert faults() == []


def test_a_forged_tombstone_is_found(two_days):
    for event in two_days[1].events.all():
        digest = hashlib.sha256(f"{event.pk}:{event.hash}".encode()).hexdigest()
        Tombstone.objects.create(id=event.pk, hash=event.hash, erased_at=timezone.now(), voucher=digest)
    erase(two_days[1])

    assert faults() == [f"tombstone {Tombstone.objects.get().pk}: not written by this site, or changed"]


def test_the_sweep_of_what_is_expired_is_no_tampering(two_days, version):
    make_draft(version, expires_at=timezone.now() - timedelta(days=1))

    assert sweep_all().counts["drafts"] == 1
    assert faults() == []


def test_old_lines_of_the_audit_log_go_by_sealed_days_and_what_is_left_still_verifies(two_days):
    lines = entries().count()
    with time_machine.travel(TUESDAY + timedelta(days=366)):
        swept = sweep_all(confirmed=["audit_log"])
        left = faults()

    assert lines > entries().count()
    assert swept.counts["audit_log"] == lines - entries().count()
    assert left == []


def test_a_request_that_moves_while_it_is_read_is_no_fault(version, monkeypatch):
    """Its row is read before its events: the first look finds one event too many."""
    submission = make_submission(version)
    looked = []

    def look(found, *arguments, **options):
        if not looked:
            advance(submission.pk, "instruire", actor=Actor.SYSTEM)
            looked.append(events.verify_chain(found, submission.events.order_by("number"), **options))
            return looked[0]
        return events.verify_chain(found, *arguments, **options)

    monkeypatch.setattr(verification, "verify_chain", look)

    assert faults() == []
    assert looked == [2]


def test_it_costs_the_same_queries_however_many_chains(version, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(verification, "CHAINS_AT_ONCE", 4)
    make_submission(version)
    with CaptureQueries() as of_one:
        verify_all()
    for _ in range(3):
        make_submission(version)
    with django_assert_num_queries(of_one.count):
        verify_all()
    make_submission(version)
    with django_assert_num_queries(of_one.count + 1):
        verify_all()


class CaptureQueries:
    def __enter__(self):
        self.recorded, self.hook = [], connection.execute_wrapper(self.record)
        self.hook.__enter__()
        return self

    def __exit__(self, *error):
        self.hook.__exit__(*error)

    @property
    def count(self):
        return len(self.recorded)

    def record(self, execute, sql, params, many, context):
        self.recorded.append(sql)
        return execute(sql, params, many, context)


def test_a_seal_reads_only_what_was_added_since_the_seal_before(two_days, monkeypatch):
    read = []
    of_events = journals.JOURNALS[Seal.Journal.EVENTS]

    def rows(after, until):
        for row in of_events.rows(after, until):
            read.append(row)
            yield row

    spied = journals.Journal(of_events.last_before, rows)
    monkeypatch.setattr("runtime.seals.daily.JOURNALS", {Seal.Journal.EVENTS: spied})
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        advance(two_days[1].pk, "instruire", actor=Actor.SYSTEM)
    with time_machine.travel("2026-11-27T12:00:00Z", tick=False):
        seal_heads(date(2026, 11, 26))

    assert [pk for pk, _ in read] == [two_days[1].events.get(number=2).pk]
