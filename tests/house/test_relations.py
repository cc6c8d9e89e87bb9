"""What the import linter cannot see points downwards too: foreign keys, template names and dotted paths."""

import ast
import re

import pytest
from django.apps import apps
from wagtail.models import ReferenceIndex

from tests.house.tree import HEIGHT, PACKAGES, may_name, modules, parsed, relative, strings, templates

TEMPLATE_TAG = re.compile(r"""{%-?\s*(?:extends|include)\s+["']([\w./-]+)["']""")
TEMPLATE_NAME = re.compile(r"([a-z_]+)/[\w./-]*\.(?:html|txt)")
DOTTED_PATH = re.compile(r"([a-z_]+)(?:\.\w+)+")


def package_of(model):
    """The package a model lives in; none for the users' app, which every package may point to."""
    package = model.__module__.partition(".")[0]
    return package if package in HEIGHT and model._meta.label != "accounts.User" else None


def wrong_relations(models):
    """Each foreign key, one-to-one and many-to-many relation that points to a package its own may not name."""
    ours = [model for model in models if package_of(model)]
    return [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in ours
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model and package_of(field.related_model)
        if not may_name(package_of(model), package_of(field.related_model))
    ]


def wrong_names(package, names, pattern):
    """The names that match the pattern and begin with a package that this one may not name."""
    found = [match for name in names if (match := pattern.fullmatch(name))]
    return [match[0] for match in found if match[1] in HEIGHT and not may_name(package, match[1])]


def without_docstrings(path):
    """The strings of a module that the program itself reads."""
    prose = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(parsed(path))
        if hasattr(node, "body")
        and isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return [text for text in strings(path) if text not in prose]


def test_relations_point_downwards():
    assert wrong_relations(apps.get_models()) == []


def test_a_relation_that_points_upwards_is_seen():
    user = apps.get_model("accounts", "User")
    upwards = type("Upwards", (), {})
    upwards.__module__ = "schemas.models"
    upwards._meta = type("Meta", (), {"label": "schemas.Upwards", "many_to_many": ()})
    home = apps.get_model("cms", "HomePage")
    upwards._meta.fields = [
        type("Field", (), {"name": name, "related_model": model}) for name, model in (("home", home), ("by", user))
    ]

    assert wrong_relations([upwards]) == ["schemas.Upwards.home -> cms.HomePage"]


def test_no_row_of_a_citizen_is_indexed_by_wagtail():
    """Wagtail follows every model with a foreign key unless told not to: a task and queries for each save."""
    indexed = [
        model._meta.label
        for model in apps.get_models()
        if package_of(model) in ("runtime", "schemas") and ReferenceIndex.model_is_indexable(model)
    ]

    assert indexed == []


@pytest.mark.parametrize("package", PACKAGES)
def test_templates_extend_and_include_downwards(package):
    wrong = {
        name: found
        for name, path in templates().items()
        if relative(path).startswith(f"{package}/")
        if (found := wrong_names(package, TEMPLATE_TAG.findall(path.read_text(encoding="utf-8")), TEMPLATE_NAME))
    }

    assert wrong == {}


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("pattern", [TEMPLATE_NAME, DOTTED_PATH], ids=["templates", "modules"])
def test_code_names_templates_and_modules_below_it(package, pattern):
    wrong = {
        relative(path): found
        for path in modules(package)
        if (found := wrong_names(package, without_docstrings(path), pattern))
    }

    assert wrong == {}


@pytest.mark.parametrize(
    ("package", "name", "pattern"),
    [
        ("runtime", "cms/base.html", TEMPLATE_NAME),
        ("runtime", "builder/editor.html", TEMPLATE_NAME),
        ("themes", "runtime/filing/step.html", TEMPLATE_NAME),
        ("schemas", "runtime.models", DOTTED_PATH),
        ("runtime", "cms.urls", DOTTED_PATH),
    ],
)
def test_a_name_that_points_upwards_is_seen(package, name, pattern):
    assert wrong_names(package, ["themes/base.html", "schemas.problems", name], pattern)[-1] == name
