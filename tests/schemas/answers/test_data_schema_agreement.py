"""What the runtime accepts is valid under the data schema, and what it refuses is not, or is listed in it."""

import json
from datetime import date
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import schemas.answers.validation
from schemas.answers.data_schema import SERVER, data_schema
from schemas.answers.validation import check_answers
from schemas.compilation.compiled import Compiled
from schemas.problems import escaped
from schemas.questions.registry import QUESTION_TYPES
from tests.schemas.communes import COMMUNES
from tests.schemas.samples import todays
from tests.schemas.strategies import compiled_documents, final_answers, near_misses

slow = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
seeded = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def places_in_schema(fragment, tokens, place=""):
    """Yield every place of the data schema that speaks of an answer, from the tokens of a pointer to it."""
    for word in ("oneOf", "anyOf"):
        for number, branch in enumerate(fragment.get(word, ())):
            yield from places_in_schema(branch, tokens, f"{place}/{word}/{number}")
    if not tokens:
        yield place
        return
    token, *rest = tokens
    for word, inner in steps_into(fragment, token):
        yield from places_in_schema(inner, rest, f"{place}/{word}")


def steps_into(fragment, token):
    """Yield where a property or an item may be described, with that part of the schema."""
    if token.isdecimal() and int(token) < len(fragment.get("prefixItems", ())):
        yield f"prefixItems/{token}", fragment["prefixItems"][int(token)]
    elif token.isdecimal() and isinstance(fragment.get("items"), dict):
        yield "items", fragment["items"]
    if token in fragment.get("properties", ()):
        yield f"properties/{escaped(token)}", fragment["properties"][token]
    elif isinstance(fragment.get("additionalProperties"), dict):
        yield "additionalProperties", fragment["additionalProperties"]


def is_listed(schema, problem):
    tokens = [token.replace("~1", "/").replace("~0", "~") for token in problem.pointer.split("/")[1:]]
    told = {line["at"] for line in schema[SERVER] if line["constraint"] == problem.code}
    return not told.isdisjoint(places_in_schema(schema, tokens))


def assert_agreement(compiled, schema, answers, today):
    """The property itself, of one document and one JSON value."""
    problems = check_answers(compiled, answers, today=today, lookups=COMMUNES)
    is_valid = Draft202012Validator(schema).is_valid(answers)
    if not problems:
        assert is_valid, "accepted, and yet not valid"
    elif is_valid:
        assert any(is_listed(schema, problem) for problem in problems), f"valid, and yet refused for {problems}"


class Case(NamedTuple):
    """A document, several final answers to it, and the day on which they are sent."""

    compiled: Compiled
    several: list
    today: date

    def __repr__(self):
        source = self.compiled.document.source
        return json.dumps({"data": source["data"], "rules": source["rules"], "answers": self.several})[:5000]


@st.composite
def cases(draw, answers, **kinds):
    compiled, today = draw(compiled_documents(**kinds)), draw(todays)
    return Case(compiled, [draw(answers(compiled, today)) for _ in range(5)], today)


def assert_all_agree(case):
    schema = data_schema(case.compiled)
    for answers in case.several:
        assert_agreement(case.compiled, schema, answers, case.today)


@slow
@given(cases(final_answers))
def test_good_answers_agree(case):
    assert_all_agree(case)


@slow
@given(cases(near_misses))
def test_near_misses_agree(case):
    assert_all_agree(case)


@slow
@given(cases(final_answers))
def test_data_schema_is_a_schema_of_its_dialect(case):
    Draft202012Validator.check_schema(data_schema(case.compiled))


@slow
@given(cases(final_answers))
def test_good_answers_lack_nothing_but_what_was_left_out(case):
    problems = [check_answers(case.compiled, answers, today=case.today, lookups=COMMUNES) for answers in case.several]

    assert {problem.code for listed in problems for problem in listed} <= {"required", "check_failed"}


# Faults seeded in the runtime: the property must see each of them.


def finds_a_counterexample(strategy, *, tries=1000):
    """Search until a disagreement is found; what is drawn also depends on the modules loaded, hence many tries."""

    @settings(seeded, max_examples=tries)
    @given(strategy)
    def agree(case):
        assert_all_agree(case)

    try:
        agree()
    except AssertionError:
        return True
    return False


def test_seeded_fault_email_that_accepts_every_text_is_caught(monkeypatch):
    question_type = type(QUESTION_TYPES["email"])
    kept = question_type.validate

    def credulous(self, question, answer, **more):
        return () if isinstance(answer, str) else kept(self, question, answer, **more)

    monkeypatch.setattr(question_type, "validate", credulous)

    assert finds_a_counterexample(cases(near_misses, types=("email",)))


def test_seeded_fault_length_off_by_one_is_caught(monkeypatch):
    question_type = type(QUESTION_TYPES["short_text"])
    kept = question_type.validate

    def lenient(self, question, answer, **more):
        return [problem for problem in kept(self, question, answer, **more) if problem.code != "too_long"]

    monkeypatch.setattr(question_type, "validate", lenient)

    assert finds_a_counterexample(cases(near_misses, types=("short_text",)))


def test_seeded_fault_last_day_off_by_one_is_caught(monkeypatch):
    question_type = type(QUESTION_TYPES["date"])
    kept = question_type.validate

    def late(self, question, answer, **more):
        problems = kept(self, question, answer, **more)
        return tuple(problem for problem in problems if not is_just_late(problem, answer))

    monkeypatch.setattr(question_type, "validate", late)

    assert finds_a_counterexample(cases(near_misses, types=("date",)))


def is_just_late(problem, answer):
    return (
        problem.code == "too_late" and problem.params["limit"].toordinal() + 1 == date.fromisoformat(answer).toordinal()
    )


def test_seeded_fault_hidden_answers_let_through_are_caught(monkeypatch):
    kept = schemas.answers.validation.check_answers

    def blind(*args, **more):
        return tuple(problem for problem in kept(*args, **more) if problem.code != "hidden")

    monkeypatch.setattr("tests.schemas.answers.test_data_schema_agreement.check_answers", blind)

    assert finds_a_counterexample(cases(near_misses, types=("yes_no", "short_text")))


def test_without_a_seeded_fault_the_same_search_finds_nothing():
    assert not finds_a_counterexample(cases(near_misses, types=("email", "date", "yes_no", "short_text")), tries=200)
