"""The reasons for which an archive is refused, and the limits exactly."""

import io
import struct

import pytest

from runtime.files.inspection import archives
from runtime.files.inspection.archives import check_archive
from tests.runtime.files.inspection.corpus import corpus
from tests.runtime.files.inspection.zips import MEGABYTE, STORED, Member, member, zeros, zip_of, zip_with

REASONS = {
    "600-mo.zip": "member_size",
    "trois-fois-40-mo.zip": "total_size",
    "très-dense.zip": "ratio",
    "nombreux.zip": "members",
    "nombre-faux.zip": "members",
    "chevauchant.zip": "overlap",
    "emboîté.zip": "nested",
    "emboîté-sans-nom.zip": "nested",
    "taille-fausse.zip": "lying_size",
    "lien.zip": "link",
    "remonte.zip": "path",
    "absolu.zip": "path",
    "windows.zip": "path",
    "zéro-dans-nom.zip": "path",
    "double.zip": "duplicate",
    "deux-noms.zip": "member_header",
    "somme-fausse.zip": "member",
    "trop-court.zip": "member",
    "méthode.zip": "method",
}


def reason(content: bytes) -> object:
    problem = check_archive(io.BytesIO(content))
    return problem and problem.params.get("reason", problem.code)


@pytest.mark.parametrize(("name", "expected"), REASONS.items())
def test_each_trick_is_seen_for_what_it_is(name, expected):
    content = next(each.content for each in corpus() if each.name == name)

    assert reason(content) == expected


def test_an_archive_at_the_limit_of_members_is_kept():
    assert reason(zip_with({str(number): b"" for number in range(archives.MAX_MEMBERS)})) is None


def test_a_repetitive_member_under_a_megabyte_is_kept():
    assert reason(zip_with({"a": bytes(MEGABYTE)})) is None


def test_two_members_that_are_large_but_honest_are_kept(monkeypatch):
    monkeypatch.setattr(archives, "MAX_RATIO", 2_000)

    assert reason(zip_with({"a": bytes(5 * MEGABYTE), "b": b"b"})) is None


def test_a_comment_at_the_end_is_harmless():
    assert reason(zip_of([member("a", b"a")], comment=b"merci")) is None


def test_a_comment_that_hides_another_last_record_is_refused():
    inner = zip_with({"b": b"b"})[-22:]

    assert reason(zip_of([member("a", b"a")], comment=inner + b"!")) == "directory"


def test_bytes_before_the_archive_are_refused():
    assert reason(b"junk" + zip_with({"a": b"a"})) == "directory"


def test_a_stored_member_of_another_size_than_it_says_is_refused():
    assert reason(zip_of([Member("a", b"abc", 2, method=STORED)])) == "lying_size"


def test_bytes_after_the_end_of_a_deflated_member_are_refused():
    honest = member("a", b"abc")
    longer = Member("a", honest.packed + b"hidden", honest.size, crc=honest.crc)

    assert reason(zip_of([longer])) == "member"


def test_a_directory_too_long_to_read_is_refused_unread(monkeypatch):
    monkeypatch.setattr(archives, "read_members", lambda _file: pytest.fail("read"))
    monkeypatch.setattr(archives, "MAX_DIRECTORY_BYTES", 100)

    assert reason(zip_of([zeros("a" * 200, 1)])) == "members"


def test_bytes_after_the_archive_are_refused():
    assert reason(zip_with({"a": b"a"}) + b"junk") == "directory"


def test_a_second_last_record_of_64_bits_that_only_some_would_believe_is_refused():
    content = zip_with({"a": b"a"})
    length, offset = struct.unpack("<2L", content[-10:-2])
    at = len(content) - 22
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, length, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, length + len(record + locator), offset, 0)

    assert reason(content[:at] + record + locator + end) == "directory"


def test_an_archive_inside_is_known_by_its_name_when_its_content_is_not():
    assert reason(zip_with({"disque.ISO": b"?"})) == "nested"
