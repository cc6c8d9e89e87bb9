"""Final answers of any JSON shape, type by type."""

import math

import pytest

from tests.schemas.questions.asking import ask, faults

FILE = {"id": "f1", "name": "acte.pdf", "media_type": "application/pdf", "size": 12, "sha256": "0" * 64}
PLACE = {"text": "Là", "lat": "45.1", "lon": "4.8"}

FAULTS = [
    ("short_text", 5, [("wrong_type", "")]),
    ("short_text", "a\n", [("bad_characters", "")]),
    ("short_text", "a\x00", [("bad_characters", "")]),
    ("short_text", "a\ud800", [("bad_characters", "")]),
    ("short_text", "\u202ea", [("bad_characters", "")]),
    ("short_text", " a", [("bad_characters", "")]),
    ("short_text", "x" * 251, [("too_long", "")]),
    ("long_text", "a\nb", []),
    ("long_text", "a\r\nb", [("bad_characters", "")]),
    ("integer", True, [("wrong_type", "")]),
    ("integer", "1", [("wrong_type", "")]),
    ("integer", 1.0, [("not_an_integer", "")]),
    ("integer", 1.5, [("wrong_type", "")]),
    ("integer", math.inf, [("wrong_type", "")]),
    ("integer", math.nan, [("wrong_type", "")]),
    ("integer", 2**53, [("too_large", "")]),
    ("integer", -(2**53), [("too_small", "")]),
    ("decimal", 1.5, [("wrong_type", "")]),
    ("decimal", "-0.5", []),
    ("decimal", "-0.0", [("not_a_number", "")]),
    ("decimal", "1.5\n", [("not_a_number", "")]),
    ("decimal", "01", [("not_a_number", "")]),
    ("money", "19.9", [("not_a_number", "")]),
    ("email", 5, [("wrong_type", "")]),
    ("email", "a@b.fr\n", [("not_an_email", "")]),
    ("email", "A@B.fr", [("not_an_email", "")]),
    ("phone", 5, [("wrong_type", "")]),
    ("phone", "0612345678", [("not_a_phone", "")]),
    ("phone", "+330612345678", [("not_a_phone", "")]),
    ("date", 5, [("wrong_type", "")]),
    ("date", "2023-02-29", [("not_a_date", "")]),
    ("date", "2024-02-29", []),
    ("date", "1900-02-29", [("not_a_date", "")]),
    ("date", "2000-02-29\n", [("not_a_date", "")]),
    ("month", 5, [("wrong_type", "")]),
    ("month", "2026-13", [("not_a_month", "")]),
    ("month", "2026-1", [("not_a_month", "")]),
    ("month", "2026-01\n", [("not_a_month", "")]),
    ("time", 5, [("wrong_type", "")]),
    ("time", "9:00", [("not_a_time", "")]),
    ("time", "24:00", [("not_a_time", "")]),
    ("time", "14:30:00Z", [("not_a_time", "")]),
    ("date_time", 5, [("wrong_type", "")]),
    ("date_time", "2026-02-29T12:00", [("not_a_moment", "")]),
    ("date_time", "2026-02-28 12:00", [("not_a_moment", "")]),
    ("date_time", "2026-02-28T12:00Z", [("not_a_moment", "")]),
    ("yes_no", 1, [("wrong_type", "")]),
    ("yes_no", False, []),
    ("sworn_statement", False, [("not_sworn", "")]),
    ("sworn_statement", "yes", [("wrong_type", "")]),
    ("single_choice", "z", [("unknown_choice", "")]),
    ("single_choice", ["a"], [("wrong_type", "")]),
    ("several_choices", "a", [("wrong_type", "")]),
    ("several_choices", ["a", "a"], [("repeated_choice", "/1")]),
    ("several_choices", ["a", "z"], [("unknown_choice", "/1")]),
    ("several_choices", [None], [("wrong_type", "/0")]),
    ("several_choices", [], [("too_few", "")]),
    ("person_name", "Martin", [("wrong_type", "")]),
    ("person_name", {"family_name": "A", "given_names": "B", "x": "y"}, [("unknown_part", "/x")]),
    ("person_name", {"family_name": "A"}, [("incomplete", "/given_names")]),
    ("person_name", {"family_name": "A", "given_names": ""}, [("too_short", "/given_names")]),
    ("address", {"street": "1", "postcode": 69001, "city": "Lyon"}, [("wrong_type", "/postcode")]),
    ("place", PLACE | {"lat": "90.1"}, [("not_coordinates", "/lat")]),
    ("place", {"text": "Là", "lon": "4.8"}, [("incomplete", "/lat")]),
    ("siret", 5, [("wrong_type", "")]),
    ("siret", "0" * 13, [("not_a_siret", "")]),
    ("rna", 5, [("wrong_type", "")]),
    ("rna", "w751234567", [("not_an_rna", "")]),
    ("nir", 5, [("wrong_type", "")]),
    ("nir", "269054958815781", [("nir_checksum", "")]),
    ("nir", "669054958815780", [("not_a_nir", "")]),
    ("vehicle_plate", 5, [("wrong_type", "")]),
    ("vehicle_plate", "AB123CD", [("not_a_plate", "")]),
    ("country", "France", [("wrong_type", "")]),
    ("country", {"code": "FR", "name": "France"}, [("unknown_country", "/code")]),
    ("country", {"code": "99100", "name": "Francie"}, [("unknown_country", "")]),
    ("country", {"code": "99100", "name": ""}, [("unknown_country", "/name")]),
    ("list_entry", {"code": "1" * 21, "name": "X"}, [("unknown_entry", "/code")]),
    ("list_entry", {"code": "0690001A", "name": "École"}, [("unknown_entry", "")]),
    ("iban", 5, [("wrong_type", "")]),
    ("iban", "FR7630006000011234567890189\n", [("not_an_iban", "")]),
    ("iban", "ZZ66" + "0" * 14, [("not_an_iban", "")]),
    ("file", "x", [("wrong_type", "")]),
    ("file", [], [("too_few_files", "")]),
    ("file", ["x"], [("bad_file", "/0")]),
    ("file", [FILE, FILE | {"id": "f2"}], [("too_many_files", "")]),
    ("file", [FILE | {"id": "../x"}], [("bad_file", "/0/id")]),
    ("file", [FILE | {"sha256": None}], [("bad_file", "/0/sha256")]),
    ("file", [FILE | {"name": "a\nb"}], [("bad_characters", "/0/name")]),
    ("file", [FILE | {"media_type": "text/html"}], [("file_kind", "/0/media_type")]),
    ("file", [FILE | {"media_type": []}], [("file_kind", "/0/media_type")]),
    ("file", [FILE | {"size": 0}], [("bad_file", "/0/size")]),
    ("file", [FILE | {"size": 12.0}], [("not_an_integer", "/0/size")]),
    ("file", [FILE | {"size": 10_000_001}], [("file_too_large", "/0/size")]),
    ("information", "x", [("wrong_type", "")]),
]


