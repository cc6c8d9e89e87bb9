"""Fields drawn once: a question that nobody has answered yet looks the same to everybody."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

TEMPLATE = "themes/components/field.html"
#: Drawn fields by language and by all that their template reads, so that none can stand for another.
_DRAWN: dict[tuple[str | None, str], SafeString] = {}
MOST_DRAWN = 2_000


@register.simple_tag
def draw(field: Any) -> SafeString:
    """Return the HTML of a field (runtime.filing.fields); of a blank one, which is most of them, from memory."""
    if html := getattr(field, "html", ""):
        return html
    if not is_blank(field):
        return _drawn(field)
    key = (get_language(), repr(field))
    found = _DRAWN.get(key)
    if found is None:
        if len(_DRAWN) >= MOST_DRAWN:
            _DRAWN.clear()
        found = _DRAWN[key] = _drawn(field)
    return found


def is_blank(field: Any) -> bool:
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
