"""No JSON makes reading or compiling raise; what passes has the shapes that pages rely on."""

import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from schemas.answers.data_schema import data_schema
from schemas.answers.journey import plan_journey
from schemas.canonical import canonical_text
from schemas.compilation.compiled import compile_document
from schemas.format.reading import read_document
from schemas.format.translations import stale_or_missing, texts_of, translated
from schemas.problems import Problem
from tests.schemas.mutations import VALUES, mutated_sources

TODAY = date(2026, 11, 22)
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


def run(text):
    """Read a document and use it in each of its languages. Returns its problems, those of compiling included."""
    document, problems = read_document(text)
    assert (document is None) == bool(problems)
    if document is None:
        return problems
    found = []
    for language in document.languages:
        compiled, problems = compile_document(translated(document, language), language=language)
        assert (compiled is None) == bool(problems)
        found += problems
        if compiled is not None:
            use(compiled)
        stale_or_missing(document, language)
    return tuple(found)


def use(compiled):
    """Do with a compiled document what the runtime does, and check the shapes that its pages take for granted."""
    assert plan_journey(compiled, {}, today=TODAY).steps
    Draft202012Validator.check_schema(data_schema(compiled))
    assert read_document(canonical_text(compiled.document.source))[0] == compiled.document
    assert all(isinstance(text, str) and text for text in texts_of(compiled.document).values())
    assert_texts(compiled.document)
    assert_questions(compiled.document)


def assert_texts(document):
    texts, privacy = document.texts, document.privacy
    circuit = document.circuit
    said = [document.title, document.summary, privacy["purpose"], privacy["basis"], *privacy["retention"].values()]
    said += [texts.get(name, "") for name in ("before", "who", "sent")] + list(texts.get("documents", {}).values())
    said += [each["label"] for each in privacy.get("recipients", [])]
    said += [each.label for each in (*circuit.states.values(), *circuit.transitions.values())]
    said += [each.text for each in circuit.states.values()]

    assert all(isinstance(text, str) for text in said)
    assert isinstance(texts.get("minutes", 1), int)
    assert len({step.id for step in document.steps}) == len(document.steps)
    assert circuit.initial in circuit.states


def assert_questions(document):
    keys = [question.key for question in document.questions]
    assert len(set(keys)) == len(keys)
    for question in document.questions:
        for each in (question, *question.items):
            shown = [each.options.get(name, "") for name in ("hint", "example", "item_label", "autocomplete")]
            assert all(isinstance(text, str) for text in [*shown, each.schema["title"]])
            assert all(value and title for value, title in each.choices)


def problem_is_well_made(problem):
    return isinstance(problem, Problem) and problem.pointer[:1] in ("", "/") and problem.code.islower()


@SLOW
@given(mutated_sources())
def test_documents_changed_at_random_give_problems_and_never_raise(source):
    problems = run(json.dumps(source))

    assert all(problem_is_well_made(problem) for problem in problems)


@SLOW
@given(VALUES)
def test_any_json_gives_problems(value):
    assert run(json.dumps(value))


@SLOW
@given(st.binary(max_size=40))
def test_any_bytes_give_problems(content):
    assert run(content)
