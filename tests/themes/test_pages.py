"""Every page of the theme, in both languages: sound markup, names, errors, weight, nothing that the policy refuses."""

import gzip
import re

import pytest

from tests.house.tree import ROOT
from tests.themes.markup import by_id, controls, drawn, elements, name_of, parsed, text_of
from tests.themes.pages import PAGES

MAX_PAGE_BYTES = 8_000
SCRIPTED = re.compile(r"on[a-z]+")
#: A text of law that a person may open: nothing that the page itself loads.
LINK_OUT = re.compile(r"""<a href="https://[^"]+" rel="external">""")
OTHER_HOST = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")

#: What is no page by itself, and the pages of simulators, which `tests/browser/test_simulators.py` looks at.
OTHER_TEMPLATES = {
    "base", "tracking_live",
    "simulation_frame", "simulation_request", "simulation_result", "simulation_step", "simulation_wrong",
}  # fmt: skip

LANGUAGES = ("fr", "en")
every_page = pytest.mark.parametrize("name", PAGES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def language():
    return "fr"


@pytest.fixture
def html(name, language):
    """The page `name` of `PAGES` in a language."""
    template, context = PAGES[name]
    return drawn(template, context, language=language)


@pytest.fixture
def tree(html):
    return parsed(html)


@every_page
@every_language
def test_markup_is_valid_and_ids_are_unique(tree):
    assert by_id(tree)


@every_page
def test_a_page_is_light(html):
    assert len(gzip.compress(html.encode(), 9)) <= MAX_PAGE_BYTES


@every_page
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(html, tree):
    attributes = {attribute for each in elements(tree) for attribute in each.attrib}
    inline = [each for each in elements(tree, "script", "style") if text_of(each) or name_of(each) == "style"]

    assert "style" not in attributes
    assert [attribute for attribute in attributes if SCRIPTED.fullmatch(attribute)] == []
    assert inline == []
    assert not OTHER_HOST.search(LINK_OUT.sub("", html))


@every_page
@every_language
def test_a_page_says_its_language_its_title_and_has_one_main_heading(tree, language):
    [root], [title], headings = elements(tree, "html"), elements(tree, "title"), elements(tree, "h1")

    assert root.get("lang") == language
    assert root.get("dir") == "ltr"
    assert text_of(title)
    assert len(headings) == 1


@every_page
def test_every_control_has_one_label_and_describes_itself_with_what_is_there(tree):
    known = by_id(tree)
    labelled = [each.get("for") for each in elements(tree, "label")]
    described = [each.get("aria-describedby", "").split() for each in elements(tree)]

    assert [each.get("id") for each in controls(tree) if labelled.count(each.get("id")) != 1] == []
    assert set(labelled) <= set(known)
    assert {name for names in described for name in names} <= set(known)


@every_page
def test_groups_have_a_legend(tree):
    fieldsets = elements(tree, "fieldset")

    assert [
        each.attrib for each in fieldsets if not elements(each, "legend") or not text_of(elements(each, "legend")[0])
    ] == []


@every_page
def test_every_button_says_what_it_does_and_no_two_say_the_same(tree):
    buttons = [each for each in elements(tree, "button") if each.get("aria-hidden") != "true"]
    names = [text_of(each) for each in buttons]

    assert all(names)
    assert len(set(names)) == len(names)


@every_page
def test_a_link_inside_the_page_leads_somewhere(tree):
    targets = [each.get("href")[1:] for each in elements(tree, "a") if each.get("href", "").startswith("#")]

    assert set(targets) <= set(by_id(tree))


@pytest.mark.parametrize("name", [name for name, (_, context) in PAGES.items() if context.get("errors")])
def test_a_page_in_error_says_so_in_its_title_and_leads_to_the_faulty_inputs(tree, name):
    [title], known = elements(tree, "title"), by_id(tree)
    [summary] = [each for each in elements(tree) if each.get("role") == "alert"]
    faulty = [known[link.get("href")[1:]] for link in elements(summary, "a")]

    assert text_of(title).startswith("Erreur : ")
    assert summary.get("tabindex") == "-1"
    assert "autofocus" in summary.attrib
    assert len(faulty) == len(PAGES[name][1]["errors"])


#: Types whose inputs are those of the questions inside them.
HOLDERS = {"group", "object", "tuple", "list", "pairs", "reference", "one_of"}


def test_every_question_in_error_shows_it_and_marks_its_inputs():
    template, context = PAGES["step-errors"]
    every = [each for section in context["sections"] for each in section["fields"] if each["errors"]]
    fields = [each for each in every if each["type"] != "constant"]

    page = parsed(drawn(template, context))

    known = by_id(page)
    marked = [each for each in elements(page) if each.get("aria-invalid") == "true"]
    pointed = {name for each in marked for name in each.get("aria-describedby", "").split()}
    assert [each["type"] for each in fields if each["errors"][0] not in text_of(known[each["error_id"]])] == []
    assert [each["type"] for each in fields if each["error_id"] not in pointed and each["type"] not in HOLDERS] == []


@pytest.mark.parametrize("name", ["home", "start", "sent"])
def test_a_page_without_errors_does_not_say_that_it_has_some(tree):
    assert not text_of(elements(tree, "title")[0]).startswith("Erreur")


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("step-")])
def test_a_step_begins_with_the_way_back_and_the_enter_key_goes_on(tree):
    [main], [form] = elements(tree, "main"), elements(tree, "form")
    labels = {"Continuer", "Enregistrer et revenir à la vérification"}

    assert text_of(elements(main, "a")[0]) == "Retour"
    assert text_of(elements(form, "button")[0]) in labels
    assert elements(form, "button")[0].get("name") is None
    assert "novalidate" in form.attrib


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("step-date", "Date de naissance"),
        ("step-radios", "Quel document voulez-vous ?"),
        ("step-many", "École souhaitée"),
    ],
)
def test_the_only_question_of_a_page_is_its_main_heading(tree, heading):
    assert text_of(elements(tree, "h1")[0]) == heading


