"""The same through the API: a killed worker loses and doubles nothing, one key is one request, a full disk says so."""

import itertools
import uuid
from functools import cache

import pytest
import requests

from runtime.drafts.attachments import private_storage
from runtime.failpoints import PLACES
from runtime.files.models import StoredFile, Upload
from runtime.limits.models import Counter
from runtime.submissions.models import Event, Submission
from schemas.format.circuit import Actor
from schemas.models import Version
from schemas.versions import load_compiled
from tests.faults.drafts import KEY, check_submission_is_whole
from tests.faults.server import Server
from tests.faults.test_at_once import THREADS, at_once
from tests.faults.test_full_disk import MOST_BYTES, a_large_photo
from tests.faults.test_kills import AFTER_THE_COMMIT, post_to_death
from tests.faults.visitor import TIMEOUT_SECONDS
from tests.journeys.person import a_photo
from tests.runtime.api.conftest import make_token
from tests.schemas.library.test_answers import WHOLE

OF_FILING = tuple(place for place in PLACES if place != "files written")
OF_UPLOADS = ("files written", "before the answer")
OF_PUSHING = ("request read", "before commit", "after commit", "before the answer")
RETRIES = 3

_numbers = itertools.count(1)


class Program:
    """A program that calls the API of a server, each call on a connection of its own."""

    def __init__(self, server, credential=""):
        self.url = f"{server.url}/api/v1"
        self.headers = {"Authorization": f"Bearer {credential}"} if credential else {}

    def file(self, body, once):
        return self._post(f"procedures/{KEY}/submissions", once=once, json=body)

    def push(self, reference, once):
        body = {"transition": first_transition(), "reason": "Vu."}
        return self._post(f"submissions/{reference}/transitions", once=once, json=body)

    def send(self, photo, question="photos"):
        files = {"file": (photo.name, photo.read(), photo.content_type)}
        return self._post(f"procedures/{KEY}/uploads", data={"question": question}, files=files)

    def get(self, path):
        return requests.get(f"{self.url}/{path}", headers=self.headers, timeout=TIMEOUT_SECONDS)

    def _post(self, path, *, once="", **content):
        headers = {**self.headers, **({"Idempotency-Key": once} if once else {})}
        return requests.post(f"{self.url}/{path}", headers=headers, timeout=TIMEOUT_SECONDS, **content)


@cache
def first_transition():
    """Return the id of a transition that an agent may do from the first state, whatever was answered."""
    compiled = load_compiled(Version.objects.get(key=KEY), "fr")
    leaving = compiled.document.circuit.leaving(compiled.document.circuit.initial, [Actor.AGENT])
    return next(step.id for step in leaving if step.guard is None)


@pytest.fixture
def anybody(server):
    return Program(server)


@pytest.fixture
def program(server, database):
    return Program(server, make_token(Version.objects.get(key=KEY).department)[1])


def a_body(program):
    """Return answers that were never sent, with files that were just sent ahead."""
    answers = {**WHOLE[KEY], "courriel": f"programme-{next(_numbers)}@example.org"}
    for question, answer in answers.items():
        if isinstance(answer, list) and answer and isinstance(answer[0], dict) and "sha256" in answer[0]:
            sent = [program.send(a_photo(f"{question}-{n}.jpg", color="red"), question) for n, _ in enumerate(answer)]
            assert {each.status_code for each in sent} == {201}, sent[0].text
            answers[question] = [each.json()["answer"] for each in sent]
    return {"answers": answers}


def check_filed(program, body, once, tally):
    """File again and again: each time the same reference and key, and everything recorded, once."""
    answers = [program.file(body, once) for _ in range(RETRIES)]
    assert {answer.status_code for answer in answers} <= {200, 201}, answers[0].text
    assert len({(answer.json()["reference"], answer.json()["key"]) for answer in answers}) == 1
    tally["acknowledgements"] += RETRIES
    submission = Submission.objects.get(reference=answers[0].json()["reference"])
    check_submission_is_whole(submission)
    tally["requests recorded"] += 1
    return submission


@pytest.mark.parametrize("place", OF_FILING)
def test_a_worker_killed_while_a_program_files_loses_and_doubles_nothing(place, server, anybody, rounds, tally):
    for _ in rounds[::4]:
        Counter.objects.all().delete()
        body, once = a_body(anybody), str(uuid.uuid4())
        before = Submission.objects.count()

        post_to_death(server, tally, place, lambda: anybody.file(body, once))  # noqa: B023

        assert Submission.objects.count() == before + (place in AFTER_THE_COMMIT)
        check_filed(anybody, body, once, tally)
        assert Submission.objects.count() == before + 1