@pytest.mark.parametrize(("kind", "answer", "expected"), FAULTS)
def test_final_answer_is_judged_strictly(kind, answer, expected):
    assert faults(ask(kind), answer) == expected


def test_length_counts_characters_and_tells_both():
    question = ask("short_text", minLength=3, maxLength=4)

    assert faults(question, "😀😀") == [("too_short", "")]
    assert faults(question, "😀" * 4) == []
    assert faults(question, "😀" * 5) == [("too_long", "")]


def test_several_choices_are_counted():
    question = ask("several_choices", minItems=2, maxItems=2)

    assert faults(question, ["a"]) == [("too_few", "")]
    assert faults(question, ["a", "b"]) == []
    assert faults(ask("several_choices", maxItems=1), ["a", "b"]) == [("too_many", "")]


def test_two_files_with_one_id_are_refused():
    question = ask("file", options={"max_files": 2, "kinds": ["pdf"]})

    assert faults(question, [FILE, FILE | {"name": "autre.pdf"}]) == [("repeated_file", "")]


@pytest.mark.parametrize(
    ("kind", "format_", "answer", "codes"),
    [
        ("time", "time", "14:30", ["not_a_time"]),
        ("time", "time", "14:30:00", ["not_a_time"]),
        ("time", "time", "14:30:00Z", []),
        ("date_time", "date-time", "2026-03-01T14:30", ["not_a_moment"]),
        ("date_time", "date-time", "2026-03-01T14:30:00+01:00", []),
        ("date_time", "date-time", "2026-03-01T14:30:00.123Z", []),
    ],
)
def test_a_named_format_asks_for_seconds_and_offset(kind, format_, answer, codes):
    assert [code for code, _ in faults(ask(kind, format=format_), answer)] == codes
