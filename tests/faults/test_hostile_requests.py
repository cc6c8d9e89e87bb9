"""The requests that once held a worker until it was killed, at once, while another visitor files (bar W1)."""

import io
import threading

import requests

from tests.faults.drafts import REVIEW, check_submission_is_whole, copy_of, page_of, ready_to_send, submission_of

ROUNDS = 3


def a_path(url):
    return requests.get(f"{url}/x/{'a@' * 1_900}/", timeout=60)


def a_host(url):
    return requests.get(f"{url}/suivi/", headers={"Host": "a@" * 3_000}, timeout=60)


def marks(url):
    return requests.post(f"{url}/suivi/", data={"reference": "e" + "\u0301" * 300_000, "key": "x"}, timeout=60)


def a_picture(url):
    """Send ahead a JPEG that is one run of FF."""
    file = io.BytesIO(b"\xff\xd8\xff\xe0\x00\x02" + b"\xff" * 150_000)
    path = f"{url}/api/v1/procedures/acte-naissance/uploads"
    return requests.post(path, data={"question": "piece"}, files={"file": ("a.jpg", file)}, timeout=60)


HOSTILE = (a_path, a_host, marks, a_picture)


def test_hostile_requests_at_once_hold_nobody(server, pattern):
    token, before, answers = copy_of(pattern), server.all_workers(), []

    def attack(act):
        answers.extend(act(server.url).status_code for _ in range(ROUNDS))

    threads = [threading.Thread(target=attack, args=(act,)) for act in HOSTILE]
    for thread in threads:
        thread.start()
    person, fields = ready_to_send(server.url, token)
    sent = person.client.post(page_of(token, REVIEW), fields, follow=True)
    for thread in threads:
        thread.join()

    assert sent.status_code == 200
    check_submission_is_whole(submission_of(token))
    assert len(answers) == ROUNDS * len(HOSTILE)
    assert {code for code in answers if code >= 500} == set()
    assert server.workers() == before
