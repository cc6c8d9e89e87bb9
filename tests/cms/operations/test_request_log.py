"""One line of log a request, in which nobody can be recognised."""

import json
import logging
from contextvars import Context

import pytest

from cms.operations.logs import JsonFormatter
from cms.operations.request_log import ID_HEADER


@pytest.fixture
def lines(caplog):
    """The lines of requests as production writes them."""
    caplog.set_level(logging.INFO, logger="guichet.requests")

    def written():
        mine = [record for record in caplog.records if record.name == "guichet.requests"]
        return [json.loads(JsonFormatter().format(record)) for record in mine]

    return written


def test_a_line_says_route_status_duration_and_queries(client, db, lines):
    client.get("/suivi/NAI-2222-2222-2222-2222/?q=anna")

    (line,) = lines()
    assert (line["method"], line["route"], line["status"]) == ("GET", "tracking:status", 404)
    assert line["message"] == "GET tracking:status 404"
    assert line["queries"] == 3
    assert line["duration_ms"] > 0
    assert "NAI" not in json.dumps(line)
    assert "anna" not in json.dumps(line)


def test_what_no_route_answers_is_told_as_unknown(client, lines):
    client.get("/media/anna@example.org/")

    assert lines()[0]["route"] == "unknown"


def test_a_method_that_somebody_made_up_is_not_repeated(client, db, lines):
    client.generic("ANNA", "/suivi/")

    assert lines()[0]["method"] == "OTHER"


def test_probes_and_static_files_are_not_told(client, lines):
    client.get("/healthz")
    list(client.get("/static/themes/guichet.css").streaming_content)

    assert lines() == []


def test_the_answer_tells_the_name_of_its_request(client, db, lines):
    first, second = client.get("/suivi/"), client.get("/suivi/")

    assert len(first[ID_HEADER]) == 16
    assert first[ID_HEADER] != second[ID_HEADER]


@pytest.mark.parametrize(
    ("proxies", "given", "is_kept"),
    [
        (("127.0.0.1/32",), "from-the-proxy-1", True),
        ((), "from-anybody-1", False),
        (("127.0.0.1/32",), "short", False),
        (("127.0.0.1/32",), "forged\nline-of-log", False),
    ],
)
def test_only_a_trusted_proxy_names_a_request(client, db, settings, proxies, given, is_kept):
    settings.GUICHET_TRUSTED_PROXIES = proxies

    response = client.get("/suivi/", headers={ID_HEADER: given})

    assert (response[ID_HEADER] == given) is is_kept


def test_every_line_of_a_request_carries_its_name(client, db):
    written = []
    handler = logging.Handler()
    handler.emit = lambda record: written.append(json.loads(JsonFormatter().format(record)))
    logging.getLogger("django.request").addHandler(handler)
    try:
        response = client.get("/rien/")
    finally:
        logging.getLogger("django.request").removeHandler(handler)

    assert {line["request_id"] for line in written} == {response[ID_HEADER]}


def test_no_line_outside_of_a_request_carries_a_name():
    record = logging.getLogger("x").makeRecord("x", logging.INFO, "f", 1, "message", (), None)

    line = Context().run(JsonFormatter().format, record)

    assert "request_id" not in json.loads(line)
