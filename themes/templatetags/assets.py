"""Addresses of what every page loads, worked out once: a process serves one release of it."""

from functools import cache

from django import template
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
@cache
def asset(path: str) -> str:
    """Return the address of a static file of this release."""
    return static(path)
