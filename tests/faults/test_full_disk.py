"""A disk that refuses in the middle of a file: said clearly, nothing recorded, no half file (F9)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from runtime.drafts.attachments import private_storage
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from tests.faults.drafts import (
    REVIEW,
    check_draft_is_whole,
    check_submission_is_whole,
    copy_of,
    page_of,
    photos_of,
    ready_to_send,
    submission_of,
)
from tests.faults.server import Server
from tests.faults.visitor import Visitor
from tests.journeys.person import Person, a_photo

#: The system lets the workers write files up to here, and fails the write that goes on.
MOST_BYTES = 64 * 1024


@pytest.fixture(scope="module")
def full(database, folder):
    """A server with the same database and files, on a disk that has room for small files alone."""
    with Server(database_url=database, folder=folder, log="full.log", most_bytes_a_file=MOST_BYTES) as server:
        yield server


def a_large_photo():
    picture = io.BytesIO()
    Image.effect_noise((600, 400), 100).save(picture, "JPEG", quality=95)
    assert len(picture.getvalue()) > 2 * MOST_BYTES
    return SimpleUploadedFile("grande.jpg", picture.getvalue(), "image/jpeg")


def at_the_documents(server, token):
    return Person(Visitor(server.url, drafts=[token])).open(page_of(token, "documents"))


def everything_stored():
    names = set(private_storage().names(older_than_seconds=0))
    return names, set(StoredFile.objects.values_list("pk", flat=True)), Draft.objects.count()


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(full, pattern):
    token = copy_of(pattern)
    person, before = at_the_documents(full, token), everything_stored()
    held = photos_of(token)

    person.press({"photos": [a_photo("petite.jpg", color="red"), a_large_photo()]})

    assert person.response.status_code == 503
    assert int(person.response.headers["Retry-After"]) > 0
    assert len(person.page.select(".g-notice p")) == 2
    assert everything_stored() == before
    assert photos_of(token) == held
    check_draft_is_whole(token)


def test_the_same_page_works_once_there_is_room_again(full, server, pattern):
    token = copy_of(pattern)
    held = photos_of(token)
    at_the_documents(full, token).press({"photos": a_large_photo()})

    at_the_documents(server, token).press({"photos": a_large_photo()})

    assert photos_of(token) == [*held, "grande.jpg"]
    check_draft_is_whole(token)


def test_a_request_without_new_files_is_sent_on_a_full_disk(full, pattern):
    token = copy_of(pattern)
    person, fields = ready_to_send(full.url, token)

    person.client.post(page_of(token, REVIEW), fields)

    check_submission_is_whole(submission_of(token))
