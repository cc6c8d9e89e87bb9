"""Downloads are saved under a faithful name, and never run."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.files.download import content_disposition, download_headers
from runtime.files.inspection.file_names import safe_name
from runtime.files.inspection.kinds import KINDS

FORM = re.compile(r"attachment; filename=\"([ -!#-\[\]-~]+)\"; filename\*=UTF-8''([A-Za-z0-9_.~%-]+)")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("acte.pdf", "acte.pdf"),
        ("Pièce d'identité.pdf", "Piece d'identite.pdf"),
        ("ملف.pdf", "___.pdf"),
        ("100 %.pdf", "100 _.pdf"),
        ("a\r\nSet-Cookie: a=b.pdf", "a Set-Cookie_ a=b.pdf"),
        ('a"; filename="b.html', "a_; filename=_b.html"),
    ],
)
def test_old_browsers_get_the_nearest_name_in_ascii(name, plain):
    assert FORM.fullmatch(content_disposition(name))[1] == plain


@given(st.text(st.characters(codec=None)))
def test_any_name_makes_one_well_formed_header(name):
    found = FORM.fullmatch(content_disposition(name))

    assert found
    assert unquote(found[2]) == safe_name(name)


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "text/plain", "application/xml", "x\r\ny", ""])
def test_a_type_that_could_run_goes_out_as_bytes(media_type):
    assert download_headers("a", media_type)["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_goes_out_as_something_that_a_browser_runs(kind):
    sent = download_headers("a", KINDS[kind].media_type)["Content-Type"]

    assert not re.search("html|xml|svg|script|text", sent)


def test_the_headers_keep_the_file_from_being_shown_sniffed_cached_or_embedded():
    assert download_headers("a.pdf", "application/pdf") == {
        "Content-Disposition": "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf",
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store, private",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
