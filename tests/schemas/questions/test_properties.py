"""What holds of every type, whatever is typed and whatever is answered."""

import json
import re
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from schemas.questions.from_schema import shape
from schemas.questions.problem_codes import ANSWER_CODES, AUTHOR_CODES
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.text_cleaning import clean_line, clean_lines, is_clean
from schemas.questions.types.date_limits import CALENDAR, read_day, texts_from, texts_until
from schemas.rules.values import RULE_TYPES, load_value
from tests.schemas.communes import COMMUNES
from tests.schemas.questions.asking import TODAY, ask, ask_group
from tests.schemas.samples import DEFS, QUESTIONS, answers_to, days, groups, questions, todays
from tests.schemas.strategies import STRANGE, odd_raw, odd_text

often = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = sorted(set(QUESTION_TYPES) - {"information", "computed"})
#: Those that people type.
TYPED = [kind for kind in KINDS if kind != "constant"]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(STRANGE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def one_of_each():
    inner = [ask(kind) for kind in KINDS if kind != "group"]
    return {**{question.type: question for question in inner}, "group": ask_group(*inner[:3])}


EACH = one_of_each()


def whole(schema):
    """Return the schema of a question with what it may refer to."""
    defs = {name: QUESTION_TYPES["object"].json_schema(shape(name, each, defs=DEFS)) for name, each in DEFS.items()}
    return {**schema, "$defs": defs}


@st.composite
def answered(draw, kind):
    """Return a question of a type, a good final answer to it, and the day."""
    today = draw(todays)
    question = draw(groups() if kind == "group" else questions(types=(kind,)))
    strategy = answers_to(question, today)
    if strategy.is_empty:
        return None
    return question, draw(strategy.filter(lambda answer: is_typed(question, answer))), today


def is_typed(question, answer):
    """Tell whether people can type an answer: of a group, no item is all constants, nor has one it may go without."""
    typed = {each.key for each in question.items if each.type != "constant"}
    spare = {each.key for each in question.items if each.type == "constant" and not each.required}
    return question.type != "group" or all(typed & set(item) and not spare & set(item) for item in answer)


@pytest.mark.parametrize("kind", TYPED)
def test_good_answer_comes_back_from_what_its_inputs_show(kind):
    @often
    @given(answered(kind))
    def comes_back(case):
        if case is None:
            return
        question, answer, today = case
        question_type = QUESTION_TYPES[kind]

        raw = question_type.raw(question, answer)

        assert question_type.parse(question, raw, today=today, lookups=COMMUNES).answer == answer
        assert question_type.validate(question, answer, today=today, lookups=COMMUNES) == ()
        assert Draft202012Validator(whole(question_type.json_schema(question))).is_valid(answer)
        assert json.dumps(raw)

    comes_back()


@pytest.mark.parametrize("kind", KINDS)
def test_good_answer_is_shown_and_read_by_rules(kind):
    @often
    @given(answered(kind))
    def shown(case):
        if case is None:
            return
        question, answer, _ = case
        question_type = QUESTION_TYPES[kind]
        types = question_type.rule_types(question)

        lines = question_type.show(question, answer)
        given_to_rules = question_type.rule_answers(question, answer)

        assert lines
        assert set(types.values()) <= set(RULE_TYPES)
        assert all(load_value(value, types[suffix]) is not None for suffix, value in given_to_rules.items())
        assert given_to_rules or not types

    shown()


def test_a_whole_number_written_as_a_float_is_told_as_the_branch_of_whole_numbers_does():
    question = EACH["one_of"]

    (problem,) = QUESTION_TYPES["one_of"].validate(question, 0.0, today=TODAY, lookups=COMMUNES)

    assert problem.code == "not_an_integer"


def assert_known(problems, codes):
    for problem in problems:
        assert set(problem.params) == set(codes[problem.code]), problem


@pytest.mark.parametrize("kind", [*KINDS, "information"])
def test_reading_never_raises_and_tells_known_codes(kind):
    question = EACH.get(kind, ask("information"))

    @often
    @given(odd_raw)
    def reads(raw):
        parsed = QUESTION_TYPES[kind].read(question, raw, today=TODAY, lookups=COMMUNES)

        assert_known(parsed.problems, ANSWER_CODES)
        if parsed.answer is not None and not parsed.problems and kind != "group":
            assert QUESTION_TYPES[kind].validate(question, parsed.answer, today=TODAY, lookups=COMMUNES) == ()

    reads()


@pytest.mark.parametrize("kind", [*KINDS, "information"])
def test_validating_never_raises_and_agrees_with_the_schema(kind):
    question = EACH.get(kind, ask("information"))
    question_type = QUESTION_TYPES[kind]
    schema = Draft202012Validator(whole(question_type.json_schema(question)))
    constraints = {line["constraint"] for line in question_type.server_constraints(question)}

    @often
    @given(json_values)
    def validates(answer):
        problems = question_type.validate(question, answer, today=TODAY, lookups=COMMUNES)

        assert_known(problems, ANSWER_CODES)
        if problems and schema.is_valid(answer):
            assert {problem.code for problem in problems} & constraints
        assert problems or schema.is_valid(answer)

    validates()


@pytest.mark.parametrize("kind", sorted(QUESTION_TYPES))
def test_checking_a_fragment_never_raises_and_tells_known_codes(kind):
    words = ["type", "title", "oneOf", "items", "minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum"]
    fragments = st.dictionaries(st.sampled_from(words), json_values)
    options = st.dictionaries(
        st.sampled_from(["min", "max", "kinds", "max_files", "max_bytes", "list", "format", "legal_basis"]), json_values
    )

    @often
    @given(fragments, options)
    def checks(fragment, given_options):
        question = ask(kind, options=given_options, **fragment)

        assert_known(QUESTION_TYPES[kind].check(question), AUTHOR_CODES)

    checks()


@often
@given(odd_text)
def test_cleaning_twice_changes_nothing_and_leaves_clean_text(text):
    line, lines = clean_line(text), clean_lines(text)

    assert clean_line(line) == line
    assert clean_lines(lines) == lines
    assert is_clean(line)


@often
@given(st.integers(0, 10**8))
def test_calendar_pattern_is_the_calendar(number):
    text = f"{number // 10**4:04}-{number // 100 % 100:02}-{number % 100:02}"

    try:
        exists = date.fromisoformat(text).year >= 1000
    except ValueError:
        exists = False

    assert (re.fullmatch(CALENDAR, text) is not None) is exists


def test_calendar_pattern_knows_every_leap_day():
    leaps = [year for year in range(1000, 10_000) if read_day(f"{year}-02-29")]

    assert leaps == [year for year in range(1000, 10_000) if year % 4 == 0 and (year % 100 or year % 400 == 0)]


@often
@given(days, days)
def test_patterns_of_a_limit_are_its_order(limit, day):
    assert (re.fullmatch(texts_from(limit.isoformat()), day.isoformat()) is not None) is (day >= limit)
    assert (re.fullmatch(texts_until(limit.isoformat()), day.isoformat()) is not None) is (day <= limit)


def patterns_in(schema):
    if isinstance(schema, dict):
        yield from [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
        schema = list(schema.values())
    for inner in schema if isinstance(schema, list) else ():
        yield from patterns_in(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_patterns_keep_to_what_every_engine_reads_alike(kind):
    limits = {
        "date": {"min": "2020-01-31", "max": "2030-02-28"},
        "date_time": {"min": "2020-01-31", "max": "2030-02-28"},
        "month": {"min": "2020-01", "max": "2030-02"},
        "time": {"min": "08:30", "max": "18:00"},
    }
    dated = limits.get(kind, {})
    question = EACH["group"] if kind == "group" else ask(kind, options=dated)

    for pattern in patterns_in(QUESTION_TYPES[kind].json_schema(question)):
        outside_classes = re.sub(r"\[[^\]]*\]", "", pattern)
        assert not re.search(r"\\[dDwWsSbBAZzGkpP]|\(\?[^:]|[*+?}]\+|(?<!\\)\.", outside_classes), pattern


def test_every_type_has_its_own_key_and_each_table_line_bears_it():
    assert all(question_type.key == key for key, question_type in QUESTION_TYPES.items())
    assert set(QUESTIONS) | {"information", "computed", "group"} == set(QUESTION_TYPES)


def test_example_of_each_type_is_a_good_answer():
    for kind in (
        "short_text",
        "long_text",
        "integer",
        "decimal",
        "money",
        "email",
        "phone",
        "siret",
        "iban",
        "commune",
        "country",
        "time",
        "rna",
        "nir",
        "vehicle_plate",
    ):
        question_type = QUESTION_TYPES[kind]
        parsed = question_type.read(ask(kind), question_type.example, today=TODAY, lookups=COMMUNES)
        assert parsed.answer is not None, kind


def test_answers_are_shown_for_people():
    def shown(kind, answer):
        return QUESTION_TYPES[kind].show(ask(kind), answer)

    assert shown("phone", "+33612345678") == ("06 12 34 56 78",)
    assert shown("phone", "+442079460958") == ("+442079460958",)
    assert shown("phone", "nothing") == ("nothing",)
    assert shown("siret", "73282932000074") == ("732 829 320 00074",)
    assert shown("iban", "BE31435411161155") == ("BE31 4354 1116 1155",)
    assert shown("several_choices", ["b", "a", "gone"]) == ("Second", "Premier", "gone")
    assert shown("person_name", {"family_name": "A", "usual_name": "B", "given_names": "Zoé"}) == ("Zoé B", "A")
    assert shown("address", {"street": "1 rue A", "postcode": "69001", "city": "Lyon"}) == ("1 rue A", "69001 Lyon")
    assert shown("commune", {"code": "2A004", "name": "Ajaccio"}) == ("Ajaccio (2A)",)
    assert shown("information", None) == ("Titre",)
    assert shown("country", {"code": "99100", "name": "France"}) == ("France",)
    assert shown("list_entry", {"code": "0690001A", "name": "École Jules-Ferry"}) == ("École Jules-Ferry",)
    assert shown("month", "2026-03") == ((2026, 3),)
    assert shown("time", "14:30") == (time(14, 30),)
    assert shown("date_time", "2026-03-01T14:30:59+05:00") == (datetime(2026, 3, 1, 14, 30),)  # noqa: DTZ001 - as read


def test_a_sensitive_answer_is_shown_masked():
    sensitive = [kind for kind in KINDS if QUESTION_TYPES[kind].is_sensitive]

    (shown,) = QUESTION_TYPES["nir"].show(ask("nir"), "253072B07300470")

    assert sensitive == ["nir"]
    assert shown == "• •• •• •• ••• ••• 70"


def test_rules_read_times_in_minutes_and_months_by_their_first_day():
    def read_by_rules(kind, answer):
        return QUESTION_TYPES[kind].rule_answers(ask(kind), answer)

    assert read_by_rules("time", "14:30") == {"": 870}
    assert read_by_rules("month", "2026-03") == {"": "2026-03-01"}
    assert read_by_rules("date_time", "2026-03-01T00:05") == {".date": "2026-03-01", ".time": 5}
    assert [read_by_rules(kind, None) for kind in ("time", "month", "date_time")] == [{}, {}, {}]


@pytest.mark.parametrize("kind", KINDS)
def test_showing_an_answer_of_no_shape_gives_nothing_rather_than_an_error(kind):
    if kind in ("several_choices", "file", "group", "person_name", "address", "commune", "country", "place"):
        assert QUESTION_TYPES[kind].show(EACH[kind], None) == ()
        assert (
            QUESTION_TYPES[kind].parse(EACH[kind], QUESTION_TYPES[kind].raw(EACH[kind], None), today=TODAY).answer
            is None
        )
