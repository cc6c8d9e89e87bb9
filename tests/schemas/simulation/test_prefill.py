"""What a simulator carries into a request: types agree when published, and only good answers pass."""

from datetime import date

import pytest

from schemas.compilation.compiled import compile_document
from schemas.questions.lookups import NO_LOOKUPS
from schemas.simulation.prefill import carried, checked, prefill_problems
from tests.runtime.documents import document_of, question, text, yes_no
from tests.schemas.simulation.documents import simulator

TODAY = date(2026, 11, 25)
MONEY = {"type": "string"}
TARGET = {
    "un": [
        text("nom"), yes_no("habite"), question("cout", MONEY, widget="money", max="1000"),
        question("ne_le", {"type": "string", "format": "date"}, widget="date"),
        question("montant", MONEY, widget="money"), question("total", {"type": "integer"}, widget="integer"),
        question("calcule", MONEY, widget="computed", value="money", required=False),
    ]
}  # fmt: skip
PREFILL = {"habite": "resident", "cout": "prix", "ne_le": "naissance", "montant": "aide", "total": "aide"}


def target():
    compiled, problems = compile_document(document_of(TARGET, rules={"dialect": 1, "computed": {"calcule": 1}}))
    assert problems == ()
    return compiled


def leading(prefill, procedure="essai"):
    return simulator(simulation={"request": {"procedure": procedure, "prefill": prefill}})


def told(prefill, to=None):
    return [(problem.code, problem.pointer) for problem in prefill_problems(leading(prefill), to)]


def test_questions_and_values_of_the_same_type_are_carried():
    assert told(PREFILL, target()) == []


@pytest.mark.parametrize(
    ("code", "prefill"),
    [
        ("unknown_question", {"prenom": "motif"}),
        ("unknown_question", {"calcule": "prix"}),
        ("unknown_name", {"nom": "surnom"}),
        ("prefill_differs", {"nom": "prix"}),
        ("prefill_differs", {"habite": "aide"}),
    ],
)
def test_what_does_not_fit_is_told_when_published(code, prefill):
    (key,) = prefill
    assert told(prefill, target()) == [(code, f"/simulation/request/prefill/{key}")]


def test_a_request_that_is_not_published_is_told():
    assert told({}) == [("unknown_procedure", "/simulation/request/procedure")]


def choice(key, *values):
    listed = [{"const": value, "title": value} for value in values]
    return question(key, {"type": "string", "oneOf": listed}, widget="single_choice")


@pytest.mark.parametrize(("offered", "codes"), [(("a", "b", "c"), []), (("a",), ["prefill_differs"])])
def test_every_choice_of_a_question_must_be_one_that_the_request_offers(offered, codes):
    compiled = simulator(
        steps={"un": [choice("genre", "a", "b")]},
        rules={"criteria": [], "computed": {}, "messages": {}},
        simulation={"amounts": [], "request": {"procedure": "essai", "prefill": {"sorte": "genre"}}},
    )
    to, _ = compile_document(document_of({"un": [choice("sorte", *offered)]}))

    assert [problem.code for problem in prefill_problems(compiled, to)] == codes


def test_answers_and_values_become_answers_of_the_request():
    answers = {"resident": True, "prix": "500.00", "naissance": "1990-01-01", "motif": "secret"}

    found = carried(leading(PREFILL), target(), answers, today=TODAY)

    assert found == {"habite": True, "cout": "500.00", "ne_le": "1990-01-01", "montant": "250.00", "total": 250}


def test_only_what_the_request_accepts_passes():
    given = {"habite": "yes", "cout": "5000.00", "ne_le": "1990-01-01", "calcule": "1.00", "autre": 1, "nom": ""}

    assert checked(target(), given, today=TODAY, lookups=NO_LOOKUPS) == {"ne_le": "1990-01-01"}
