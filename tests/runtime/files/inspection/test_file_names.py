"""File names stay readable and become harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.files.inspection.file_names import MAX_CHARACTERS, extension_of, safe_name

CASES = [
    ("Acte de naissance.pdf", "Acte de naissance.pdf"),
    ("Livret n° 3 (été).PDF", "Livret n° 3 (été).PDF"),
    ("e\u0301te\u0301.jpg", "été.jpg"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\Léa\\scan.png", "scan.png"),
    ("/", "document"),
    ("", "document"),
    ("...", "document"),
    (".pdf", "document.pdf"),
    ("a.pdf. ", "a.pdf"),
    ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
    ("a\x00.pdf", "a.pdf"),
    ("facture\u202efdp.exe", "facturefdp.exe"),
    ("a\ud800b.pdf", "ab.pdf"),
    ('<img src="x">.png', "_img src=_x__.png"),
    ("a.php::$DATA", "a.php__$DATA"),
    ("M. Dupont, passeport", "M. Dupont, passeport"),
    ("photo 👩‍👧.jpg", "photo 👩‍👧.jpg"),
    ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ("ملف.pdf", "ملف.pdf"),
]


@pytest.mark.parametrize(("name", "expected"), CASES)
def test_a_name_loses_only_what_harms(name, expected):
    assert safe_name(name) == expected


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_name_becomes_safe_once_and_for_all(name):
    safe = safe_name(name)

    assert 0 < len(safe) <= MAX_CHARACTERS
    assert unicodedata.is_normalized("NFC", safe)
    assert not set(safe) & set('/\\\r\n\x00\u202e"<>|')
    assert safe.encode()
    assert safe_name(safe) == safe
    assert extension_of(safe) == extension_of(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.PDF", "pdf"),
        ("a.tar.gz", "gz"),
        ("a", ""),
        ("a.b c", ""),
        ("a.", ""),
        (".jpg", "jpg"),
        ("a.\u202epdf", "pdf"),
    ],
)
def test_the_extension_is_that_of_the_safe_name(name, expected):
    assert extension_of(name) == expected
