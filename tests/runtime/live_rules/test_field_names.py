"""The script of a page reads and marks what stands on it, whatever characters the keys of questions hold."""

import json

import pytest
from bs4 import BeautifulSoup

from schemas.rules.naming import address_token
from tests.runtime.documents import group, nest, question, text, yes_no
from tests.runtime.live_rules.test_pages import block, number, rules, total, var

KEYS = ["x-y", "veut oui", "été", "a.b", "prix (€)", "veut_ids"]
CHOICES = [{"const": "a", "title": "A"}, {"const": "b", "title": "B"}]


def inputs_told(fields):
    """The names of the inputs that the script is told to read."""
    for each in fields.values():
        yield from each.get("inputs", [])
        yield from [each["ids"]] if "ids" in each else []
        yield from inputs_told(each.get("items", {}))


def names_on(page, *, item=""):
    """The names of the fields of a page, the id of an item written as in the block."""
    names = {each["name"] for each in page.select("main form [name]")}
    return {name.replace(f".{item}.", ".*.") for name in names} if item else names


def places_on(page):
    return {each["data-place"] for each in page.select("[data-place]")}


def whole_page(person):
    """The page with what waits in its templates for the script."""
    html = person.response.content.replace(b"<template>", b"").replace(b"</template>", b"")
    return BeautifulSoup(html, "html.parser")


@pytest.fixture
def opened(published, person):
    def open_page(*questions, **parts):
        published({"un": list(questions)}, **parts)
        person.open("/demarches/essai/commencer/")
        return block(person), whole_page(person)

    return open_page


@pytest.mark.parametrize("key", KEYS)
def test_a_question_that_another_shows_requires_and_counts_on_is_read_from_its_field(opened, key):
    name = address_token(key)
    held, page = opened(
        number(key),
        text("montre"),
        text("demande", required=False),
        total(),
        **rules(
            show={"question/montre": {">": [var(name), 1]}},
            require={"demande": {">": [var(name), 2]}},
            computed={"total": {"*": [var(name), 2]}},
        ),
    )

    assert list(held["fields"]) == [name]
    assert {kind for kind, _, _ in held["rules"]} == {"show", "require", "compute"}
    assert set(inputs_told(held["fields"])) <= names_on(page)
    assert {place for _, place, _ in held["rules"]} <= places_on(page)


@pytest.mark.parametrize("key", KEYS)
def test_a_question_that_is_shown_required_and_read_in_turn_is_marked(opened, key):
    name = address_token(key)
    held, page = opened(
        yes_no("oui"),
        text(key, required=False),
        text("suite"),
        **rules(
            show={f"question/{name}": {"==": [var("oui"), True]}, "question/suite": {"answered": name}},
            require={name: {"==": [var("oui"), True]}},
        ),
    )

    (marked,) = page.select(f'[data-place="question/{name}"]')
    assert marked["data-names"] == name
    assert marked.select("input")[0]["name"] in set(inputs_told(held["fields"]))


@pytest.mark.parametrize("key", KEYS)
def test_choices_that_come_and_go_know_the_answer_they_belong_to(opened, key):
    name = address_token(key)
    held, page = opened(
        yes_no("oui"),
        question(key, {"type": "string", "oneOf": CHOICES}, widget="single_choice"),
        text("suite"),
        **rules(
            show={f"choice/{name}/b": {"==": [var("oui"), True]}, "question/suite": {"==": [var(name), "b"]}},
        ),
    )

    (marked,) = page.select(f'[data-place="choice/{name}/b"]')
    assert marked["data-choice-of"] == name
    assert name in held["fields"]


# Quantifiers read no key whose name in rules is not the key itself (`a.b`).
@pytest.mark.parametrize("key", [key for key in KEYS if address_token(key) == key])
@pytest.mark.parametrize("outer", ["enfants", "à charge"])
def test_inside_a_group_and_for_the_group_as_a_whole(opened, person, outer, key):
    listed, name = address_token(outer), address_token(key)
    opened(
        group(outer, yes_no(key), text("montre")),
        text("suite"),
        **rules(
            show={
                f"question/{listed}.montre": {"==": [var(f"item.{name}"), True]},
                "question/suite": {"any": [listed, {"==": [var(f"item.{name}"), True]}]},
            },
        ),
    )
    person.press({}, button=("_add", person.page.select_one('[name="_add"]')["value"]))
    held, page = block(person), whole_page(person)
    (item,) = {each["value"] for each in page.select('[name$="._ids"]')}

    assert set(inputs_told(held["fields"])) <= names_on(page) | names_on(page, item=item)
    assert {place for _, place, _ in held["rules"]} <= places_on(page)
    assert listed in held["fields"]


@pytest.mark.parametrize("key", KEYS)
def test_inside_an_object(opened, key):
    name = address_token(key)
    held, page = opened(
        nest("à moi", yes_no(key), text("montre")),
        **rules(show={"question/à moi.montre": {"==": [var(f"à moi.{name}"), True]}}),
    )

    assert set(held["fields"]) == {f"à moi.{name}"}
    assert set(inputs_told(held["fields"])) <= names_on(page)
    assert {place for _, place, _ in held["rules"]} <= places_on(page)


@pytest.mark.parametrize("key", KEYS)
def test_what_the_script_brought_up_is_taken(published, person, content, key):
    published(
        {"un": [yes_no("oui"), number(key)], "deux": [text("fin")]},
        **rules(show={f"question/{address_token(key)}": {"==": [var("oui"), True]}}),
    )
    person.open("/demarches/essai/commencer/")
    (field,) = [each["name"] for each in whole_page(person).select("main input[type=text]")]

    person.press(
        {"oui": "yes", field: "3", "_verdicts": json.dumps([["show", f"question/{address_token(key)}", True]])}
    )

    assert content().answers == {"oui": True, key: 3}
