"""Fields drawn once: a question that nobody has answered yet looks the same to everybody."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

TEMPLATE = "themes/components/field.html"
#: Drawn fields by language and by all that their template reads, so that none can stand for another.
_DRAWN: dict[tuple[str | None, str], SafeString] = {}
MOST_DRAWN = 2_000


@register.simple_tag
def draw(field: Any) -> SafeString:
    """Return the HTML of a field (runtime.forms.view_models); of a blank one, which is most of them, from memory."""
    return getattr(field, "html", "") or _placed(field, _once(field))


def _placed(field: Any, html: SafeString) -> SafeString:
    """Return the HTML of a field at the place that rules of the page name; in a template while it waits for them."""
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
    """Tell whether nothing was typed for `field` and nothing is wrong with it."""
    if getattr(field, "errors", True):
        return False
    value = field.value
    return not any(value.values()) if isinstance(value, Mapping) else not value


def _drawn(field: Any) -> SafeString:
    """Draw a field; those inside it first, so that no template stands inside another as deep as questions do."""
    for inner in getattr(field, "inner_fields", ()):
        inner.html = draw(inner)
    return get_template(TEMPLATE).render({"field": field})
