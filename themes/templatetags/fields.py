"""Template tag for fields, blank ones drawn once: an unanswered question looks the same to every person."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

TEMPLATE = "themes/components/field.html"
#: Drawn fields by language and by all that their template reads, so that none can be taken for another.
_DRAWN: dict[tuple[str | None, str], SafeString] = {}
MOST_DRAWN = 2_000


@register.simple_tag
def draw(field: Any) -> SafeString:
    """Return the HTML of a field (runtime.forms.view_models); from memory for a blank one, as most are."""
    return getattr(field, "html", "") or _placed(field, _once(field))


def _placed(field: Any, html: SafeString) -> SafeString:
    """Return the HTML of a field with its address for live rules, in a `<template>` while it waits for them."""
    place, names = getattr(field, "place", ""), getattr(field, "names", "")
    if place:
        html = format_html('<div data-place="{}" data-names="{}">{}</div>', place, names, html)
    return format_html("<template>{}</template>", html) if getattr(field, "is_awaited", False) else html


def _once(field: Any) -> SafeString:
    if not is_blank_field(field):
        return _drawn(field)
    key = (get_language(), repr(field))
    found = _DRAWN.get(key)
    if found is None:
        if len(_DRAWN) >= MOST_DRAWN:
            _DRAWN.clear()
        found = _DRAWN[key] = _drawn(field)
    return found


def is_blank_field(field: Any) -> bool:
    """Return whether nothing was typed for `field` and nothing is wrong with it."""
    if getattr(field, "errors", True):
        return False
    value = field.value
    return not any(value.values()) if isinstance(value, Mapping) else not value


def _drawn(field: Any) -> SafeString:
    """Draw a field; those inside it first, so that templates are not nested as deep as questions are."""
    for inner in getattr(field, "inner_fields", ()):
        inner.html = draw(inner)
    return get_template(TEMPLATE).render({"field": field})
