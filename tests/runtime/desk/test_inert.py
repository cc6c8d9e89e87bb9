"""Whatever somebody sends is only text at the desk (bar X14)."""

import html5lib
import pytest
from django.urls import reverse

from runtime.processing.advance import advance
from schemas.format.circuit import Actor
from tests.runtime.desk.conftest import add_file
from tests.runtime.factories import make_submission
from tests.runtime.procedures import ANSWERS

pytestmark = pytest.mark.django_db

CORPUS = [
    "<script>canary()</script>",
    "</dd></dl><script>canary()</script>",
    "<img src=x onerror=canary()>",
    "<!--canary",
    "{{ request.user.password }}{% csrf_token %}canary",
    "#read('/etc/passwd') ${7*7} canary",
    "canary\r\nSet-Cookie: a=b\r\n\r\n<b>",
    "canary\u202egnp.exe",
    '" onmouseover="canary()" x="\' canary',
    "javascript:canary()",
    "&lt;script&gt;canary",
    '=HYPERLINK("http://canary")',
    "canary" + "e\u0301" * 50,
]


def parsed(response):
    """Return the page as a browser builds it."""
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def shape(tree):
    """Return the elements of a page with the names of their attributes, texts left out."""
    return [(element.tag, sorted(element.attrib)) for element in tree.iter() if isinstance(element.tag, str)]


def texts(tree):
    """Return what can be read on a page, spaces and line ends left out."""
    return joined("".join(tree.itertext()))


def joined(text):
    return "".join(text.split())


def page(client, submission):
    return parsed(client.get(reverse("desk:submission", args=[submission.reference])))


@pytest.mark.parametrize("text", CORPUS)
def test_answers_and_reasons_are_text(clients, agent, version, text):
    nasty, plain = (
        make_submission(version, {**ANSWERS, "nom": each, "remarque": each, "enfants": [{"prenom": each}]})
        for each in (text, "x")
    )
    for submission, reason in ((nasty, text), (plain, "x")):
        advance(submission.pk, "prendre", actor=Actor.AGENT, by=agent)
        advance(submission.pk, "noter", actor=Actor.AGENT, by=agent, reason=reason)

    found = page(clients.agent, nasty)

    blocks = {"p", "br"}  # line ends of a reason
    assert [each for each in shape(found) if each[0] not in blocks] == [
        each for each in shape(page(clients.agent, plain)) if each[0] not in blocks
    ]
    assert texts(found).count(joined(text)) >= 3


@pytest.mark.parametrize("text", CORPUS)
def test_names_of_files_are_text_and_headers_stay_whole(clients, version, text):
    nasty, plain = make_submission(version), make_submission(version)
    stored, _ = add_file(nasty, text), add_file(plain, "x")

    response = clients.agent.get(reverse("desk:file", args=[nasty.reference, stored.pk]))

    assert shape(page(clients.agent, nasty)) == shape(page(clients.agent, plain))
    assert not {"\r", "\n", "\u202e"} & set(response["Content-Disposition"])
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("text", CORPUS)
def test_searches_are_text(clients, submission, text):
    found = parsed(clients.agent.get(reverse("desk:list"), {"q": text}))
    plain = parsed(clients.agent.get(reverse("desk:list"), {"q": "x"}))

    assert shape(found) == shape(plain)


@pytest.mark.parametrize("text", CORPUS)
def test_rejected_reasons_come_back_as_text(clients, agent, submission, text):
    advance(submission.pk, "prendre", actor=Actor.AGENT, by=agent)
    address = reverse("desk:advance", args=[submission.reference])

    found, plain = (
        parsed(clients.agent.post(address, {"transition": "refuser", "rev": 2, "reason": each + "x" * 4001}))
        for each in (text, "x")
    )

    assert shape(found) == shape(plain)


def test_name_of_an_agent_is_text(clients, agent, version, submission):
    agent.first_name = "<script>canary()</script>"
    agent.save()
    advance(submission.pk, "prendre", actor=Actor.AGENT, by=agent)

    scripts = [element.text or "" for element in page(clients.manager, submission).iter("script")]

    assert not any(script.startswith("canary") for script in scripts)
