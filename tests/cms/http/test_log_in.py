"""Log-in and forgotten passwords: limited before anything costly, and alike for every account (bar X29)."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from runtime.delivery.models import Delivery
from runtime.delivery.sender import deliver_due
from tests.runtime.desk.conftest import make_user

LOGIN, RESET = "/admin/login/", "/admin/password_reset/"


@pytest.fixture
def agent(db):
    user = make_user("zoe@example.org")
    user.set_password("a-long-and-good-password")
    user.save()
    return user


def log_in(client, name="zoe@example.org", password="wrong", **more):
    return client.post(LOGIN, {"username": name, "password": password}, **more)


def test_no_password_is_looked_at_past_the_limit_of_an_account_and_a_client(client, agent, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "log_ins", 3)
    looked = []
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", lambda *_, **__: looked.append(1))

    answers = [log_in(client) for _ in range(5)]

    assert len(looked) == 3
    assert "Trop d’essais de connexion" in answers[-1].text
    assert "Trop d’essais" not in answers[2].text


def test_the_right_password_waits_too(client, agent, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "log_ins", 1)
    log_in(client)

    assert "_auth_user_id" not in log_in(client, password="a-long-and-good-password").wsgi_request.session
    other = log_in(client, password="a-long-and-good-password", REMOTE_ADDR="192.0.2.9")
    assert other.status_code == 302


@pytest.mark.parametrize(("name", "change"), [("log_ins_of_client", "name"), ("log_ins_of_account", "client")])
def test_neither_many_names_nor_many_clients_get_around_the_limit(client, agent, monkeypatch, name, change):
    monkeypatch.setitem(settings.GUICHET_LIMITS, name, 2)
    looked = []
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", lambda *_, **__: looked.append(1))

    for number in range(4):
        more = {"name": f"n{number}"} if change == "name" else {"REMOTE_ADDR": f"192.0.2.{number}"}
        log_in(client, **more)

    assert len(looked) == 2


def test_a_forgotten_password_goes_through_the_outbox(client, agent):
    response = client.post(RESET, {"email": "zoe@example.org"})
    assert (response.status_code, mail.outbox) == (302, [])

    deliver_due(10)

    [sent] = mail.outbox
    link = re.search(r"http://testserver(/admin/password_reset/confirm/\S+)", sent.body)[1]
    assert sent.to == ["zoe@example.org"]
    assert client.get(link, follow=True).status_code == 200
    assert "zoe" in sent.body


def test_an_unknown_address_costs_the_same_and_gets_nothing(client, agent):
    costs = []
    for typed in ("zoe@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as seen:
            assert client.post(RESET, {"email": typed}).status_code == 302
        costs.append(len(seen))

    assert costs[0] == costs[1]
    assert Delivery.objects.count() == 2
    deliver_due(10)
    assert [each.to for each in mail.outbox] == [["zoe@example.org"]]


def test_resets_are_limited_by_client_and_by_mailbox(client, agent, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "resets", 4)
    for number in range(6):
        client.post(RESET, {"email": f"zoe+{number}@example.org"})
    assert Delivery.objects.count() == settings.GUICHET_LIMITS["mails_to_address"]

    for number in range(6):
        client.post(RESET, {"email": f"other{number}@example.org"}, REMOTE_ADDR="192.0.2.3")
    assert Delivery.objects.count() == settings.GUICHET_LIMITS["mails_to_address"] + 4


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", r"/\evil.example", "javascript:a()"])
def test_log_in_leads_nowhere_else(client, agent, target):
    response = client.post(
        LOGIN, {"username": "zoe@example.org", "password": "a-long-and-good-password", "next": target}, follow=False
    )

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/")
