"""Error pages: in both languages, with the way home, and standing on nothing that may be broken."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from cms import errors
from cms.urls import urlpatterns as site_patterns


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
