"""PDF files are whole, start at once, and open without a password."""

import io

import pytest

from runtime.files.inspection.pdf import END_WITHIN_BYTES, check_pdf
from tests.runtime.files.inspection import documents


def code(content: bytes) -> str | None:
    problem = check_pdf(io.BytesIO(content))
    return problem and problem.code


def test_a_pdf_is_kept():
    assert code(documents.pdf()) is None


def test_a_pdf_that_was_changed_and_saved_after_its_first_end_is_kept():
    assert code(documents.pdf() + documents.pdf()[9:]) is None


def test_a_pdf_whose_second_half_is_cut_is_damaged_although_its_first_half_has_an_end():
    assert code(documents.pdf() + documents.pdf()[9:-30]) == "file_damaged"


def test_a_little_after_the_end_is_left_alone():
    assert code(documents.pdf() + b"\r\n\x00\x00") is None


def test_much_after_the_end_is_refused():
    assert code(documents.pdf() + bytes(END_WITHIN_BYTES)) == "file_damaged"


@pytest.mark.parametrize("start", [b" ", b"\xef\xbb\xbf", b"GIF89a"])
def test_anything_before_the_header_is_refused(start):
    assert code(start + documents.pdf()) == "file_damaged"


@pytest.mark.parametrize("entry", [b"/Encrypt 9 0 R", b"/Encrypt\n9 0 R", b"/Encrypt<</Filter/Standard>>"])
def test_a_pdf_under_a_password_is_refused_for_that(entry):
    assert code(documents.pdf(trailer=entry)) == "file_encrypted"


def test_a_pdf_that_only_speaks_of_encryption_is_kept():
    assert code(documents.pdf(trailer=b"/EncryptMetadata false/T(/Encrypt it)")) is None
