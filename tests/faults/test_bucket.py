"""The same with files in a bucket: it goes, fills up or falls silent, and nothing is half recorded (F9, F10)."""

import pytest
from django.conf import settings
from django.test import override_settings

from runtime.files.models import Upload
from runtime.privacy.expiry import ORPHAN_SECONDS
from schemas.models import Version
from tests.faults.database import created, in_use, own_url, people
from tests.faults.drafts import (
    KEY,
    REVIEW,
    check_draft_is_whole,
    check_submission_is_whole,
    copy_of,
    fill_pattern,
    page_of,
    photos_of,
    ready_to_send,
    submission_of,
)
from tests.faults.server import Server
from tests.faults.test_api import Program
from tests.faults.test_lost_storage import everything_recorded
from tests.faults.test_orphans import check_that_a_sweep_takes_what_kills_left
from tests.faults.visitor import Visitor
from tests.journeys.person import Person, a_photo
from tests.runtime.vault.bucket_server import BucketServer

FAULTS = ("stopped", "slow down", "full", "denied", "cut", "hang")


@pytest.fixture(scope="module")
def bucket():
    with BucketServer() as bucket:
        yield bucket


@pytest.fixture(scope="module")
def server(database, folder, bucket):
    """A server that keeps files in the bucket, with a database of its own; this process works on both too."""
    url = f"{own_url()}_bucket"
    here = override_settings(STORAGES=settings.STORAGES | {"private": bucket.settings})
    with here, created(url), in_use(url):
        people()
        with Server(database_url=url, folder=folder, log="bucket.log", STORAGE_URL=bucket.url) as server:
            yield server


@pytest.fixture(scope="module")
def pattern(server):
    return fill_pattern(server.url, Version.objects.get(key=KEY))


@pytest.fixture(params=FAULTS)
def fail(request, bucket):
    """Make the bucket fail in one way; it works again when this is called a second time, and after the test."""

    def fail():
        is_up = bucket.fault is None and bucket.is_up
        if request.param == "stopped":
            bucket.stop() if is_up else bucket.start()
        else:
            bucket.fault = request.param if is_up else None

    yield fail
    if bucket.fault or not bucket.is_up:
        fail()


def at_the_documents(server, token):
    return Person(Visitor(server.url, drafts=[token])).open(page_of(token, "documents"))


def test_a_request_is_filed_with_its_files_sealed_in_the_bucket(server, pattern, bucket):
    token = copy_of(pattern)
    person, fields = ready_to_send(server.url, token)

    person.client.post(page_of(token, REVIEW), fields)

    check_submission_is_whole(submission_of(token))
    assert {body[:7] for body in bucket.contents().values()} == {b"GUICHET"}


def test_a_photo_that_cannot_be_kept_is_told_and_comes_through_later(server, pattern, bucket, fail):
    token = copy_of(pattern)
    person = at_the_documents(server, token)
    held, before, kept = photos_of(token), everything_recorded(), bucket.contents()

    fail()
    person.press({"photos": a_photo("perdue.jpg", color="blue")})

    assert person.response.status_code == 503
    assert int(person.response.headers["Retry-After"]) > 0
    assert (everything_recorded(), bucket.contents()) == (before, kept)
    fail()
    person.press({"photos": a_photo("perdue.jpg", color="blue")})
    assert photos_of(token) == [*held, "perdue.jpg"]
    check_draft_is_whole(token)


def test_programs_and_the_watchdog_are_told_too(server, bucket, fail):
    before = Upload.objects.count(), bucket.contents()

    fail()
    answer = Program(server).send(a_photo("rue.jpg", color="red"))
    ready = Visitor(server.url).get("/readyz")

    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (ready.status_code, ready.json()["checks"]["storage"]) == (503, {"ok": False})
    assert (Upload.objects.count(), bucket.contents()) == before


def test_a_request_without_new_files_is_sent_without_the_bucket(server, pattern, bucket):
    token = copy_of(pattern)
    person, fields = ready_to_send(server.url, token)

    bucket.stop()
    person.client.post(page_of(token, REVIEW), fields)
    bucket.start()

    check_submission_is_whole(submission_of(token))


def test_fifty_killed_uploads_leave_no_orphan_after_the_sweep(server, pattern, tally, bucket):
    def grow_old(names):
        bucket.age(names, seconds=ORPHAN_SECONDS + 60)

    check_that_a_sweep_takes_what_kills_left(server, pattern, tally, grow_old=grow_old)
