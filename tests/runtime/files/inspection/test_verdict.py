"""What inspection tells about a file that it keeps or refuses."""

import hashlib
import io

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from runtime.files.inspection.kinds import DEFAULT_KINDS, KINDS, accept_attribute
from runtime.files.inspection.verdict import CHECKS, Inspected, inspect_file
from schemas.problems import Problem
from tests.runtime.files.inspection import documents, pictures
from tests.runtime.files.inspection.corpus import corpus

LIMIT = 1_000_000
ALL = frozenset(KINDS)


def inspected(content: bytes, name: str, *, kinds: frozenset[str] = DEFAULT_KINDS, max_bytes: int = LIMIT):
    return inspect_file(io.BytesIO(content), name, kinds=kinds, max_bytes=max_bytes)


def test_a_file_that_is_kept_is_described():
    content = documents.pdf()

    result = inspected(content, "../Acte.PDF")

    digest = hashlib.sha256(content).hexdigest()
    assert result == Inspected("application/pdf", "pdf", len(content), digest, "Acte.PDF")


@pytest.mark.parametrize("content", [documents.pdf(), b"", pictures.picture("PNG")[:90]])
def test_the_file_is_left_at_its_start_whatever_the_verdict(content):
    file = io.BytesIO(content)
    file.seek(3)

    inspect_file(file, "a.pdf", kinds=DEFAULT_KINDS, max_bytes=LIMIT)

    assert file.tell() == 0


def test_a_file_of_exactly_the_limit_is_kept():
    content = documents.pdf()

    assert isinstance(inspected(content, "a.pdf", max_bytes=len(content)), Inspected)


def test_a_file_over_the_limit_is_refused_with_the_limit_and_hardly_read():
    class Endless(io.RawIOBase):
        served = 0

        def seek(self, *_):
            return 0

        def read(self, size=-1):
            self.served += size
            assert self.served < 10 * LIMIT, "read without end"
            return bytes(size)

    file = Endless()

    result = inspect_file(file, "a.pdf", kinds=DEFAULT_KINDS, max_bytes=LIMIT)

    assert result == Problem("file_too_large", params={"limit": LIMIT})
    assert file.served < LIMIT + 100_000


def test_a_kind_that_is_not_accepted_is_refused_with_those_that_are():
    result = inspected(pictures.picture("PNG"), "a.png", kinds=frozenset({"pdf", "jpeg"}))

    assert result == Problem("file_kind", params={"found": "png", "accepted": ["jpeg", "pdf"]})


def test_refused_macros_name_the_kinds_accepted():
    result = inspected(documents.docx_with_macros(), "a.docx", kinds=frozenset({"docx"}))

    assert result == Problem("file_kind", params={"found": "macros", "reason": "macros", "accepted": ["docx"]})


def test_a_disguised_file_is_refused_with_what_it_is():
    result = inspected(pictures.picture("JPEG"), "a.png", kinds=frozenset({"png"}))

    assert result == Problem("file_mismatch", params={"extension": "png", "found": "image/jpeg", "accepted": ["png"]})


def test_a_word_document_that_is_another_archive_is_refused_with_its_extension():
    result = inspected(documents.xlsx(), "a.xlsx.docx", kinds=ALL)

    assert result.code == "file_mismatch"
    assert result.params["extension"] == "docx"
    assert result.params["accepted"] == sorted(ALL)


def test_a_name_without_extension_is_refused_with_what_the_file_is():
    result = inspected(documents.pdf(), "passeport")

    assert result.code == "file_name"
    assert result.params["found"] == "application/pdf"


def test_every_kind_has_its_check_and_the_default_kinds_exist():
    assert set(CHECKS) == set(KINDS)
    assert set(KINDS) >= DEFAULT_KINDS


def test_the_browser_is_told_every_extension_of_the_kinds():
    assert accept_attribute(frozenset({"pdf", "jpeg"})) == ".jpg,.jpeg,.jpe,.jfif,.pdf"


HONEST = {each.name: each.content for each in corpus() if "/" in each.expected_of_all}


@settings(max_examples=300, deadline=None, phases=[Phase.reuse, Phase.generate])  # shrinking pictures takes for ever
@given(data=st.data())
def test_damage_gives_a_verdict_and_never_an_exception(data):
    name = data.draw(st.sampled_from(sorted(HONEST)))
    content = bytearray(HONEST[name])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))

    for damaged in (bytes(content), bytes(content[:cut])):
        assert isinstance(inspected(damaged, name, kinds=ALL, max_bytes=10**7), Inspected | Problem)


@given(st.binary(max_size=600), st.sampled_from(sorted(KINDS)))
def test_random_bytes_are_never_kept_but_as_text(content, kind):
    result = inspected(content, f"a.{KINDS[kind].extensions[0]}", kinds=ALL)

    assert isinstance(result, Problem) or kind in {"csv", "txt"}
