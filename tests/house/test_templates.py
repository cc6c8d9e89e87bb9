"""Every template compiles, is used by something, and holds neither script nor style nor foreign address."""

import re

import pytest
from django.apps import apps
from django.template.loader import get_template
from wagtail.models import Page

from tests.house.tree import PACKAGES, modules, strings, templates

NAMED = re.compile(r"""["']([\w-]+/[\w./-]+\.(?:html|txt))["']""")
FOLDER = re.compile(r"""["']([a-z_]+/(?:[\w-]+/)+)["']""")
#: Wagtail and Django look these up by the name of a model or of an error; no code of ours says it.
LOOKED_UP = re.compile(r"wagtail\w+/.*|\d{3}\.html")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
FOREIGN = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//""", re.IGNORECASE)

NAMES = sorted(templates())


def names_in_code():
    return {text for path in modules(*PACKAGES) for text in strings(path)}


def used_names():
    """The templates that code, another template or a page model names."""
    in_templates = {name for path in templates().values() for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    of_pages = {model.template for model in apps.get_models() if issubclass(model, Page)}
    return in_templates | of_pages | names_in_code()


def used_folders():
    """Folders whose templates are chosen by a key: code or a template says `runtime/questions/` and adds the rest."""
    in_templates = {name for path in templates().values() for name in FOLDER.findall(path.read_text(encoding="utf-8"))}
    return (*in_templates, *(text for text in names_in_code() if FOLDER.fullmatch(f'"{text}"')))


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name):
    assert get_template(name).template.name == name


def test_every_template_is_used():
    used, folders = used_names(), used_folders()

    unused = [name for name in NAMES if name not in used and not name.startswith(folders) and not LOOKED_UP.match(name)]

    assert unused == []


def test_every_template_stands_in_the_folder_of_its_package():
    homeless = [
        name
        for name in NAMES
        if not name.startswith(tuple(f"{each}/" for each in PACKAGES)) and not LOOKED_UP.match(name)
    ]

    assert homeless == []


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_nothing_that_the_policy_would_block(name):
    text = templates()[name].read_text(encoding="utf-8")

    assert INLINE.findall(text) == []
    assert FOREIGN.findall(text) == []
