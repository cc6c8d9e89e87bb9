"""The site that a request is for, remembered for a minute: every page asks, and it changes once in years."""

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.models import Site

SECONDS = 60


def site_of(request: HttpRequest) -> Site | None:
    """Return the site whose host name is asked for, the default one for any other; None when there is no site."""
    site: Site | None = cache.get_or_set(f"site:{request.get_host()}", lambda: Site.find_for_request(request), SECONDS)
    return site
