"""Keys are rotated under live data: everything opens before, half-way, after, and once the old key is dropped."""

import threading
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.management.commands import rotate_keys
from cms.operations import key_rotation
from cms.operations.key_rotation import Rotated, rotate_all, rotate_table
from cms.operations.wrapped_keys import WRAPPED_TABLES, KeyUse, Standing, key_uses
from runtime.delivery.models import Delivery
from runtime.drafts.access import Sent
from runtime.drafts.content import open_draft
from runtime.drafts.models import Draft
from runtime.drafts.repository import find_draft, save_draft
from runtime.filing.submit import draft_digest, send
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from runtime.vault.encryption import new_data_key, wrap
from schemas.publishing import publish
from tests.cms.operations.live_data import MIDDLE, NEW, OLD, ROWS, LiveData
from tests.runtime.documents import document_of, text
from tests.runtime.factories import make_department, make_draft, make_site, make_submission
from tests.runtime.parallel import in_parallel


@pytest.fixture(autouse=True)
def old_key(settings, monkeypatch):
    settings.ENCRYPTION_KEYS, settings.SECRET_HASH_KEY = [OLD], ""
    monkeypatch.setattr(key_rotation, "BATCH", 2)


@pytest.fixture
def live(site, settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private")}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    return LiveData(site)


def standings():
    return {use.standing for use in key_uses()}


def drop_the_old_key(settings):
    settings.ENCRYPTION_KEYS, settings.SECRET_HASH_KEY = [NEW], OLD


def test_everything_opens_after_the_rotation_without_the_old_key(live, settings):
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    live.opens()

    rotated = rotate_all()

    assert {table.name for table in WRAPPED_TABLES} == {
        name for name, rows in rotated.rewrapped.items() if rows >= ROWS
    }
    assert (rotated.left, standings()) == (0, {Standing.CURRENT})
    drop_the_old_key(settings)
    live.ends_well()


def test_a_rotation_that_is_killed_goes_on_where_it_was(live, settings, monkeypatch):
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    rewrap, calls = key_rotation.rewrap, []

    def killed(*arguments):
        calls.append(arguments)
        if len(calls) == 2 * ROWS:  # in the middle of a batch, which is undone
            raise KeyboardInterrupt
        return rewrap(*arguments)

    monkeypatch.setattr(key_rotation, "rewrap", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate_all()
    monkeypatch.setattr(key_rotation, "rewrap", rewrap)
    assert standings() == {Standing.CURRENT, Standing.FORMER}
    live.opens()

    assert sum(rotate_all().rewrapped.values()) < sum(use.rows for use in key_uses())
    assert sum(rotate_all().rewrapped.values()) == 0
    drop_the_old_key(settings)
    live.ends_well()


def test_two_former_keys_are_left_at_once(live, settings):
    settings.ENCRYPTION_KEYS = [MIDDLE, OLD]
    make_draft(live.version)
    settings.ENCRYPTION_KEYS = [NEW, MIDDLE, OLD]

    assert rotate_all().left == 0

    drop_the_old_key(settings)
    live.ends_well()


def test_an_erased_key_stays_erased(live, settings):
    Delivery.objects.update(wrapped_key=b"", sealed=b"")
    settings.ENCRYPTION_KEYS = [NEW, OLD]

    assert rotate_all().rewrapped[Delivery._meta.label] == 0
    assert set(map(bytes, Delivery.objects.values_list("wrapped_key", flat=True))) == {b""}


@pytest.mark.django_db(transaction=True)
def test_drafts_saved_and_sent_meanwhile_lose_nothing(settings, tmp_path, monkeypatch):
    """One thread rotates for as long as another saves a draft and sends the others."""
    monkeypatch.setattr(key_rotation, "BATCH", 5)
    site = make_site()
    make_department(site)
    version = publish(document_of({"un": [text("nom")]}), site=site)
    saved = make_draft(version, {"nom": "0"}).token
    sent = [make_draft(version, {"nom": "Zoé"}).token for _ in range(20)]
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    is_over, roles = threading.Event(), [rotate_until, save_and_send]

    results = in_parallel(2, lambda: roles.pop()(is_over, saved, sent), folder=tmp_path)

    assert [each for each in results if each] == [("20", 20, 0)]


def save_and_send(is_over, saved, sent):
    try:
        for number, token in enumerate(sent, start=1):
            draft = find_draft(saved)
            assert save_draft(draft, replace(open_draft(draft), answers={"nom": str(number)}))
            draft = find_draft(token)
            content = open_draft(draft).with_seen("un", is_seen=True)
            assert save_draft(draft, content)
            assert isinstance(send("essai", token, digest=draft_digest(content), epoch=0), Sent)
    finally:
        is_over.set()


def rotate_until(is_over, saved, sent):
    """Rotate until the others are done and once more; return what the draft holds, how many were sent, what is left."""
    while not is_over.is_set():
        rotate_all()
    left = rotate_all().left
    names = [open_content(each).answers["nom"] for each in Submission.objects.filter(draft_token__in=sent)]
    return open_draft(find_draft(saved)).answers["nom"], names.count("Zoé"), left


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_erased_meanwhile_does_not_come_back(settings, tmp_path, monkeypatch):
    """One thread erases a row that the other has just read: it must wait, or find the row as it wrote it."""
    Delivery.objects.create(wrapped_key=wrap(new_data_key(), "delivery:any"), sealed=b"", due_at=timezone.now())
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    is_read, is_erased = threading.Event(), threading.Event()
    monkeypatch.setattr(key_rotation, "rewrap", lambda wrapped, _: [is_read.set(), is_erased.wait(0.5)] and wrapped)
    roles = [rotate_and_look, erase_when_read]

    results = in_parallel(2, lambda: roles.pop()(is_read, is_erased), folder=tmp_path)

    assert sorted(results, key=len) == [[], [b""]]


def rotate_and_look(is_read, is_erased):
    rotate_table(next(table for table in WRAPPED_TABLES if table.model is Delivery))
    is_erased.wait(60)
    return list(map(bytes, Delivery.objects.values_list("wrapped_key", flat=True)))


def erase_when_read(is_read, is_erased):
    is_read.wait(60)
    Delivery.objects.update(wrapped_key=b"")
    is_erased.set()
    return []


def rotated(capsys):
    """Run the command and return its exit code and what it printed."""
    try:
        call_command("rotate_keys")
        code = 0
    except SystemExit as stop:
        code = stop.code
    printed = capsys.readouterr().out
    assert not any(key in printed for key in (OLD, MIDDLE, NEW))
    return code, printed


def test_the_command_says_when_and_how_the_old_key_may_be_dropped(live, settings, capsys):
    settings.ENCRYPTION_KEYS = [NEW, OLD]

    code, printed = rotated(capsys)

    assert code == 0
    assert f"runtime.Draft: wrapped again {ROWS}\n" in printed
    assert "left: 0\n" in printed
    assert printed.index("set SECRET_HASH_KEY to its text") < printed.index("drop the others")
    settings.SECRET_HASH_KEY = OLD
    code, printed = rotated(capsys)
    assert code == 0
    assert "drop the others" in printed
    assert "SECRET_HASH_KEY" not in printed


def test_the_command_leaves_rows_of_unknown_keys_alone_and_says_so(live, settings, capsys):
    before = bytes(Draft.objects.first().wrapped_key)
    settings.ENCRYPTION_KEYS = [NEW, MIDDLE]
    make_submission(live.version)

    code, printed = rotated(capsys)

    assert code == 1
    assert f"runtime.Draft: {ROWS} under {before[:4].hex()}, unknown\n" in printed
    assert "need keys that are not in ENCRYPTION_KEYS" in printed
    assert bytes(Draft.objects.first().wrapped_key) == before


def test_a_damaged_row_stops_only_itself_and_does_not_hold_the_old_key_back(live, settings, capsys):
    draft = Draft.objects.first()
    Draft.objects.filter(pk=draft.pk).update(wrapped_key=bytes(draft.wrapped_key)[:-1] + b"?")
    settings.ENCRYPTION_KEYS = [NEW, OLD]

    code, printed = rotated(capsys)

    assert code == 1
    assert "1 rows do not open with their own key" in printed
    assert f"runtime.Draft: wrapped again {ROWS - 1}\n" in printed
    assert "left: 0\n" in printed


def test_rows_that_requests_hold_are_said_to_be_left(settings, capsys, monkeypatch):
    held = KeyUse("runtime.Draft", "00000000", Standing.FORMER, 2)
    monkeypatch.setattr(rotate_keys, "rotate_all", lambda: Rotated({}, {}, [held]))

    code, printed = rotated(capsys)

    assert code == 1
    assert "left: 2\n" in printed
    assert "run this again" in printed