def test_optional_questions_say_so_and_required_ones_are_marked():
    template, context = PAGES["step-optional"]

    page = parsed(drawn(template, context))

    labels = [text_of(each) for each in elements(page, "label", "legend")]
    assert "Objet de votre demande (facultatif)" in labels
    assert "Votre adresse (facultatif)" in labels
    assert not any(
        "required" in each.attrib
        for each in controls(page)
        if each.get("type") == "text" and "." not in each.get("name")
    )


@pytest.mark.parametrize(("name", "words"), [("step-all", "Étape 2 sur 5"), ("step-optional", "Étape 2 ·")])
def test_a_step_tells_the_total_only_when_it_is_certain(tree, words):
    assert words in text_of(elements(tree, "main")[0])


@every_page
def test_the_legal_mention_is_in_the_words_of_the_law(tree):
    assert "Accessibilité : non conforme" in text_of(elements(tree, "footer")[0])


def test_what_people_type_is_escaped():
    field = PAGES["step-optional"][1]["sections"][0]["fields"][0] | {
        "value": '"><script>alert(1)</script>',
        "label": "<b>",
        "errors": ["<i>"],
    }
    context = PAGES["step-optional"][1] | {"sections": [{"id": "s", "label": "<u>", "fields": [field]}]}

    page = parsed(drawn("step", context))

    assert elements(page, "b", "i", "u") == []
    assert [each for each in elements(page, "script") if text_of(each)] == []


def test_a_right_to_left_language_turns_the_page():
    page = drawn("message", {"title": "…"}, language="ar")

    assert 'dir="rtl"' in page


def test_the_error_page_needs_neither_request_nor_site():
    assert parsed(drawn("error", {"title": "Page introuvable"})) is not None


def test_every_page_of_the_theme_is_looked_at():
    pages = {path.stem for path in (ROOT / "themes/templates/themes").glob("*.html")}

    assert pages - {template for template, _ in PAGES.values()} == OTHER_TEMPLATES
