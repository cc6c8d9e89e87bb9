"""Whatever dies while a request is sent: what was acknowledged is recorded, and a repeat gives the same (F1, F2)."""

import pytest

from runtime.failpoints import PLACES
from runtime.filing.models import StoredFile
from tests.faults.drafts import (
    SENT,
    check_draft_is_whole,
    check_submission_is_whole,
    copy_of,
    page_of,
    ready_to_send,
    submission_of,
)
from tests.faults.server import wait_until
from tests.faults.visitor import BROKEN, codes_on

#: Places that a request with a file passes through, and those that one which sends does.
OF_UPLOADS = ("request read", "files written", "before the answer")
OF_SENDING = tuple(place for place in PLACES if place != "files written")
AFTER_THE_COMMIT = ("after commit", "before the answer")
RETRIES = 3


def post_to_death(server, tally, place, post):
    """Post and see the worker die at `place`."""
    before = server.workers()
    server.arm(place)
    with pytest.raises(BROKEN):
        post()
    assert not server.is_armed
    wait_until(lambda: len(before - server.workers()) == 1, what=server.told)
    tally["kills"] += 1


def acknowledged(person, token, fields):
    """Send, and return the codes that the receipt shows."""
    answer = person.client.post(page_of(token, "verifier"), fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(token, SENT)), answer.text
    return codes_on(person.client.get(answer.headers["Location"]))


def check_sending_is_safe(server, tally, token, place):
    person, fields = ready_to_send(server.url, token)
    post_to_death(server, tally, place, lambda: person.client.post(page_of(token, "verifier"), fields))
    if place in AFTER_THE_COMMIT:
        check_submission_is_whole(submission_of(token))
    else:
        assert submission_of(token) is None
        check_draft_is_whole(token)

    answers = [acknowledged(person, token, fields) for _ in range(RETRIES)]

    tally["acknowledgements"] += len(answers)
    submission = submission_of(token)
    assert {reference for reference, _ in answers} == {submission.reference}
    assert len(set(answers)) == 1
    check_submission_is_whole(submission)
    tally["requests"] += 1


@pytest.mark.parametrize("place", OF_SENDING)
def test_worker_killed_while_sending_loses_and_doubles_nothing(place, server, pattern, rounds, tally):
    for _ in rounds:
        check_sending_is_safe(server, tally, copy_of(pattern), place)
