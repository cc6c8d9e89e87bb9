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
    ("month", {"month": "3", "year": "2026"}, "2026-03"),
    ("month", {"month": "Sept.", "year": "2026"}, "2026-09"),
    ("month", {"month": "03/2026"}, "2026-03"),
    ("month", "2026-3", "2026-03"),
    ("month", "août 2026", "2026-08"),
    ("time", "14:30", "14:30"),
    ("time", "14h30", "14:30"),
    ("time", "14 H 30 min", "14:30"),
    ("time", "9h", "09:00"),
    ("time", "14 h", "14:00"),
    ("time", "9 heures", "09:00"),
    ("time", "14.05", "14:05"),
    ("time", "14 05", "14:05"),
    ("time", "0930", "09:30"),
    ("time", "930", "09:30"),
    ("time", "14", "14:00"),
    ("time", "14:30:00", "14:30"),
    ("time", "2:30 pm", "14:30"),
    ("time", "2 P.M.", "14:00"),
    ("time", "12 am", "00:00"),
    ("time", "12:15pm", "12:15"),
    ("time", "Midi", "12:00"),
    ("time", "minuit", "00:00"),
    ("time", "١٤:٣٠", "14:30"),
    ("date_time", {"day": "1er", "month": "mars", "year": "2026", "time": "9h"}, "2026-03-01T09:00"),
    ("date_time", {"day": "1/3/2026", "time": "14.30"}, "2026-03-01T14:30"),
    ("date_time", "2026-03-01T14:30", "2026-03-01T14:30"),
    ("country", "france", {"code": "99100", "name": "France"}),
    ("country", "GERMANY", {"code": "99109", "name": "Allemagne"}),
    ("country", "Cote d'Ivoire", {"code": "99326", "name": "Côte d’Ivoire"}),
    ("country", "Viêt-Nam", {"code": "99243", "name": "Vietnam"}),
    ("country", "uk", {"code": "99132", "name": "Royaume-Uni"}),
    ("country", "99352", {"code": "99352", "name": "Algérie"}),
    ("country", "Saint-Martin (partie néerlandaise)", {"code": "99445", "name": "Saint-Martin (partie néerlandaise)"}),
    ("list_entry", "ecole jules ferry (ecully)", {"code": "0690002B", "name": "École Jules-Ferry"}),
    ("list_entry", "École Jules-Ferry (0690001A)", {"code": "0690001A", "name": "École Jules-Ferry"}),
    ("list_entry", "0690003c", {"code": "0690003C", "name": "École du Lac (maternelle)"}),
    ("rna", "w 751 234 567", "W751234567"),
    ("rna", "RNA : W9R-1234567", "W9R1234567"),
    ("nir", "2 69 05 49 588 157 80", "269054958815780"),
    ("nir", "2.53.07.2b.073.004-70", "253072B07300470"),
    ("vehicle_plate", "ab123cd", "AB-123-CD"),
    ("vehicle_plate", "AB 123 CD", "AB-123-CD"),
    ("vehicle_plate", "123-ab-75", "123 AB 75"),
    ("vehicle_plate", "1234ABC2A", "1234 ABC 2A"),
    ("vehicle_plate", "12 a 974", "12 A 974"),
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
    ("month", {"month": "13", "year": "2026"}, "not_a_month"),
    ("month", {"month": "jui", "year": "2026"}, "not_a_month"),
    ("month", {"month": "3", "year": "20260"}, "not_a_month"),
    ("month", {"month": "3", "year": "x"}, "not_a_month"),
    ("month", {"month": "3", "year": "26"}, "short_year"),
    ("month", {"month": "mars"}, "incomplete"),
    ("time", "24:00", "not_a_time"),
    ("time", "25h", "not_a_time"),
    ("time", "14h60", "not_a_time"),
    ("time", "14h5", "not_a_time"),
    ("time", "14 min", "not_a_time"),
    ("time", "14:30:15", "not_a_time"),
    ("time", "13 pm", "not_a_time"),
    ("time", "12345", "not_a_time"),
    ("time", "bientôt", "not_a_time"),
    ("time", "14:30:00Z", "not_a_time"),
    ("date_time", {"day": "30", "month": "2", "year": "2026", "time": "9h"}, "impossible_date"),
    ("date_time", {"day": "3", "month": "2", "year": "2026", "time": "neuf"}, "not_a_time"),
    ("date_time", {"day": "3", "month": "2", "year": "2026"}, "incomplete"),
    ("country", "Atlantide", "unknown_country"),
    ("country", "Île", "ambiguous"),
    ("country", "x" * 300, "unknown_country"),
    ("list_entry", "École Jules-Ferry", "ambiguous"),
    ("list_entry", "lac", "ambiguous"),
    ("list_entry", "Lycée", "unknown_entry"),
    ("list_entry", "é", "unknown_entry"),
    ("rna", "751234567", "not_an_rna"),
    ("rna", "W75123456", "not_an_rna"),
    ("nir", "2 69 05 49 588 157", "not_a_nir"),
    ("nir", "269054958815781", "nir_checksum"),
    ("nir", "253072C07300470", "not_a_nir"),
    ("vehicle_plate", "AB-1234-CD", "not_a_plate"),
    ("vehicle_plate", "IO-123-UU", "not_a_plate"),
    ("vehicle_plate", "123 AB 99", "not_a_plate"),
    ("vehicle_plate", "0 AB 75", "not_a_plate"),
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
    *("address", "place", "month", "time", "date_time", "country", "list_entry", "rna", "nir", "vehicle_plate"),
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


