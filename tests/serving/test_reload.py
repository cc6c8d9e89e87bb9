"""A deploy under traffic: what `systemctl reload guichet` does loses nothing and makes nobody wait for nothing."""

import threading

from cms.bench.processes import children_of
from tests.serving.client import outcome

VISITORS = 10
RELOADS = 3


def test_three_reloads_under_traffic_lose_nothing(gunicorn, client):
    first, ended, statuses = gunicorn.master, threading.Event(), []

    def visit():
        while not ended.is_set():
            statuses.append(outcome(lambda: client().file().status))
            statuses.append(outcome(lambda: client().ask("GET", "/demarches/signalement-voirie/").status))

    visitors = [threading.Thread(target=visit) for _ in range(VISITORS)]
    for each in visitors:
        each.start()
    try:
        for _ in range(RELOADS):
            gunicorn.reload()
    finally:
        ended.set()
        for each in visitors:
            each.join()

    assert set(statuses) == {200, 201}
    assert gunicorn.master != first
    assert not children_of(first)
