"""A page read as a browser reads it, with the questions that tests ask of it."""

import html5lib
from django.template.loader import render_to_string
from django.utils import translation

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
CONTROLS = ("input", "select", "textarea")


def drawn(template, context, *, language="fr"):
    """Return a page of the theme, drawn with no request: what a page needs of the site is in its context."""
    with translation.override(language):
        of_the_language = {"LANGUAGE_CODE": language, "LANGUAGE_BIDI": translation.get_language_bidi()}
        return render_to_string(f"themes/{template}.html", of_the_language | context)


def parsed(html):
    """Return the tree of a page. Raises html5lib's ParseError at the first mistake."""
    return html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree")).parse(html)


def elements(tree, *names):
    """Return the elements with one of these names, in order; all when none is given."""
    found = [each for each in tree.iter() if isinstance(each.tag, str)]
    return [each for each in found if not names or each.tag.removeprefix(NAMESPACE) in names]


def name_of(element):
    return element.tag.removeprefix(NAMESPACE)


def text_of(element):
    """Return the text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def by_id(tree):
    """Return the elements that have an id. Raises ValueError when two share one."""
    found = {}
    for each in elements(tree):
        if each.get("id") in found:
            raise ValueError(each.get("id"))
        if "id" in each.attrib:
            found[each.get("id")] = each
    return found


def controls(tree):
    """Return what somebody fills or ticks."""
    return [each for each in elements(tree, *CONTROLS) if each.get("type") not in ("hidden", "submit")]
