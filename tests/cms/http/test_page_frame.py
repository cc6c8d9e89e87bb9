"""The frame of a page: the way home and the same page in the other language."""

import pytest
from django.utils import translation

from cms.http.page_frame import frame, frame_of


@pytest.mark.parametrize(
    ("language", "path", "expected"),
    [
        ("fr", "/", ("/", "/en/", "en", "English")),
        ("en", "/en/", ("/en/", "/", "fr", "Français")),
        ("fr", "/suivi/", ("/", "/en/suivi/", "en", "English")),
        ("en", "/en/suivi/", ("/en/", "/suivi/", "fr", "Français")),
        ("fr", "/une/page/", ("/", "/en/une/page/", "en", "English")),
    ],
)
def test_the_other_language_leads_to_the_same_page(language, path, expected):
    with translation.override(language):
        frame = frame_of(path)

        found = tuple(str(frame[key]) for key in ("home_url", "alternate_url", "alternate_code", "alternate_name"))

    assert found == expected


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "language", "other"), [("/", "fr", 'href="/en/"'), ("/en/", "en", 'href="/"')])
def test_the_home_page_speaks_its_language_and_offers_the_other(client, address, language, other):
    response = client.get(address, headers={"accept-language": "de"})

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.text
    assert other in response.text


@pytest.mark.django_db
def test_what_was_typed_in_the_address_is_not_carried_over(client):
    assert "secret" not in client.get("/?q=secret").text


@pytest.mark.django_db
def test_pages_bear_the_name_of_their_site(client, site):
    site.site_name = "Ville de Saint-Aubin"
    site.save()

    assert "Ville de Saint-Aubin" in client.get("/").text


@pytest.mark.django_db
def test_the_name_of_a_site_is_asked_once(rf, site, django_assert_num_queries):
    request = rf.get("/")
    str(frame(request)["site_name"])

    with django_assert_num_queries(0):
        assert str(frame(rf.get("/"))["site_name"]) == "Guichet"


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "other"), [("/suivi/", "/en/suivi/"), ("/en/suivi/", "/suivi/")])
def test_a_page_offers_itself_in_the_other_language(client, address, other):
    assert f'<a href="{other}" rel="alternate"' in client.get(address).text
