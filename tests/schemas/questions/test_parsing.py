"""Forgiving input: what people type, and the one form in which it is kept."""

import pytest

from tests.schemas.questions.asking import answer_to, ask, read, refused, told

KEPT = [
    ("short_text", "  l'e\u0301te\u0301\u00a0\u202fà\u200b Lyon\t", "l'été  à Lyon"),
    ("short_text", "a\r\nb", "a b"),
    ("short_text", "a\x00b\u202ec\u2066", "abc"),
    ("short_text", "a\ud800b", "a\ufffdb"),
    ("long_text", "a\r\nb\rc\u2028d\n\n", "a\nb\nc\nd"),
    ("integer", "1 234", 1234),
    ("integer", "1\u202f234\u00a0567", 1234567),
    ("integer", "-0", 0),
    ("integer", "−12", -12),
    ("integer", "3,0", 3),
    ("integer", "٣", 3),
    ("decimal", "12,50", "12.50"),
    ("decimal", "+007.5", "7.5"),
    ("decimal", ",5", "0.5"),
    ("decimal", "-0,0", "0.0"),
    ("decimal", "1.234.567,5", "1234567.5"),
    ("decimal", "1'234.5", "1234.5"),
    ("money", "1 234,50 €", "1234.50"),
    ("money", "€ 19.9", "19.90"),
    ("money", "12 euros", "12.00"),
    ("money", "1.234,5", "1234.50"),
    ("email", " Nom.Prenom @ Exemple.FR ", "Nom.Prenom@exemple.fr"),
    ("email", "mailto:a@b.fr.", "a@b.fr"),
    ("email", "<a@café.fr>", "a@xn--caf-dma.fr"),
    ("phone", "06.12.34.56.78", "+33612345678"),
    ("phone", "+33 (0)6 12-34-56-78", "+33612345678"),
    ("phone", "0033612345678", "+33612345678"),
    ("phone", "0262 12 34 56", "+262262123456"),
    ("phone", "0590 27 12 34", "+590590271234"),
    ("phone", "40 50 12 34", "+68940501234"),
    ("phone", "+44 20 7946 0958", "+442079460958"),
    ("yes_no", "yes", True),
    ("yes_no", "NON", False),
    ("sworn_statement", "on", True),
    ("single_choice", " a ", "a"),
    ("several_choices", ["b", "a", ""], ["a", "b"]),
    ("several_choices", "a", ["a"]),
    ("siret", "732 829 320 00074", "73282932000074"),
    ("siret", "SIRET : 732.829.320-00074", "73282932000074"),
    ("siret", "35600000049837", "35600000049837"),
    ("iban", "fr76 3000 6000-0112.3456 7890 189", "FR7630006000011234567890189"),
    ("iban", "IBAN: BE31 4354 1116 1155", "BE31435411161155"),
    ("date", {"day": "1er", "month": "mars", "year": "1990"}, "1990-03-01"),
    ("date", {"day": "3", "month": "March", "year": "1990"}, "1990-03-03"),
    ("date", {"day": "03", "month": "sept.", "year": "1990"}, "1990-09-03"),
    ("date", {"day": "29", "month": "Févr", "year": "2024"}, "2024-02-29"),
    ("date", {"day": "1/3/1990"}, "1990-03-01"),
    ("date", {"day": "1990-03-01", "month": "", "year": ""}, "1990-03-01"),
    ("date", "1er août 1990", "1990-08-01"),
    ("person_name", {"family_name": " Martin ", "given_names": "Zoé"}, {"family_name": "Martin", "given_names": "Zoé"}),
    (
        "address",
        {"street": "1 rue A", "postcode": "F-69 001", "city": "Lyon", "citycode": "6912 3"},
        {"street": "1 rue A", "postcode": "69001", "city": "Lyon", "citycode": "69123"},
    ),
    (
        "address",
        {"street": "1 rue A", "postcode": "69001", "city": "Lyon", "citycode": "forged"},
        {"street": "1 rue A", "postcode": "69001", "city": "Lyon"},
    ),
    ("place", "Devant l'école", {"text": "Devant l'école"}),
    (
        "place",
        {"text": "Là", "lat": "45,76403612", "lon": " -4.8 "},
        {"text": "Là", "lat": "45.764036", "lon": "-4.8"},
    ),
]

