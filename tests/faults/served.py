"""The application that gunicorn loads before it forks: what its first request would load is loaded by then."""

from django.template.loader import get_template
from django.urls import get_resolver

from cms.wsgi import application

__all__ = ["application"]

get_resolver().url_patterns  # noqa: B018 - the addresses are read by reading them
for name in ("step", "review", "sent", "already_sent"):
    get_template(f"themes/{name}.html")
