"""What the example of nginx keeps away from the workers, and what of a client it never passes on."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from cms.settings.base import GUICHET_MAX_REQUEST_BYTES
from tests.serving.client import API, PROCEDURE, Client, outcome, photo, upload_of
from tests.serving.conftest import WORKER_SECONDS
from tests.serving.site import EXAMPLES, Nginx, free_ports

PHOTO_BYTES = 2_900_000
IDLE, SLOW, QUICK = 20, 5, 8
PAGE = "/demarches/signalement-voirie/"


@pytest.fixture(scope="module")
def picture():
    return photo(PHOTO_BYTES)


def test_slow_clients_do_not_touch_quick_ones(nginx, client, picture):
    body = upload_of(picture)
    with ExitStack() as stack, ThreadPoolExecutor(QUICK) as quick:
        for _ in range(IDLE):
            stack.enter_context(socket.create_connection(("127.0.0.1", nginx.port)))
        slow = [client() for _ in range(SLOW)]
        for each in slow:
            each.begin_upload(body)
            each.send(body[:-1])

        pages = list(quick.map(lambda _: client().ask("GET", PAGE).status, range(QUICK)))
        filed = list(quick.map(lambda _: client().file().status, range(QUICK)))

        # Nobody slow has ended yet; now they do.
        for each in slow:
            each.send(body[-1:])
        arrived = [each.answer().status for each in slow]
    assert (pages, filed, arrived) == ([200] * QUICK, [201] * QUICK, [201] * SLOW)


def test_an_upload_that_outlasts_a_worker_arrives_whole(client, picture):
    body, sender = upload_of(picture), client()

    send_slowly(sender, body)

    answer = sender.answer()
    assert answer.status == 201
    assert json.loads(answer.content)["answer"]["size"] == len(picture)


def test_without_the_proxy_it_would_not(gunicorn, picture):
    """If this fails, workers need no proxy against slow clients any more, and the README may say so."""
    sender = Client(gunicorn.port)

    assert outcome(lambda: send_slowly(sender, upload_of(picture)) or sender.answer().status) != 201
    sender.http.close()


def send_slowly(sender, body):
    """Send for a second longer than a worker may be silent: the pace is what is tried."""
    steps = 10 * (WORKER_SECONDS + 1)
    sender.begin_upload(body)
    for step in range(steps):
        sender.send(body[len(body) * step // steps : len(body) * (step + 1) // steps])
        time.sleep(0.1)


def test_what_is_over_the_limit_ends_at_the_proxy(client):
    sender = client()
    sender.begin("POST", f"{PROCEDURE}/uploads", Content_Length=str(GUICHET_MAX_REQUEST_BYTES + 1))

    answer = sender.answer()

    assert answer.status == 413
    assert "X-Request-ID" not in answer.headers
    assert "volumineux" in answer.content.decode()
    assert "too large" in answer.content.decode()


def test_the_limit_of_the_proxy_is_that_of_the_site():
    assert f"client_max_body_size {GUICHET_MAX_REQUEST_BYTES};" in (EXAMPLES / "nginx.conf").read_text(encoding="utf-8")


def test_an_invented_address_does_not_make_another_client(client):
    forged = ({"X_Forwarded_For": f"192.0.2.{n}", "X_Real_IP": f"192.0.2.{n}", "Forwarded": f"for=192.0.2.{n}"}
              for n in range(11))  # fmt: skip

    statuses = [client().ask("GET", f"{API}/submissions/VOI-2222-2222-2222-2222", **each).status for each in forged]

    assert statuses == [404] * 10 + [429]


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_Proto": "http"},
        {"X_Forwarded_Ssl": "off"},
        {"X_Forwarded_Protocol": "http"},
        {"X_Forwarded_Host": "evil.example"},
        {"Script_Name": "/evil"},
        {"Connection": "X-Forwarded-Proto"},
    ],
)
def test_invented_headers_of_a_proxy_change_nothing(client, headers):
    answer = client().ask("GET", PAGE, **headers)

    assert answer.status == 200
    assert b"evil" not in answer.content


def test_an_invented_name_of_a_request_gets_into_no_line(client):
    assert client().ask("GET", PAGE, X_Request_ID="forged-name").headers["X-Request-ID"] != "forged-name"


@pytest.mark.parametrize("path", ["/readyz", "/healthz", "//readyz", "/%72eadyz", "/x/../readyz", "/readyz?x"])
def test_checks_of_health_are_for_this_machine(client, gunicorn, path):
    answer = client().ask("GET", path)

    assert answer.status == 404
    assert "X-Request-ID" not in answer.headers
    assert b"database" not in answer.content


def test_pages_are_not_compressed(client):
    answer = client().ask("GET", PAGE, Accept_Encoding="gzip")

    assert "Content-Encoding" not in answer.headers


def test_people_read_when_to_try_again_while_the_site_is_down(tmp_path):
    with Nginx(folder=tmp_path, upstream=free_ports(1)[0]) as nginx:
        answer = Client(nginx.port, nginx.certificate).ask("GET", PAGE)

    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert "Réessayez" in answer.content.decode()
    assert "Try again" in answer.content.decode()


def test_neither_log_quotes_an_address(tmp_path):
    with Nginx(folder=tmp_path, upstream=free_ports(1)[0]) as nginx:
        assert Client(nginx.port, nginx.certificate).ask("GET", "/suivi/CANARI/").status == 503

    logs = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.log")}
    assert {"access.log", "site.log"} <= logs.keys()
    assert not [name for name, text in logs.items() if "CANARI" in text]
