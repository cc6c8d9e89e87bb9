"""What every address of the API does alike."""

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from runtime.api.description import openapi, operations
from runtime.api.problems import KINDS
from tests.runtime.api.conftest import Caller

pytestmark = pytest.mark.django_db

PATHS = sorted({path.format(key="acte", reference="ACT-2", file_id="0" * 32) for path, *_ in operations(openapi())})


@pytest.mark.parametrize("path", [*PATHS, "/api/v1/openapi.json"])
def test_methods_that_are_not_taken_are_told(client, version, path):
    response = client.delete(path)

    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    allowed = {each.strip() for each in response["Allow"].split(",")}
    options = client.options(path)
    assert options.status_code == 204
    assert {each.strip() for each in options["Allow"].split(",")} == allowed
    assert not [name for name in options.headers if name.startswith("Access-Control")]
    assert ("HEAD" in allowed) is ("GET" in allowed)


def test_head_is_get_without_a_body(client, version):
    got, asked = client.get("/api/v1/procedures"), client.head("/api/v1/procedures")

    assert asked.status_code == 200
    assert asked.content == b""
    assert asked["ETag"] == got["ETag"]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*"])
def test_who_takes_no_json_is_told(client, version, accept):
    assert client.get("/api/v1/procedures", headers={"Accept": accept}).status_code == 406


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/*", "application/problem+json", ""])
def test_who_takes_json_is_served(client, version, accept):
    assert client.get("/api/v1/procedures", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/nothing/", "/api/", "/api/v2/procedures"])
def test_an_unknown_address_is_a_problem_and_not_a_page(client, site, path):
    response = client.get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "Bearer ", "Token x", "guichet_x", "Bearer guichet_x"])
def test_a_credential_that_is_none_is_refused(client, version, header):
    response = client.get("/api/v1/submissions/ACT-2", headers={"Authorization": header})

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_tokens_that_are_none_are_counted(client, version, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "unknown_tokens", 1)
    caller = Caller(client, "guichet_x")

    assert [caller.get("events").status_code for _ in range(2)] == [401, 429]


def test_a_token_that_asks_too_often_waits(program, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "calls", 1)

    responses = [program.get("events") for _ in range(2)]

    assert [each.status_code for each in responses] == [200, 429]
    assert 0 < int(responses[1]["Retry-After"]) <= 60


def test_a_wrong_host_is_a_problem(client, version):
    response = Client(HTTP_HOST="evil.example").get("/api/v1/procedures")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_links_come_from_the_settings_and_not_from_the_request(anybody, version):
    links = Client(HTTP_HOST="localhost").get("/api/v1/procedures").json()["items"][0]["links"]

    assert all(link.startswith("http://testserver/") for link in links.values())


def test_a_body_that_is_announced_too_large_is_refused_before_it_is_read(client, version, settings):
    settings.GUICHET_MAX_REQUEST_BYTES = 10

    response = client.post("/api/v1/procedures/acte/submissions", b"x" * 11, content_type="application/json")

    assert response.status_code == 413
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("error", [OperationalError("secret"), RuntimeError("secret")])
def test_what_fails_is_told_without_a_word_of_it(client, version, monkeypatch, error):
    def fails(*_):
        raise error

    monkeypatch.setattr("runtime.api.procedures.published", fails)

    response = client.get("/api/v1/procedures")

    assert response.status_code == (503 if isinstance(error, OperationalError) else 500)
    assert ("Retry-After" in response) is (response.status_code == 503)
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_a_session_is_nothing_here_and_none_is_opened(client, version, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root@example.fr"))

    assert client.get("/api/v1/submissions").status_code == 401
    assert client.post("/api/v1/procedures/acte/submissions", {}).status_code == 415


class TestProcedures:
    def test_a_procedure_is_given_as_it_was_published(self, anybody, version):
        response = anybody.get("procedures/acte")

        assert response.content.decode() == version.document
        assert response["ETag"] == f'"{version.sha256}"'
        assert response["Procedure-Version"] == "1"
        assert "immutable" not in response["Cache-Control"]

    def test_a_version_never_changes(self, anybody, version, site):
        from schemas.publishing import publish
        from tests.runtime.factories import make_document

        publish(make_document(title="Nouveau"), site=site)

        first = anybody.get("procedures/acte?version=1")
        assert first.content.decode() == version.document
        assert "immutable" in first["Cache-Control"]
        assert anybody.get("procedures/acte")["Procedure-Version"] == "2"
        assert anybody.get("procedures/acte?version=3").status_code == 404

    @pytest.mark.parametrize("path", ["procedures", "procedures/acte", "procedures/acte/schema"])
    def test_what_did_not_change_is_a_304(self, anybody, version, path):
        etag = anybody.get(path)["ETag"]

        response = anybody.get(path, **{"If-None-Match": etag})

        assert response.status_code == 304
        assert response.content == b""
        assert response["Cache-Control"].startswith("public")

    def test_a_closed_procedure_is_not_there(self, anybody, version, site):
        from schemas.publishing import close

        close("acte", site=site)

        assert anybody.get("procedures/acte").status_code == 404
        assert anybody.get("procedures").json()["items"] == []
        assert anybody.file().status_code == 404

    def test_the_schema_is_in_the_language_asked_for(self, anybody, version):
        schema = anybody.get("procedures/acte/schema", **{"Accept-Language": "en"}).json()

        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["properties"]["nom"]["title"] == "Name"


class TestPage:
    @pytest.mark.parametrize(("query", "words"), [("?lang=fr", "Déposer une demande"), ("?lang=en", "File a request")])
    def test_it_tells_every_operation_and_every_problem(self, client, site, query, words):
        page = client.get(f"/api/v1/{query}")

        assert words in page.text
        assert all(f'id="{operation["operationId"]}"' in page.text for *_, operation in operations(openapi()))
        assert all(f'id="{code}"' in page.text for code in KINDS)
        assert "<script" not in page.text.replace('<script type="module" src="/static/themes/guichet.js"></script>', "")

    def test_it_follows_the_browser_when_nothing_is_asked(self, client, site):
        page = client.get("/api/v1/", headers={"Accept-Language": "en"})

        assert page["Content-Language"] == "en"
        assert "Accept-Language" in page["Vary"]

    def test_the_document_is_openapi_3_1(self, client, site):
        document = client.get("/api/v1/openapi.json").json()

        assert document["openapi"].startswith("3.1.")
        assert all(operation["summary"] for *_, operation in operations(document))
