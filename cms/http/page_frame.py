"""Frame of every page: the site's name, the link home, the other language."""

from django.conf import settings
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi, override

from schemas.sites import site_of

SITE_NAME_SECONDS = 300


def other_language() -> tuple[str, str]:
    """Return code and own name of the language that the switch offers: the site's first that is not this page's."""
    return next((code, name) for code, name in settings.LANGUAGES if code != get_language())


def frame_of(path: str) -> dict[str, object]:
    """Return the frame of the page at this path, for a template; costly parts are computed only where they are shown.

    Without the query string, which may hold raw input, and without the host, which an error page for a wrong host could
    not ask for.
    """
    code, name = other_language()
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "home_url": SimpleLazyObject(lambda: reverse("wagtail_serve", args=[""])),
        "tracking_lookup_url": SimpleLazyObject(lambda: reverse("tracking:lookup")),
        "alternate_url": SimpleLazyObject(lambda: translate_url(path, code)),
        "alternate_code": code,
        "alternate_name": name,
    }


def site_name(request: HttpRequest) -> str:
    """Return the name an editor gave to the requested site; cached, since every page shows it."""
    try:
        return cache.get_or_set(f"site-name:{request.get_host()}", lambda: _stored_name(request), SITE_NAME_SECONDS)
    except DatabaseError:  # a page that needs nothing of the database answers without it (bar F7)
        return settings.WAGTAIL_SITE_NAME


def _stored_name(request: HttpRequest) -> str:
    site = site_of(request)
    return (site.site_name if site else "") or settings.WAGTAIL_SITE_NAME


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: the frame of the requested page."""
    return {
        **frame_of(request.path),
        "site_name": SimpleLazyObject(lambda: site_name(request)),
        "alternate_url": SimpleLazyObject(lambda: _alternate_url(request)),
    }


def _alternate_url(request: HttpRequest) -> str:
    """Return the URL of the current page in the other language; its view is known, and need not be resolved again."""
    code, _ = other_language()
    match = request.resolver_match
    if match is None:
        return translate_url(request.path, code)
    with override(code):
        try:
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return request.path


def bare_frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame without the database, with the values of Django's own context processors: for error pages."""
    return {"LANGUAGE_CODE": get_language(), "LANGUAGE_BIDI": get_language_bidi(), **frame_of(request.path)}
