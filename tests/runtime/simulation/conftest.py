"""A published simulator, and somebody who answers it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from schemas.format.reading import parse_document
from schemas.publishing import publish
from tests.runtime.factories import make_department, make_site
from tests.schemas.simulation.documents import simulator_source

URL = "/simulateurs/aide/"


class Visitor:
    """Answers through the forms of the pages; `page` is parsed, `method` and `data` are those of the next form."""

    def __init__(self, url=URL):
        self.client, self.url = Client(), url

    def open(self, url=None, **query):
        return self.see(self.client.get(url or self.url, query))

    def see(self, response):
        self.response, self.page = response, BeautifulSoup(response.content, "html.parser")
        return self

    @property
    def form(self):
        return self.page.select_one("main form")

    def fields(self, form=None):
        found = {}
        for each in (form or self.form).select("input"):
            if each.get("type") in {"radio", "checkbox"} and not each.has_attr("checked"):
                continue
            found.setdefault(each["name"], []).append(each.get("value", ""))
        return found

    def send(self, changes=None, form=None):
        """Send a form as a browser would, by the method that it says."""
        form = form or self.form
        data = {**self.fields(form), **(changes or {})}
        send = self.client.post if form["method"] == "post" else self.client.get
        return self.see(send(form["action"], data))

    @property
    def title(self):
        return self.page.select_one("h1").get_text(" ", strip=True)

    @property
    def words(self):
        return self.page.select_one("main").get_text(" ", strip=True).replace("\xa0", " ").replace("\u202f", " ")

    @property
    def errors(self):
        return [each.get_text(strip=True) for each in self.page.select("[role=alert] li")]


@pytest.fixture
def published(db):
    """Return a function that publishes a simulator with some of it changed."""

    def make(**changes):
        site = make_site()
        make_department(site)
        document, problems = parse_document(simulator_source(**changes))
        assert document is not None, problems
        return publish(document, site=site)

    return make


@pytest.fixture
def visitor():
    return Visitor()