REFUSED = [
    ("integer", "douze", "not_a_number"),
    ("integer", "12,5", "not_an_integer"),
    ("integer", "1.000", "not_an_integer"),
    ("integer", "9" * 5000, "too_large"),
    ("integer", "-" + "9" * 5000, "too_small"),
    ("integer", "9007199254740992", "too_large"),
    ("integer", "-9007199254740992", "too_small"),
    ("decimal", "12 50", "not_a_number"),
    ("decimal", "1,2,3", "not_a_number"),
    ("decimal", ".", "not_a_number"),
    ("decimal", "NaN", "not_a_number"),
    ("decimal", "1e3", "not_a_number"),
    ("decimal", "0,1234567", "too_many_decimals"),
    ("decimal", "1" * 13, "too_large"),
    ("decimal", "-" + "1" * 13, "too_small"),
    ("money", "1,234", "too_many_decimals"),
    ("money", "-1", "too_small"),
    ("email", "a@b", "not_an_email"),
    ("email", "a..b@c.fr", "not_an_email"),
    ("email", "x" * 65 + "@c.fr", "not_an_email"),
    ("email", "a@" + "é" * 70 + ".fr", "not_an_email"),
    ("phone", "12", "not_a_phone"),
    ("phone", "06 12 34", "not_a_phone"),
    ("phone", "9" * 300, "not_a_phone"),
    ("yes_no", "maybe", "unknown_choice"),
    ("single_choice", "z", "unknown_choice"),
    ("several_choices", ["a", "z"], "unknown_choice"),
    ("siret", "732 829 320 00079", "siret_checksum"),
    ("siret", "7328293200007", "not_a_siret"),
    ("iban", "FR76 3000 6000 0112 3456 7890 188", "iban_checksum"),
    ("iban", "FR76", "not_an_iban"),
    ("iban", "XX97" + "0" * 12, "iban_checksum"),
    ("date", {"day": "30", "month": "2", "year": "2024"}, "impossible_date"),
    ("date", {"day": "1", "month": "13", "year": "2024"}, "impossible_date"),
    ("date", {"day": "1", "month": "1", "year": "20240"}, "impossible_date"),
    ("date", {"day": "1", "month": "3", "year": "90"}, "short_year"),
    ("date", {"day": "x", "month": "3", "year": "1990"}, "not_a_date"),
    ("date", {"day": "1", "month": "jui", "year": "1990"}, "not_a_date"),
    ("date", {"day": "1", "month": "m", "year": "1990"}, "not_a_date"),
    ("address", {"street": "1 rue A", "postcode": "690", "city": "Lyon"}, "not_a_postcode"),
    ("place", {"text": "Là", "lat": "91", "lon": "4"}, "not_coordinates"),
    ("place", {"text": "Là", "lat": "north", "lon": "4"}, "not_coordinates"),
    ("place", {"text": "Là", "lat": "45"}, "incomplete"),
]

MISSHAPEN = [
    ("short_text", ["a"]),
    ("integer", {"a": "b"}),
    ("date", ["1"]),
    ("date", {"day": ["1"]}),
    ("address", 5),
    ("several_choices", {"a": "b"}),
    ("file", 5),
    ("commune", ["a"]),
]


TYPED = (
    *("short_text", "long_text", "integer", "money", "email", "phone", "siret", "iban", "yes_no", "commune", "date"),
    *("address", "place"),
)


@pytest.mark.parametrize(("kind", "raw", "answer"), KEPT)
def test_what_people_type_is_kept_in_one_form(kind, raw, answer):
    assert answer_to(kind, raw) == answer


@pytest.mark.parametrize(("kind", "raw", "code"), REFUSED)
def test_what_cannot_be_an_answer_is_refused_with_one_code(kind, raw, code):
    assert refused(kind, raw) == [code]


@pytest.mark.parametrize(("kind", "raw"), MISSHAPEN)
def test_something_posted_in_another_shape_is_a_wrong_type(kind, raw):
    assert refused(kind, raw) == ["wrong_type"]


@pytest.mark.parametrize("raw", ["", "  ", "\u00a0\u200b", None, "\u200d"])
@pytest.mark.parametrize("kind", TYPED)
def test_what_shows_nothing_is_blank(kind, raw):
    assert read(ask(kind), raw) == read(ask(kind), "")
    assert read(ask(kind), raw).answer is None
    assert read(ask(kind), raw).problems == ()


def test_missing_parts_of_a_date_are_each_told_at_their_place():
    parsed = read(ask("date"), {"day": "3", "month": "", "year": ""})

    assert told(parsed) == [("incomplete", "/month"), ("incomplete", "/year")]


def test_missing_parts_of_a_name_are_told_at_their_place():
    parsed = read(ask("person_name"), {"usual_name": "Martin"})

    assert told(parsed) == [("incomplete", "/family_name"), ("incomplete", "/given_names")]


def test_unticked_sworn_statement_is_blank_and_not_false():
    assert read(ask("sworn_statement"), "no").answer is None
    assert refused("sworn_statement", "peut-être") == ["unknown_choice"]


def test_stored_files_are_taken_as_they_are():
    stored = {"id": "f1", "name": "acte.pdf", "media_type": "application/pdf", "size": 12, "sha256": "0" * 64}

    assert answer_to("file", [stored]) == [stored]
    assert read(ask("file"), []).answer is None


def test_information_takes_nothing():
    assert read(ask("information"), "x") == read(ask("information"), "")


@pytest.mark.parametrize(
    ("options", "raw", "code"),
    [
        ({"min": "2020-01-01"}, "31/12/2019", "too_early"),
        ({"max": "2020-01-01"}, "2/1/2020", "too_late"),
        ({"max": "today"}, "23/11/2026", "too_late"),
        ({"max": "-P18Y"}, "23/11/2008", "too_late"),
        ({"min": "P1M"}, "21/12/2026", "too_early"),
    ],
)
def test_days_beyond_the_limits_are_refused(options, raw, code):
    assert refused("date", raw, options=options) == [code]


@pytest.mark.parametrize(
    ("options", "raw"),
    [({"max": "today"}, "22/11/2026"), ({"max": "-P18Y"}, "22/11/2008"), ({"min": "P1M2W1D"}, "6/1/2027")],
)
def test_days_at_the_limits_pass(options, raw):
    assert refused("date", raw, options=options) == []


@pytest.mark.parametrize(
    ("raw", "code"),
    [("9,99", "too_small"), ("20,01", "too_large"), ("-" + "9" * 13, "too_small"), ("9" * 13, "too_large")],
)
def test_amounts_beyond_the_limits_are_refused(raw, code):
    assert refused("money", raw, options={"min": "10", "max": "20"}) == [code]
