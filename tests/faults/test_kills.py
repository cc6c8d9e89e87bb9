"""Whatever dies while a request is sent: what was acknowledged is recorded, and a repeat gives the same (F1, F2)."""

import pytest

from runtime.delivery.models import Delivery
from runtime.delivery.sender import deliver_due
from runtime.drafts.attachments import private_storage
from runtime.drafts.models import Draft
from runtime.failpoints import PLACES
from runtime.files.models import StoredFile
from runtime.limits.models import Counter
from tests.faults.drafts import (
    KEY,
    REVIEW,
    SENT,
    check_draft_is_whole,
    check_submission_is_whole,
    copy_of,
    page_of,
    photos_of,
    ready_to_send,
    submission_of,
)
from tests.faults.server import wait_until
from tests.faults.visitor import BROKEN, Visitor, codes_on
from tests.journeys.person import Person, a_photo

#: Places that a page with a file passes through, and those that sending does; together, all there are.
OF_UPLOADS = ("request read", "files written", "before the answer")
OF_SENDING = tuple(place for place in PLACES if place != "files written")
AFTER_THE_COMMIT = ("after commit", "before the answer")
RETRIES = 3


def post_to_death(server, tally, place, post):
    """Post, and see a worker die at `place`: the browser gets no answer."""
    before = server.all_workers()
    server.arm(place)
    with pytest.raises(BROKEN):
        post()
    assert not server.is_armed
    wait_until(lambda: len(before - server.workers()) == 1, what=server.told)
    tally["kills"] += 1


def check_acknowledged(person, token, fields, tally):
    """Send again and again: each time the same reference and key, and everything recorded, once."""
    shown = set()
    for _ in range(RETRIES):
        answer = person.client.post(page_of(token, REVIEW), fields)
        assert (answer.status_code, answer.headers.get("Location")) == (302, page_of(token, SENT)), answer.text
        shown.add(codes_on(person.client.get(page_of(token, SENT))))
        tally["acknowledgements"] += 1
    submission = submission_of(token)
    assert [reference for reference, _ in shown] == [submission.reference]
    check_submission_is_whole(submission)
    tally["requests recorded"] += 1


@pytest.mark.parametrize("place", OF_SENDING)
def test_a_worker_killed_while_sending_loses_and_doubles_nothing(place, server, pattern, rounds, tally):
    for _ in rounds:
        token = copy_of(pattern)
        person, fields = ready_to_send(server.url, token)

        post_to_death(server, tally, place, lambda: person.client.post(page_of(token, REVIEW), fields))  # noqa: B023

        if place in AFTER_THE_COMMIT:
            check_submission_is_whole(submission_of(token))
        else:
            assert submission_of(token) is None
            check_draft_is_whole(token)
        check_acknowledged(person, token, fields, tally)


def test_a_request_whose_worker_dies_again_and_again_is_sent_once(server, pattern, tally):
    token = copy_of(pattern)
    person, fields = ready_to_send(server.url, token)

    for place in OF_SENDING:
        post_to_death(server, tally, place, lambda: person.client.post(page_of(token, REVIEW), fields))

    check_acknowledged(person, token, fields, tally)


@pytest.mark.parametrize("place", OF_UPLOADS)
def test_a_worker_killed_while_taking_a_file_keeps_it_once_or_not_at_all(place, server, pattern, rounds, tally):
    for _ in rounds if place == "files written" else rounds[::3]:
        token = copy_of(pattern)
        person = Person(Visitor(server.url, drafts=[token])).open(page_of(token, "documents"))
        address, page = person.form["action"], {**_texts(person), "photos": a_photo("rue.jpg", color="red")}
        held = photos_of(token)

        post_to_death(server, tally, place, lambda: person.client.post(address, page))  # noqa: B023

        check_draft_is_whole(token)
        assert photos_of(token) == held + (["rue.jpg"] if place == "before the answer" else [])
        statuses = {person.client.post(address, page, follow=True).status_code for _ in range(RETRIES)}
        assert statuses == {200}
        assert photos_of(token) == [*held, "rue.jpg"]
        check_draft_is_whole(token)
        person.open(page_of(token, "documents")).press()
        check_acknowledged(*_ready(server, token), tally)


def _texts(person):
    return {name: values[0] for name, values in person.fields().items()}


def _ready(server, token):
    person, fields = ready_to_send(server.url, token)
    return person, token, fields


def test_a_killed_upload_leaves_at_most_a_file_that_no_row_names(server, pattern, tally):
    before = _files_without_a_row()
    token = copy_of(pattern)
    person = Person(Visitor(server.url, drafts=[token])).open(page_of(token, "documents"))
    page = {**_texts(person), "photos": a_photo("rue.jpg", color="red")}

    post_to_death(server, tally, "files written", lambda: person.client.post(person.form["action"], page))

    left = _files_without_a_row() - before
    assert len(left) == 1
    assert not any(name.endswith(".part") for name in left)


def _files_without_a_row():
    return set(private_storage().names(older_than_seconds=0)) - set(StoredFile.objects.values_list("path", flat=True))


@pytest.mark.parametrize("place", ["request read", "before the answer"])
def test_a_worker_killed_at_the_first_page_begins_one_draft(place, server, pattern, rounds, tally):
    for _ in rounds[::3]:
        Counter.objects.all().delete()
        person = Person(Visitor(server.url)).open(f"/demarches/{KEY}/commencer/")
        address, page = person.form["action"], {**_texts(person), "qualite": "particulier"}
        before = Draft.objects.count()

        post_to_death(server, tally, place, lambda: person.client.post(address, page))  # noqa: B023

        answers = [person.client.post(address, page) for _ in range(RETRIES)]
        assert {answer.status_code for answer in answers} == {302}
        assert len({answer.headers["Location"] for answer in answers}) == 1
        assert Draft.objects.count() == before + 1
        assert Person(person.client).open(answers[0].headers["Location"]).asks("nom")


def test_the_receipts_of_killed_requests_leave_once_each(server, pattern, tally, mailoutbox):
    for place in AFTER_THE_COMMIT:
        token = copy_of(pattern)
        person, fields = ready_to_send(server.url, token)
        post_to_death(server, tally, place, lambda: person.client.post(page_of(token, REVIEW), fields))  # noqa: B023
    waiting = {str(pk) for pk in Delivery.objects.filter(status="pending").values_list("pk", flat=True)}

    deliver_due(limit=100_000)

    sent = [mail.extra_headers["X-Guichet-Delivery"] for mail in mailoutbox]
    assert len(waiting) >= len(AFTER_THE_COMMIT)
    assert sorted(sent) == sorted(waiting)
