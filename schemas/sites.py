"""The site of a request, remembered for a minute: every page needs it, and it almost never changes."""

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.models import Site

SECONDS = 60


def site_of(request: HttpRequest) -> Site | None:
    """Return the site of the requested host name, else the default one; None when there is no site."""
    site: Site | None = cache.get_or_set(f"site:{request.get_host()}", lambda: Site.find_for_request(request), SECONDS)
    return site