@pytest.mark.parametrize("place", OF_UPLOADS)
def test_a_worker_killed_while_a_file_comes_leaves_no_row_without_its_file(place, server, anybody, tally):
    post_to_death(server, tally, place, lambda: anybody.send(a_photo("rue.jpg", color="red")))

    paths = set(Upload.objects.values_list("path", flat=True)) | set(StoredFile.objects.values_list("path", flat=True))
    assert paths <= set(private_storage().names(older_than_seconds=0))
    assert anybody.send(a_photo("rue.jpg", color="red")).status_code == 201


@pytest.mark.parametrize("place", OF_PUSHING)
def test_a_worker_killed_while_a_program_pushes_moves_the_request_once(place, server, program, anybody, tally):
    once = str(uuid.uuid4())
    reference = anybody.file(a_body(anybody), str(uuid.uuid4())).json()["reference"]

    post_to_death(server, tally, place, lambda: program.push(reference, once))

    answers = [program.push(reference, once) for _ in range(RETRIES)]
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.content for answer in answers}) == 1
    assert Event.objects.filter(submission__reference=reference).count() == 2


def test_forty_calls_at_once_with_one_key_make_one_request(server, anybody):
    body, once = a_body(anybody), str(uuid.uuid4())
    before = Submission.objects.count()

    answers = at_once([lambda: Program(server).file(body, once)] * THREADS)

    assert sorted({answer.status_code for answer in answers}) == [200, 201]
    assert [answer.status_code for answer in answers].count(201) == 1
    assert len({(answer.json()["reference"], answer.json()["key"]) for answer in answers}) == 1
    assert Submission.objects.count() == before + 1
    check_submission_is_whole(Submission.objects.get(reference=answers[0].json()["reference"]))


def test_two_keys_at_once_make_two_requests_and_a_file_goes_to_one_of_them(server, anybody):
    body = a_body(anybody)

    answers = at_once([lambda: Program(server).file(body, str(uuid.uuid4()))] * 2)

    assert sorted(answer.status_code for answer in answers) == [201, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert {each["code"] for each in refused.json()["errors"]} == {"unknown_file"}


def test_forty_pushes_at_once_with_one_key_move_a_request_once(server, program, anybody):
    once = str(uuid.uuid4())
    reference = anybody.file(a_body(anybody), str(uuid.uuid4())).json()["reference"]
    first_transition()  # read here, not in each thread

    answers = at_once([lambda: program.push(reference, once)] * THREADS)

    assert sorted({answer.status_code for answer in answers}) == [200, 201]
    assert Event.objects.filter(submission__reference=reference).count() == 2


def test_another_content_under_the_same_key_is_told_and_changes_nothing(anybody, tally):
    body, once = a_body(anybody), str(uuid.uuid4())
    submission = check_filed(anybody, body, once, tally)
    changed = {"answers": {**body["answers"], "courriel": "autre@example.org"}}

    answers = at_once([lambda: anybody.file(changed, once)] * 5)

    assert {answer.status_code for answer in answers} == {409}
    assert {answer.json()["reference"] for answer in answers} == {submission.reference}
    check_submission_is_whole(submission)


def test_a_full_disk_is_a_clear_503_without_row_or_half_file(database, folder):
    with Server(database_url=database, folder=folder, log="full-api.log", most_bytes_a_file=MOST_BYTES) as full:
        before = set(private_storage().names(older_than_seconds=0)), Upload.objects.count()

        answer = Program(full).send(a_large_photo())

    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    assert (set(private_storage().names(older_than_seconds=0)), Upload.objects.count()) == before


def test_a_pull_sees_every_request_of_the_department_once(program, anybody):
    filed = {anybody.file(a_body(anybody), str(uuid.uuid4())).json()["reference"] for _ in range(3)}

    found, cursor = [], "0"
    while page := (told := program.get(f"events?since={cursor}&limit=7").json())["items"]:
        found += [(each["reference"], each["number"]) for each in page]
        cursor = told["cursor"]

    assert len(found) == len(set(found))
    assert filed <= {reference for reference, _ in found}
