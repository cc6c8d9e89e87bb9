"""How much a page weighs with all it loads, compressed as a server in front does (ux.md, byte budget)."""

import gzip
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders

from cms.demonstration.town import found_town
from tests.journeys.person import Person, file_request
from tests.schemas.library.test_answers import WHOLE, compiled_of

PAGE_BYTES = 25_000
HTML_BYTES = 8_000
CSS_BYTES = 8_000
SCRIPT_BYTES = 6_000
COMBOBOX_BYTES = 1_300
MOST_REQUESTS = 6

LOADED = {
    "link[rel~=stylesheet]": "href",
    "link[rel~=icon]": "href",
    "script[src]": "src",
    "img[src]": "src",
    "[data-module]": "data-module",
    "[data-evaluator]": "data-evaluator",
}


@pytest.fixture
def person(db):
    found_town()
    return Person()


def compressed(person, url):
    """Return how many bytes the answer at `url` takes once compressed."""
    response = person.client.get(url)
    assert response.status_code == 200, url
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return len(gzip.compress(content, 6))


def loaded_by(person):
    """Return the weight of each file that the page asks for, by address."""
    page = BeautifulSoup(person.response.content, "html.parser")
    found = {urljoin(person.url, each[name]) for selector, name in LOADED.items() for each in page.select(selector)}
    assert {urlsplit(url).netloc for url in found} == {""}
    return {url: compressed(person, url) for url in found}


def scripts_in(files):
    """Return the weight of all the scripts of a page, those that wait for somebody to come included."""
    return sum(size for url, size in files.items() if url.endswith(".js"))


def question_pages(person, key):
    """Return the pages of questions of a whole request: its HTML and what it loads, by address."""
    pages = {}

    class Weighing(Person):
        def _see(self, response, url):
            super()._see(response, url)
            if self.page.select_one("main form [name=_rev]"):
                pages[self.url] = (len(gzip.compress(response.content, 6)), loaded_by(self))
            return self

    answers = {name: answer for name, answer in WHOLE[key].items() if name != "lieu"}
    answers["lieu"] = {"text": "12 rue des Exemples"}
    file_request(Weighing(person.client), compiled_of(key), answers, until="review")
    return pages


@pytest.mark.parametrize("key", WHOLE)
def test_pages_of_questions_are_light(person, key):
    pages = question_pages(person, key)

    assert len(pages) > 5
    assert {url: html for url, (html, _) in pages.items() if html > HTML_BYTES} == {}
    assert {url: html for url, (html, files) in pages.items() if html + sum(files.values()) > PAGE_BYTES} == {}
    assert {url: files for url, (_, files) in pages.items() if 1 + len(files) > MOST_REQUESTS} == {}
    assert {url: files for url, (_, files) in pages.items() if scripts_in(files) > SCRIPT_BYTES} == {}


def test_style_sheet_is_light(person):
    person.open("/demarches/acte-naissance/commencer/")

    sheets = {url: size for url, size in loaded_by(person).items() if url.endswith(".css")}

    assert sheets
    assert sum(sheets.values()) <= CSS_BYTES


def test_scripts_are_light_all_together(person):
    """The page that follows a request has one more than the others: with it, there are all."""
    file_request(person, compiled_of("signalement-voirie"), {**WHOLE["signalement-voirie"], "lieu": {"text": "Ici"}})
    person.open(person.page.select_one("a.g-tap[href*='/suivi/']")["href"])

    scripts = {url: size for url, size in loaded_by(person).items() if url.endswith(".js")}

    assert len(scripts) == 2
    assert sum(scripts.values()) <= SCRIPT_BYTES


@pytest.mark.parametrize("lazy", [("runtime/form_rules.js", "runtime/rules.js"), ("themes/combobox.js",)])
def test_scripts_that_wait_for_somebody_to_come_are_light_with_those_that_do_not(lazy):
    """No page loads both: where rules are followed, what has suggestions is only typed (test_live_rules)."""
    assert sum(map(weight_of, ("themes/guichet.js", *lazy))) <= SCRIPT_BYTES
    assert weight_of("themes/combobox.js") <= COMBOBOX_BYTES


def weight_of(path):
    return len(gzip.compress(Path(str(finders.find(path))).read_bytes(), 6))
