"""Template tag for the addresses of static files, computed once: a process serves one release of them."""

from functools import cache

from django import template
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
@cache
def asset(path: str) -> str:
    """Return the address of a static file of this release."""
    return static(path)
