"""Workers killed between a file and its row leave files that nothing names: the sweep takes those alone (F10)."""

import os
import time
from pathlib import Path

from runtime.drafts.attachments import private_storage
from runtime.files.models import StoredFile, Upload
from runtime.privacy.expiry import ORPHAN_SECONDS, count_missing, orphan_names
from runtime.upkeep.sweep import sweep_all
from tests.faults.drafts import check_draft_is_whole, copy_of, page_of
from tests.faults.server import wait_until
from tests.faults.visitor import BROKEN, Visitor
from tests.journeys.person import Person, a_photo

KILLS = 50
#: Where a worker dies with files on the disk and no row.
PLACE = "files written"


def stored():
    return set(private_storage().names(older_than_seconds=0))


def named():
    return {path for model in (StoredFile, Upload) for path in model.objects.values_list("path", flat=True)}


def grow_old(names):
    then = time.time() - ORPHAN_SECONDS - 60
    for name in names:
        os.utime(Path(private_storage().location, name), (then, then))


def check_that_a_sweep_takes_what_kills_left(server, pattern, tally, *, grow_old):
    """Kill workers between files and their row, and sweep; `grow_old` makes the files of some names a day older."""
    grow_old(stored())
    sweep_all(confirmed=["files"])  # what kills of other tests left
    token = copy_of(pattern)
    person = Person(Visitor(server.url, drafts=[token])).open(page_of(token, "documents"))
    data = person.fields()
    before = stored()

    for number in range(KILLS):
        server.arm(PLACE)
        try:
            person.client.post(person.url, {**data, "photos": a_photo(f"{number}.jpg", color=(number, 0, 0))})
        except BROKEN:
            tally["kills"] += 1
        wait_until(lambda: not server.is_armed, what=server.told)

    left = stored() - before
    assert len(left) == KILLS
    assert sweep_all().counts["files"] == 0  # a request may still be under way
    grow_old(stored())
    assert set(orphan_names()) == left
    assert sweep_all().counts["files"] == KILLS
    assert stored() == before
    assert stored() == named()
    assert count_missing() == 0
    check_draft_is_whole(token)


def test_fifty_killed_uploads_leave_no_orphan_after_the_sweep(server, pattern, tally):
    check_that_a_sweep_takes_what_kills_left(server, pattern, tally, grow_old=grow_old)
