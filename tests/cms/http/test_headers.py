"""Headers: the strict policy on public pages, the admin's own under /admin/, and no cookie before it is needed."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.http.csp import FrameMiddleware, PolicyMiddleware

PUBLIC = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def policy_of(response):
    header = response.headers["Content-Security-Policy"]
    return dict(directive.strip().split(" ", 1) for directive in header.split(";"))


def through_the_middleware(request):
    return FrameMiddleware(PolicyMiddleware(lambda _: HttpResponse()))(request)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/en/", "/nulle-part/"])
def test_public_pages_have_the_strict_policy(client, address):
    assert policy_of(client.get(address)) == PUBLIC


@pytest.mark.django_db
def test_the_admin_has_its_own_policy(client):
    response = client.get("/admin/login/")

    assert policy_of(response)["script-src"] == "'self' 'unsafe-inline'"
    assert policy_of(response)["frame-ancestors"] == "'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Content-Security-Policy-Report-Only" not in response.headers


def test_an_address_that_only_looks_like_the_admin_has_the_strict_policy():
    assert policy_of(through_the_middleware(RequestFactory().get("/administration/"))) == PUBLIC


def test_a_preview_may_be_framed_by_the_admin_and_is_strict_otherwise():
    request = RequestFactory().get("/")
    request.is_preview = True

    response = through_the_middleware(request)

    assert policy_of(response) == PUBLIC | {"frame-ancestors": "'self'"}
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
def test_public_pages_cannot_be_framed_sniffed_or_tell_where_one_came_from(client):
    headers = client.get("/").headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/en/", "/nulle-part/"])
def test_reading_sets_no_cookie(client, address):
    assert client.get(address).cookies == {}


@pytest.mark.django_db
def test_reading_asks_nothing_about_sessions_or_users(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as queries:
        client.get("/")

    assert [each["sql"] for each in queries if "session" in each["sql"] or "accounts_user" in each["sql"]] == []
