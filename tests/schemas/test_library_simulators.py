"""The ready-made simulators: whole in both languages, and each of their tests gives what it expects."""

import json
from datetime import date
from pathlib import Path

import pytest

import schemas
from schemas.compiled import compile_document
from schemas.eligibility import judge
from schemas.journey import names_of, plan_journey
from schemas.reading import parse_document, read_document
from schemas.rules.rule import evaluate
from schemas.rules.values import format_num
from schemas.texts import stale_or_missing, texts_of

FOLDER = Path(schemas.__file__).parent / "library" / "simulators"
KEYS = tuple(sorted(path.stem for path in FOLDER.iterdir()))


def source_of(key):
    return json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8"))


@pytest.fixture(params=KEYS)
def document(request):
    return read_document((FOLDER / f"{request.param}.json").read_bytes())[0]


@pytest.mark.parametrize("key", KEYS)
def test_simulator_reads_and_compiles_without_problem(key):
    document, problems = read_document((FOLDER / f"{key}.json").read_bytes())

    assert problems == ()
    assert compile_document(document)[1] == ()
    assert document.key == key
    assert document.is_simulator


@pytest.mark.parametrize("key", KEYS)
def test_file_is_printed_in_the_one_way_that_diffs_well(key):
    text = (FOLDER / f"{key}.json").read_text(encoding="utf-8")

    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_english_is_complete_and_fresh_and_translates_nothing_else(document):
    assert stale_or_missing(document, "en") == {}
    assert set(document.source["translations"]["en"]) == set(texts_of(document))


def test_every_criterion_and_amount_has_its_legal_source(document):
    ready, _ = compile_document(document)

    assert [each.id for each in ready.criteria if not each.title] == []
    assert [each.amount.id for each in ready.amounts if not each.amount.title] == []


def test_every_value_of_a_parameter_has_its_reference(document):
    params = document.rules.get("params", {})

    assert [name for name, each in params.items() for value in each["values"] if not value.get("ref")] == []


CASES = [
    pytest.param(key, case, id=f"{key}: {case['name']}") for key in KEYS for case in source_of(key)["rules"]["tests"]
]
READY = {key: compile_document(parse_document(source_of(key))[0])[0] for key in KEYS}


def found_for(ready, case):
    """Return what the document makes of a case, under the names that its test expects."""
    today = date.fromisoformat(case["given"]["@today"])
    answers = {name: answer for name, answer in case["given"].items() if name != "@today"}
    journey = plan_journey(ready, answers, today=today)
    names = names_of(ready, journey.answers, today=today)
    eligibility = judge(ready, names, today=today)
    verdicts = {f"criteria/{each.id}": True for each in eligibility.met}
    verdicts |= {f"criteria/{each.id}": False for each in eligibility.failing}
    computed = {each.name: written(evaluate(each.rule, names)) for each in ready.computed}
    return {**{f"criteria/{each.id}": None for each in eligibility.unknown}, **verdicts, **computed}


def written(value):
    if isinstance(value, int) and not isinstance(value, bool):
        return format_num(value)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(("key", "case"), CASES)
def test_each_test_of_the_document_gives_what_it_expects(key, case):
    found = found_for(READY[key], case)

    expected = {name: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
                for name, value in case["expect"].items()}  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("key", KEYS)
def test_each_criterion_is_seen_true_false_and_unknown(key):
    ready = READY[key]
    seen = {}
    for case in source_of(key)["rules"]["tests"]:
        for name, value in case["expect"].items():
            seen.setdefault(name, set()).add(value)

    assert [each.id for each in ready.criteria if not seen.get(f"criteria/{each.id}", set()) >= {True, False}] == []