@pytest.mark.parametrize(
    ("kind", "options", "raw", "code"),
    [
        ("month", {"min": "2026-03"}, "2/2026", "too_early"),
        ("month", {"max": "today"}, "12/2026", "too_late"),
        ("month", {"max": "P1M"}, "1/2027", "too_late"),
        ("time", {"min": "08:30"}, "8h29", "too_early"),
        ("time", {"max": "18:00"}, "18h01", "too_late"),
        ("date_time", {"min": "today"}, {"day": "21", "month": "11", "year": "2026", "time": "23:59"}, "too_early"),
        ("date_time", {"max": "2026-12-31"}, {"day": "1", "month": "1", "year": "2027", "time": "0h"}, "too_late"),
    ],
)
def test_months_and_times_beyond_the_limits_are_refused(kind, options, raw, code):
    assert refused(kind, raw, options=options) == [code]


@pytest.mark.parametrize(
    ("kind", "options", "raw"),
    [
        ("month", {"min": "2026-03", "max": "2026-03"}, "3/2026"),
        ("month", {"min": "today", "max": "today"}, "11/2026"),
        ("time", {"min": "08:30", "max": "08:30"}, "8h30"),
        ("date_time", {"min": "today", "max": "today"}, "2026-11-22T00:00"),
    ],
)
def test_months_and_times_at_the_limits_pass(kind, options, raw):
    assert refused(kind, raw, options=options) == []


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("14h30", "14:30:00+01:00"),
        ("14:30:15z", "14:30:15Z"),
        ("14:30:00+01:00", "14:30:00+01:00"),
    ],
)
def test_a_time_whose_author_names_the_format_is_as_rfc_3339_writes_it(typed, answer):
    assert answer_to("time", typed, format="time") == answer


@pytest.mark.parametrize(
    ("day", "at", "answer"),
    [
        ("1/3/2026", "14h30", "2026-03-01T14:30:00+01:00"),
        ("14/7/2026", "14h30", "2026-07-14T14:30:00+02:00"),
        ("29/3/2026", "2h30", "2026-03-29T02:30:00+01:00"),
        ("25/10/2026", "2h30", "2026-10-25T02:30:00+02:00"),
        ("25/10/2026", "02:30:00+01:00", "2026-10-25T02:30:00+01:00"),
        ("1/1/1900", "12h", "1900-01-01T12:00:00+00:09"),
    ],
)
def test_a_moment_whose_author_names_the_format_has_the_offset_of_france_on_that_day(day, at, answer):
    assert answer_to("date_time", {"day": day, "time": at}, format="date-time") == answer


SCHOOLS = [{"const": "s1", "title": "École du Lac"}, {"const": "s2", "title": "École du Bois"}]


@pytest.mark.parametrize(("typed", "value"), [("ecole du lac", "s1"), ("École du Bois", "s2"), ("s2", "s2")])
def test_a_choice_that_is_typed_is_found_by_its_title(typed, value):
    assert answer_to("single_choice", typed, options={"format": "autocomplete"}, oneOf=SCHOOLS) == value


def test_a_choice_that_is_half_typed_offers_what_it_may_be():
    question = ask("single_choice", options={"format": "autocomplete"}, oneOf=SCHOOLS)

    (several,), (one,) = read(question, "école").problems, read(question, "bois").problems

    assert [each["value"] for each in several.params["candidates"]] == ["École du Lac", "École du Bois"]
    assert [each["value"] for each in one.params["candidates"]] == ["École du Bois"]
    assert refused("single_choice", "lycée", options={"format": "autocomplete"}, oneOf=SCHOOLS) == ["unknown_choice"]
    assert refused("single_choice", "-", options={"format": "autocomplete"}, oneOf=SCHOOLS) == ["unknown_choice"]


def test_a_day_and_a_time_that_are_both_wrong_are_each_told_at_their_place():
    parsed = read(ask("date_time"), {"day": "31", "month": "2", "year": "2026", "time": "tard"})

    assert told(parsed) == [("impossible_date", "/day"), ("not_a_time", "/time")]
