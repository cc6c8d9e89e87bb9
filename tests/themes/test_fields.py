"""A blank field is drawn once; one that holds something is drawn for whoever typed it, each time."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from runtime.forms.rendering import view_field
from schemas.problems import Problem
from tests.runtime.documents import document_of, question, text
from themes.templatetags import fields

NAME, DAY = document_of({"un": [text("nom"), question("jour", {"type": "string"}, widget="date")]}).questions
BLANK_DAY = {"day": "", "month": "", "year": ""}


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    """Nothing is remembered yet; the number of times that a template was drawn."""
    monkeypatch.setattr(fields, "_DRAWN", {})
    counted, draw = [], fields._drawn
    monkeypatch.setattr(fields, "_drawn", lambda field: counted.append(field) or draw(field))
    return counted


@pytest.mark.parametrize(("asked", "raw"), [(NAME, ""), (DAY, BLANK_DAY)])
def test_a_blank_field_is_drawn_once_and_as_its_template_draws_it(drawn, asked, raw):
    first, second = (fields.draw(view_field(asked, raw=raw)) for _ in range(2))

    assert len(drawn) == 1
    assert first == second == render_to_string(fields.TEMPLATE, {"field": view_field(asked, raw=raw)})


def test_another_language_or_another_look_is_another_field(drawn):
    fields.draw(view_field(NAME, raw=""))
    fields.draw(view_field(NAME, raw="", required=True))
    fields.draw(replace(view_field(NAME, raw=""), hint="Autre aide"))
    with translation.override("en"):
        fields.draw(view_field(NAME, raw=""))

    assert len(drawn) == 4


@pytest.mark.parametrize(
    ("asked", "raw", "problems"),
    [(NAME, "Zoé", ()), (NAME, "", (Problem("required"),)), (DAY, {**BLANK_DAY, "year": "1990"}, ())],
)
def test_what_somebody_typed_is_not_remembered(drawn, asked, raw, problems):
    for _ in range(2):
        fields.draw(view_field(asked, raw=raw, problems=problems))

    assert len(drawn) == 2
    assert fields._DRAWN == {}


def test_memory_is_bounded(drawn, monkeypatch):
    monkeypatch.setattr(fields, "MOST_DRAWN", 3)
    for number in range(10):
        fields.draw(replace(view_field(NAME, raw=""), hint=f"Aide {number}"))

    assert len(fields._DRAWN) <= 3
