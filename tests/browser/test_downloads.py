"""Files that are two things at once come back saved, and nothing in them runs (bar X8)."""

import pytest
from playwright.sync_api import Error
from wagtail.models import Site

from runtime.files.inspection.kinds import KINDS
from schemas.compilation.compiled import compile_document
from schemas.publishing import publish
from tests.browser.answering import Filler, Pointer
from tests.browser.server import in_database
from tests.runtime.documents import document_of, files
from tests.runtime.files.inspection.corpus import corpus

pytestmark = pytest.mark.browser

#: Every file of the corpus that a question accepts which accepts every kind.
ACCEPTED = {each.name: each for each in corpus() if "/" in each.expected_of_all}
POLYGLOTS = {"gif-html.gif", "jpeg-zip.jpg", "pdf-zip.pdf", "pdf-html.pdf", "php.png"}


def publish_collection():
    """Publish a procedure of one question that takes any kind of file; return it compiled."""
    document = document_of(
        {"pieces": [files("pieces", kinds=list(KINDS), max_files=20)]}, key="collection", department="voirie"
    )
    in_database(lambda: publish(document, site=Site.objects.get(is_default_site=True)))
    return compile_document(document)[0]


@pytest.fixture
def followed(visit):
    """The tracking page of a request that holds every file of the corpus that is accepted."""
    visitor = visit()
    compiled = publish_collection()
    filler = Filler(visitor.open("/demarches/collection/commencer/"), compiled, Pointer())
    sent = [{"name": name, "mimeType": "text/html", "buffer": each.content} for name, each in ACCEPTED.items()]
    filler.attach(compiled.questions["pieces"], sent)
    filler.press("Continue")
    reference, code = filler.send()
    visitor.open(f"/suivi/{reference}/")
    filler.main.get_by_role("textbox").fill(code)
    filler.press("Open my request")
    return visitor


def links(visitor):
    return visitor.page.get_by_role("main").locator('a[href*="/fichiers/"]')


def test_corpus_holds_the_polyglots():
    assert set(ACCEPTED) >= POLYGLOTS


def test_polyglots_are_saved_under_their_names_and_never_shown(followed):
    """Only those: Chromium takes no more than ten downloads from one page."""
    page, before = followed.page, followed.page.url

    names = []
    for name in sorted(POLYGLOTS):
        with page.expect_download() as started:
            links(followed).filter(has_text=name).click()
        names.append(started.value.suggested_filename)

    assert names == sorted(POLYGLOTS)
    assert page.url == before
    assert followed.journal.complaints == []


def test_address_of_a_file_saves_it_even_when_it_is_typed(followed):
    tab = followed.new_page()

    names = set()
    for link in links(followed).all():
        with tab.expect_download() as started, pytest.raises(Error, match="Download is starting"):
            tab.goto(followed.site + link.get_attribute("href"))
        names.add(started.value.suggested_filename)

    assert names == set(ACCEPTED)
    assert tab.url == "about:blank"
    assert followed.journal.complaints == []


def test_answers_with_a_file_forbid_to_guess_to_keep_and_to_run(followed):
    for link in links(followed).all():
        headers = followed.context.request.get(link.get_attribute("href")).headers

        assert headers["content-disposition"].startswith("attachment;")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert headers["cache-control"] == "no-store, private"
        assert "html" not in headers["content-type"]


def test_files_in_a_frame_show_nothing(followed):
    """Our own pages could frame nothing (frame-src falls back on 'none'): the policy has to say so."""
    page = followed.page
    address = links(followed).first.get_attribute("href")

    with page.expect_console_message() as refusal:
        page.evaluate(
            "href => { document.body.append(Object.assign(document.createElement('iframe'), { src: href })) }", address
        )

    assert "Content Security Policy" in refusal.value.text
    followed.journal.complaints.clear()
