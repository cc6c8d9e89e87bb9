"""Logs hold no personal data and no secret, whatever wrote to them."""

import json
import logging
import socket

import pytest
from django.core.servers.basehttp import WSGIRequestHandler

from cms.operations.logs import JsonFormatter, PlainFormatter, redacted

CANARIES = [
    ("Not Found: /suivi/ouvrir/k3Jx9-secret/", "k3Jx9"),
    ("Forbidden: /en/suivi/ouvrir/aa/?x=1", "/aa"),
    ("Not Found: /demarches/acte-naissance/d/short/identite/", "short"),
    ("Not Found: /reprendre/q8Zr2LxVtY7wPb3nKd5m", "q8Zr2"),
    ('"GET /suivi/?reference=NAI7&cle=ABCD HTTP/1.1" 200 12', "ABCD"),
    ("mail to anna.martin+test@example.org bounced", "anna"),
    ("call 01 99 00 12 34", "99 00 12"),
    ("call +33199001234 now", "199001234"),
    ("Cookie: guichet_drafts=abc; csrftoken=def", "csrftoken"),
    ("password='hunter2'", "hunter2"),
]


@pytest.fixture
def lines():
    """A logger set up as in production, and the lines it writes."""
    written = []
    handler = logging.Handler()
    handler.setFormatter(JsonFormatter())
    handler.emit = lambda record: written.append(handler.format(record))
    logger = logging.Logger("guichet.test")  # noqa: LOG001 - one of this test alone, unknown to the others
    logger.addHandler(handler)
    return logger, written


def fail_with_personal_data():
    try:
        json.loads("anna")
    except ValueError as error:
        raise RuntimeError("Key (email)=(anna@example.org) already exists") from error


@pytest.mark.parametrize(("message", "canary"), CANARIES)
def test_personal_data_and_secrets_are_left_out(message, canary):
    assert canary not in redacted(message)


@pytest.mark.parametrize(
    "message",
    [
        "Not Found: /demarches/demande-de-permis-de-vegetaliser/",
        '"GET /static/themes/guichet.css HTTP/1.1" 200 7911',
        "2026-11-22 03:25:10 12 deliveries drained in 1.5 s",
        "Is this right?",
    ],
)
def test_plain_facts_stay(message):
    assert redacted(message) == message


def test_an_exception_is_told_without_its_message(lines):
    logger, written = lines

    try:
        fail_with_personal_data()
    except RuntimeError:
        logger.exception("Sending failed for %s", "anna@example.org")

    entry = json.loads(written[0])
    assert entry["message"] == "Sending failed for […]"
    assert entry["exception"].startswith("builtins.RuntimeError\n")
    assert "caused by json.decoder.JSONDecodeError" in entry["exception"]
    assert "test_logs.py" in entry["exception"]
    assert "anna" not in written[0]


def test_a_line_is_one_json_object_with_its_time_and_status(lines):
    logger, written = lines

    logger.warning("Not Found: %s", "/suivi/?x=1\nforged", extra={"status_code": 404})

    entry = json.loads(written[0])
    assert (entry["level"], entry["logger"], entry["status"]) == ("WARNING", "guichet.test", 404)
    assert entry["time"].endswith("+00:00")
    assert "\n" not in written[0]


def test_a_terminal_shows_as_little_as_a_file():
    error = ValueError("of anna")
    arguments = ("mail to %s", ("anna@example.org",), (ValueError, error, None))
    record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, *arguments)

    line = PlainFormatter("%(levelname)s %(message)s").format(record)

    assert line == "ERROR mail to […]\nbuiltins.ValueError"
    assert record.args == ("anna@example.org",)


@pytest.fixture
def written():
    """Every line that a terminal and a file would hold of what is logged anywhere, in a list."""
    kept, handlers = [], []
    for formatter in (JsonFormatter(), PlainFormatter("%(levelname)s %(name)s %(message)s")):
        handler = logging.Handler(logging.DEBUG)
        handler.setFormatter(formatter)
        handler.emit = lambda record, handler=handler: kept.append(handler.format(record))
        handlers.append(handler)
    loggers = [logging.getLogger(name) for name in ("", "django", "django.server")]  # these two pass nothing on
    for logger in loggers:
        for handler in handlers:
            logger.addHandler(handler)
    yield kept
    for logger in loggers:
        for handler in handlers:
            logger.removeHandler(handler)


#: As long as what people type by mistake: initials, a name, a code, a key, a token. No pattern could know them all.
TYPED = ["zqj", "dupont", "zqj-wxk-77", "7KQ2-M9XD-4RTE-B3WF-HC6P", "zqjx" * 15]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("place", ["/suivi/{}/", "/{}", "/en/{}/", "/demarches/{}/", "/api/v1/{}", "/admin/{}/"])
def test_an_address_that_nothing_has_is_not_written_down(client, written, typed, place):
    response = client.get(f"{place.format(typed)}?q={typed}")

    assert response.status_code in {301, 302, 404}
    assert written
    assert typed not in "\n".join(written)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("path", ["/suivi/", "/api/v1/submissions/x", "/nulle-part/"])
def test_neither_is_a_host_or_a_method_that_somebody_made_up(client, written, typed, path):
    statuses = [client.get(path, headers={"Host": f"{typed}.example"}).status_code]
    statuses.append(client.generic(typed.upper(), path).status_code)
    statuses.append(client.post(path, headers={"Origin": f"https://{typed}.example"}).status_code)

    assert 400 in statuses
    assert typed not in "\n".join(written).lower()


@pytest.mark.parametrize("typed", TYPED)
def test_neither_is_what_the_development_server_was_asked(written, typed):
    handler = WSGIRequestHandler.__new__(WSGIRequestHandler)
    handler.request = socket.socket()
    with handler.request:
        handler.log_message('"%s" %s %s', f"GET /suivi/{typed}/?q={typed} HTTP/1.1", "404", "12")
        handler.log_message("code %d, message %s", 400, f"Bad request version ('{typed}')")

    assert [line for line in written if "Not Found: unknown" in line]
    assert typed not in "\n".join(written)


def test_what_is_said_of_a_request_is_its_status_and_its_route(client, db, written):
    client.get("/suivi/NAI-2222-2222-2222-2222/")

    assert "WARNING django.request Not Found: tracking:status" in written


def test_an_exception_that_is_the_message_is_told_by_its_class(lines):
    logger, written = lines

    logger.error(ValueError("anna"))

    assert json.loads(written[0])["message"] == "ValueError"
