"""The ready-made simulators: whole in both languages, and each of their tests gives what it expects."""

import json
from datetime import date
from pathlib import Path

import pytest

import schemas
from schemas.authoring.publishable import check
from schemas.authoring.trials.run import run_trials
from schemas.authoring.trials.trial import read_trials
from schemas.compilation.compiled import compile_document
from schemas.format.reading import parse_document, read_document
from schemas.format.simulation import VERDICTS
from schemas.format.translations import stale_or_missing, texts_of
from schemas.simulation.assessment import assess

FOLDER = Path(schemas.__file__).parent / "library" / "simulators"
TODAY = date(2026, 11, 25)
#: Verdicts that a simulator never gives: the bicycle grants ask for an age in years, which no day settles.
NEVER = {"aide-velo": {"later"}}
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
    compiled, _ = compile_document(document)

    assert [each.id for each in compiled.criteria if not each.title] == []
    assert [each.amount.id for each in compiled.amounts if not each.amount.title] == []


def test_every_value_of_a_parameter_has_its_reference(document):
    params = document.rules.get("params", {})

    assert [name for name, each in params.items() for value in each["values"] if not value.get("ref")] == []


READY = {key: compile_document(parse_document(source_of(key))[0])[0] for key in KEYS}


@pytest.mark.parametrize("key", KEYS)
def test_simulator_may_be_published_and_nothing_in_it_is_a_pity(key):
    checked = check(parse_document(source_of(key))[0], today=TODAY)

    assert checked.problems == ()
    assert checked.warnings == ()


@pytest.mark.parametrize("key", KEYS)
def test_each_test_of_the_document_gives_what_it_expects(key):
    results, wrong = run_trials(READY[key], today=TODAY)

    assert wrong == ()
    assert len(results) == len(source_of(key)["rules"]["tests"])
    assert all(result.is_green for result in results)


@pytest.mark.parametrize("key", KEYS)
def test_every_verdict_is_reached_by_a_test_of_the_document(key):
    trials, _ = read_trials(READY[key], today=TODAY)
    met = {assess(READY[key], trial.given, today=trial.today).verdict for trial in trials}

    assert met == set(VERDICTS) - NEVER.get(key, set())


@pytest.mark.parametrize("key", KEYS)
def test_each_criterion_is_seen_true_false_and_unknown(key):
    compiled = READY[key]
    seen = {}
    for case in source_of(key)["rules"]["tests"]:
        for name, value in case["expect"].items():
            seen.setdefault(name, set()).add(value)

    assert [each.id for each in compiled.criteria if not seen.get(f"criteria/{each.id}", set()) >= {True, False}] == []
