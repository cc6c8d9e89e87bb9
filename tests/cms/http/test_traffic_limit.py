"""One client sends so much in an hour, before anything of it is read; others and agents are not touched (bar X13)."""

import logging

import pytest
from django.conf import settings

from tests.runtime.desk.conftest import make_user

POST = "/suivi/"


@pytest.fixture
def few(monkeypatch):
    for name, most in {"posts": 2, "kilobytes": 50, "posts_of_all": 3, "kilobytes_of_all": 80}.items():
        monkeypatch.setitem(settings.GUICHET_LIMITS, name, most)


def post(client, path=POST, size=10, **more):
    return client.post(path, {"reference": "x" * size}, **more)


def test_a_client_that_posts_too_often_is_told_to_wait(client, db, few):
    answers = [post(client) for _ in range(3)]

    assert [each.status_code for each in answers] == [404, 404, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Rien n’a été enregistré" in answers[-1].text


def test_kilobytes_count_as_they_are_announced(client, db, few, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "posts", 100)

    assert [post(client, size=size).status_code for size in (30_000, 30_000, 10)] == [404, 429, 429]


def test_somebody_else_is_not_touched(client, db, few):
    for _ in range(3):
        post(client)

    assert post(client, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_the_whole_site_only_raises_an_alarm(client, db, few, caplog):
    with caplog.at_level(logging.ERROR):
        answers = [post(client, REMOTE_ADDR=f"192.0.2.{number}", size=25_000) for number in range(5)]

    assert [each.status_code for each in answers] == [404] * 5
    alarms = [record.getMessage() for record in caplog.records if "Rate alarm" in record.getMessage()]
    assert sorted(each.split()[2] for each in alarms) == ["kilobytes_of_all", "posts_of_all"]


def test_a_program_without_a_token_is_counted_and_one_with_a_token_has_limits_of_its_own(client, db, few):
    path = "/api/v1/simulators/aide/evaluate"
    posted = {"data": {}, "content_type": "application/json"}
    with_token = {"headers": {"Authorization": "Bearer x"}}

    assert [client.post(path, **posted).status_code for _ in range(3)] == [404, 404, 429]
    assert client.post(path, **posted, **with_token).status_code == 404


def test_reading_is_not_counted(client, db, few):
    assert {client.get(POST).status_code for _ in range(5)} == {200}


def test_who_has_logged_in_is_not_counted_in_the_admin(client, db, few):
    client.force_login(make_user("agent"))

    assert {post(client, "/admin/pages/1/edit/").status_code for _ in range(4)}.isdisjoint({429})
