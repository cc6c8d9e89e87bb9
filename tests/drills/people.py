"""What people do on a site that is being upgraded, restarted or restored: file, save, return, follow, process."""

import itertools
import re
from dataclasses import dataclass

from bs4 import BeautifulSoup

from cms.demonstration.town import PASSWORD
from schemas.models import Version
from schemas.versions import load_compiled
from tests.faults.drafts import KEY, REVIEW, SENT, page_of
from tests.faults.visitor import Visitor, codes_on
from tests.journeys.person import Person, file_request
from tests.schemas.library.test_answers import WHOLE

AGENT = "espaces-verts@example.org"
#: An answer that only who may see all of a request sees.
ANSWER = "Deux bacs en bois."
_LINK = re.compile(r"https?://\S+?(/suivi/ouvrir/\S+)")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Receipt:
    """What somebody wrote down when they sent a request."""

    reference: str
    key: str


@dataclass(frozen=True)
class Saved:
    """A draft left on its review: its token, and the code to return to it."""

    token: str
    code: str


class Turns(Visitor):
    """A browser whose pages come from several servers in turn, as behind a proxy in the middle of an upgrade."""

    def __init__(self, *urls):
        super().__init__(urls[0])
        self.urls = itertools.cycle(urls)

    def _at(self, path):
        self.url = next(self.urls)
        return super()._at(path)


def somebody(*urls):
    """Return a person on an address of their own."""
    visitor, number = Turns(*urls), next(_numbers)
    visitor.session.headers["X-Forwarded-For"] = f"198.18.{number // 250}.{number % 250 + 1}"
    return Person(visitor)


def permit():
    """Return the planting permit as it is published."""
    return load_compiled(Version.objects.get(key=KEY), "fr")


def filled(*urls, until="sent", compiled=None):
    """Fill the planting permit with its two files, and return who did."""
    return file_request(somebody(*urls), compiled or permit(), WHOLE[KEY], until=until)


def filed(*urls):
    """File a whole request and return what its receipt says."""
    return receipt_of(filled(*urls))


def receipt_of(person):
    assert (person.response.status_code, person.url.rstrip("/").endswith(SENT)) == (200, True), person.url
    return Receipt(*codes_on(person.response))


def saved(*urls, email=""):
    """Fill all but the last page, leave the rest for later, and have a link sent to `email`."""
    person = filled(*urls, until="review")
    token = person.url.split("/")[4]
    person.open(page_of(token, "enregistrer"))
    code = next(code for code in codes_on(person.response) if code.count("-") == 4)
    if email:
        person.press({"email": email})
        assert person.response.status_code == 200
    return Saved(token, code)


def returned(draft, *urls):
    """Return to a draft by its code, and return who did, on the page where they go on."""
    person = somebody(*urls).open("/demarches/reprendre/").press({"code": draft.code})
    assert f"/d/{draft.token}/" in person.url, (person.url, person.errors)
    return person


def sent(draft, person):
    """Send a draft from its review, and return what the receipt says."""
    return receipt_of(person.open(page_of(draft.token, REVIEW)).press({"consent": "yes"}))


def check_opened(receipt, *urls):
    """Open all of a request with its key, and return who did."""
    person = somebody(*urls).open("/suivi/").press({"reference": receipt.reference, "key": receipt.key})
    assert ANSWER in person.page.get_text(), (person.url, person.errors)
    return person


def agent(url):
    """Return an agent who has logged in."""
    person = somebody(url).open("/admin/login/")
    token = BeautifulSoup(person.response.content, "html.parser").select_one("[name=csrfmiddlewaretoken]")["value"]
    posted = {"username": AGENT, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert person.client.post("/admin/login/", posted).status_code == 302
    return person


def processed(receipt, url, *, transition, rev):
    """Read a request and each of its files as an agent, and move it on."""
    person = agent(url)
    page = f"/admin/requests/{receipt.reference}/"
    person.open(page)
    assert ANSWER in person.page.get_text()
    files = {each["href"] for each in person.page.select(f'a[href*="{page}files/"]')}
    assert files
    assert {person.client.get(file, follow=True).status_code for file in files} == {200}
    posted = {
        "transition": transition, "rev": rev, "reason": "Une visite est utile.",
        "csrfmiddlewaretoken": person.client.session.cookies["csrftoken"],
    }  # fmt: skip
    answer = person.client.post(f"{page}advance/", posted)
    assert (answer.status_code, answer.headers.get("Location")) == (302, page), answer.text[-2000:]


def links_in(folder):
    """Return the paths of the single-use links in the mails of a folder."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("mails-*/*"))]
    return [link for text in texts for link in _LINK.findall(text)]
