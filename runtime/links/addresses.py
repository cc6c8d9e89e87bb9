"""Full URLs of our pages, for text that leaves the site."""

from django.conf import settings


def public_url(path: str) -> str:
    """Return the full URL of a page, from `GUICHET_SITE_URL` and never from a request (bar X24)."""
    return f"{settings.GUICHET_SITE_URL}{path}"
