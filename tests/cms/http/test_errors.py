"""Error pages: in both languages, with the way home, and standing on nothing that may be broken."""

import errno

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from cms.http import errors
from cms.urls import urlpatterns as site_patterns

pytestmark = pytest.mark.django_db


def breaks(request):
    raise RuntimeError("nobody should read this")


def takes_posts(request, step):
    return HttpResponse(f"received {step}")


def takes_its_own_failures(request, step):
    return HttpResponse(f"received {step}")


def keeps_what_was_typed(request, reason, step):
    return HttpResponse(f"kept {step} {request.POST['name']}", status=422)


takes_its_own_failures.csrf_failure = keeps_what_was_typed

handler400, handler403 = errors.bad_request, errors.permission_denied
handler404, handler500 = errors.page_not_found, errors.server_error
urlpatterns = [
    path("breaks/", breaks),
    path("plain/<slug:step>/", takes_posts),
    path("careful/<slug:step>/", takes_its_own_failures),
    *site_patterns,
]

with_broken_views = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def strict_client():
    """A browser as Django sees it outside tests: CSRF is checked, exceptions become pages."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words", "home"),
    [
        ("/demarches/rien/de/tel/", "Page introuvable", 'href="/"'),
        ("/en/demarches/rien/de/tel/", "Page not found", 'href="/en/"'),
    ],
)
def test_an_unknown_page_is_a_404_in_the_language_of_its_address(client, address, words, home):
    response = client.get(address)

    assert response.status_code == 404
    assert words in response.text
    assert home in response.text


@with_broken_views
def test_an_exception_becomes_a_page_without_the_database(strict_client):
    response = strict_client.get("/breaks/")

    assert response.status_code == 500
    assert "<main" in response.text
    assert "Un problème est survenu" in response.text
    assert "nobody should read this" not in response.text


@with_broken_views
def test_a_broken_theme_still_leaves_words(strict_client, monkeypatch, caplog):
    def broken(*args):
        raise RuntimeError("theme")

    monkeypatch.setattr(errors, "render_to_string", broken)

    response = strict_client.get("/breaks/")

    assert response.status_code == 500
    assert "Un problème est survenu" in response.text
    assert "The error page itself failed." in caplog.text


@pytest.mark.parametrize("address", ["/", "/suivi/", "/admin/login/"])
def test_a_wrong_host_is_refused(client, address):
    response = client.get(address, headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.text


@with_broken_views
def test_a_stale_token_is_explained(strict_client):
    response = strict_client.post("/plain/two/", {"name": "Anna"})

    assert response.status_code == 403
    assert "ouverte depuis trop longtemps" in response.text


@with_broken_views
def test_a_view_may_answer_a_stale_token_itself(strict_client):
    response = strict_client.post("/careful/two/", {"name": "Anna"})

    assert (response.status_code, response.text) == (422, "kept two Anna")


@with_broken_views
def test_a_post_without_token_to_nowhere_is_still_an_answer(strict_client):
    assert strict_client.post("/careful/", {"name": "Anna"}).status_code in (403, 404)


@with_broken_views
@override_settings(DEBUG=False)
def test_error_pages_carry_the_policy(strict_client):
    response = strict_client.get("/breaks/")

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def loses_the_database(request, step=""):
    raise OperationalError("connection to server at 10.0.0.7 failed")


def fills_the_disk(request):
    raise OSError(errno.ENOSPC, "No space left on device")


urlpatterns[:0] = [
    path("lost/", loses_the_database),
    path("lost/<slug:step>/", loses_the_database),
    path("full/", fills_the_disk),
]


def fields_of(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [(each["name"], each["value"]) for each in page.select("main form input")]


@with_broken_views
@pytest.mark.parametrize("address", ["/lost/", "/full/"])
def test_what_will_pass_is_a_503_that_says_when_to_come_back(strict_client, address):
    response = strict_client.get(address)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store, private"
    assert "indisponible pour le moment" in response.text
    assert f'href="{address}"' in response.text
    assert "10.0.0.7" not in response.text


@with_broken_views
def test_what_was_typed_is_offered_again_with_a_token_that_works(strict_client, db):
    token = strict_client.get("/en/suivi/").context["csrf_token"]
    typed = {"name": "Anna <b>", "several": ["1", "2"], "_add": "x"}

    response = strict_client.post("/lost/two/?retour=1", {**typed, "csrfmiddlewaretoken": str(token)})
    kept = dict(fields_of(response))

    assert response.status_code == 503
    assert [pair for pair in fields_of(response) if pair[0] != "csrfmiddlewaretoken"] == [
        ("name", "Anna <b>"), ("several", "1"), ("several", "2"), ("_add", "x"),
    ]  # fmt: skip
    assert 'action="/lost/two/?retour=1"' in response.text
    assert strict_client.post("/plain/two/", kept).text == "received two"


@with_broken_views
def test_files_are_said_to_be_chosen_again(client):
    client.raise_request_exception = False
    photo = SimpleUploadedFile("p.jpg", b"x", "image/jpeg")

    response = client.post("/lost/two/", {"name": "Anna", "photo": photo})

    assert "choisir de nouveau" in response.text


@with_broken_views
def test_a_password_is_never_written_into_a_page(client):
    client.raise_request_exception = False

    response = client.post("/lost/", {"username": "anna", "password": "hunter2 hunter2"})

    assert response.status_code == 503
    assert fields_of(response) == []
    assert "hunter2" not in response.text


@with_broken_views
def test_an_error_page_names_its_request_for_the_operator(strict_client):
    response = strict_client.get("/breaks/")

    assert response["X-Request-ID"] in response.text


def test_a_page_that_needs_nothing_answers_without_the_database(client, db):
    def no_database(*arguments):
        raise OperationalError

    with connection.execute_wrapper(no_database):
        response = client.get("/suivi/")

    assert response.status_code == 200
    assert "Guichet" in response.text
