"""A question, and what every type has in common."""

from datetime import date

import pytest

from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from tests.schemas.questions.asking import FRAGMENTS, TODAY, ask, faults, read


def test_question_says_its_texts_and_options():
    options = {"hint": "Une aide", "example": "12", "autocomplete": "name", "index": True}
    question = Question("q", "short_text", {"type": "string"}, options)

    assert (question.label, question.hint, question.example, question.autocomplete) == ("q", "Une aide", "12", "name")
    assert question.is_indexed
    assert not ask("short_text").is_indexed
    assert ask("several_choices").choices == (("a", "Premier"), ("b", "Second"))
    assert ask("short_text").choices == ()


@pytest.mark.parametrize("blank", [None, "", [], {}])
def test_nothing_said_is_blank(blank):
    assert QUESTION_TYPES["short_text"].is_blank(blank)


@pytest.mark.parametrize("answer", [0, False, "0", [None]])
def test_a_small_answer_is_no_blank(answer):
    assert not QUESTION_TYPES["short_text"].is_blank(answer)


@pytest.mark.parametrize("kind", sorted(QUESTION_TYPES))
def test_blank_inputs_read_as_a_blank(kind):
    question_type = QUESTION_TYPES[kind]

    parsed = question_type.parse(ask(kind, **FRAGMENTS.get(kind, {})), question_type.blank_raw(), today=TODAY)

    assert (parsed.answer, parsed.problems) == (None, ())


def test_parts_that_people_fill_and_must_fill_are_told_apart():
    address = QUESTION_TYPES["address"]

    assert address.visible_parts(ask("address")) == ("street", "complement", "postcode", "city")
    assert address.required_parts(ask("address")) == {"street", "postcode", "city"}
    date_type = QUESTION_TYPES["date"]
    assert date_type.visible_parts(ask("date")) == date_type.parts
    assert date_type.required_parts(ask("date")) == set(date_type.parts)
    assert QUESTION_TYPES["short_text"].visible_parts(ask("short_text")) == ()


def test_information_asks_nothing():
    information = QUESTION_TYPES["information"]

    assert faults(ask("information"), "x") == [("wrong_type", "")]
    assert information.json_schema(ask("information")) == {"not": {}}
    assert information.rule_types(ask("information")) == {}
    assert information.rule_answers(ask("information"), "x") == {}
    assert information.raw(ask("information"), "x") == ""


def test_reading_validates_what_it_parsed():
    assert read(ask("short_text", maxLength=2), "abc").answer is None
    assert (
        read(ask("date", options={"max": "today"}), "1/1/2000", today=date(1999, 1, 1)).problems[0].code == "too_late"
    )


def test_constraints_left_to_the_server_carry_their_limits():
    def constraints(kind, **options):
        return QUESTION_TYPES[kind].server_constraints(ask(kind, options=options))

    assert constraints("money", min="10", max="20") == (
        {"constraint": "too_small", "limit": "10"},
        {"constraint": "too_large", "limit": "20"},
    )
    assert constraints("date", min="2020-01-01", max="today") == ({"constraint": "too_late", "limit": "today"},)
    assert constraints("commune") == ({"constraint": "unknown_commune", "list": "communes"},)
    assert [line["constraint"] for line in constraints("iban")] == ["not_an_iban", "iban_checksum"]
    assert constraints("country") == ({"constraint": "unknown_country", "list": "countries"},)
    assert constraints("list_entry") == ({"constraint": "unknown_entry", "list": "ecoles"},)
    assert constraints("month", min="2020-01", max="P1Y") == ({"constraint": "too_late", "limit": "P1Y"},)
    assert constraints("time", min="08:00") == ()
    assert constraints("date_time", min="today") == ({"constraint": "too_early", "limit": "today"},)
    assert constraints("siret") == ({"constraint": "siret_checksum"},)
    assert constraints("short_text") == ()
