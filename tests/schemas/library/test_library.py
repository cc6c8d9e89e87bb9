"""The ready-made procedures: each is whole, in both languages, and keeps what the law asks."""

import json
import re
from pathlib import Path

import pytest

import schemas
from schemas.compilation.compiled import compile_document
from schemas.format.circuit import FINAL_CATEGORIES, Actor, Category, TransitionReason
from schemas.format.document import asked
from schemas.format.reading import read_document
from schemas.format.translations import stale_or_missing, texts_of

FOLDER = Path(schemas.__file__).parent / "library" / "procedures"
KEYS = ("acte-naissance", "aide-velo", "permis-vegetaliser", "signalement-voirie")


@pytest.fixture(params=KEYS)
def document(request):
    return read_document((FOLDER / f"{request.param}.json").read_bytes())[0]


def all_questions(document):
    return [inner for question in document.questions for inner in (question, *question.items)]


def test_library_holds_its_procedures():
    assert sorted(path.stem for path in FOLDER.iterdir()) == list(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_procedure_reads_and_compiles_without_problem(key):
    document, reading_problems = read_document((FOLDER / f"{key}.json").read_bytes())

    assert reading_problems == ()
    assert compile_document(document)[1] == ()
    assert document.key == key


@pytest.mark.parametrize("key", KEYS)
def test_file_is_printed_in_the_one_way_that_diffs_well(key):
    text = (FOLDER / f"{key}.json").read_text(encoding="utf-8")

    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_english_is_complete_and_fresh_and_translates_nothing_else(document):
    translations = document.source["translations"]["en"]

    assert stale_or_missing(document, "en") == {}
    assert set(translations) == set(texts_of(document))


def test_start_sheet_and_privacy_notice_have_their_texts(document):
    addresses = set(texts_of(document))

    assert {"summary", "texts/before", "texts/who", "texts/sent", "privacy/purpose", "privacy/basis"} <= addresses
    assert document.texts["documents"]
    assert document.texts["minutes"] > 0
    assert document.privacy["recipients"]


def test_every_state_is_reached_from_the_first(document):
    circuit = document.circuit
    reached, waiting = set(), [circuit.initial]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [each.target for each in circuit.leaving(state, list(Actor))]

    assert reached == set(circuit.states)


def test_every_open_state_has_a_way_out_for_an_agent(document):
    circuit = document.circuit

    stuck = [
        state.id
        for state in circuit.states.values()
        if not state.is_final and not circuit.leaving(state.id, [Actor.AGENT, Actor.MANAGER])
    ]

    assert stuck == []


def test_every_state_tells_the_person_one_sentence(document):
    texts = [state.text for state in document.circuit.states.values()]

    assert all(re.fullmatch(r"[A-ZÀ-Ý][^.]*\.", text) for text in texts)


def test_person_may_withdraw_as_soon_as_it_is_sent(document):
    circuit = document.circuit

    (withdrawal,) = circuit.leaving(circuit.initial, [Actor.CITIZEN])

    assert circuit.states[withdrawal.target].category is Category.CLOSED


def test_unfavourable_decisions_and_requests_for_items_ask_for_a_reason(document):
    # code of relations between the public and the administration, L114-5 and L211-2 (read November 2026)
    circuit = document.circuit
    named = {Category.REFUSED, Category.WAITING}

    silent = [
        each.id
        for each in circuit.transitions.values()
        if circuit.states[each.target].category in named and each.reason is not TransitionReason.REQUIRED
    ]

    assert silent == []


def test_retention_is_given_for_drafts_and_every_final_category_used(document):
    used = {state.category.value for state in document.circuit.states.values() if state.category in FINAL_CATEGORIES}

    assert set(document.privacy["retention"]) == {"draft", *used}


def test_no_proof_of_address_is_asked(document):
    # code of relations between the public and the administration, R113-8 (read November 2026)
    files = [question for question in document.questions if question.type == "file"]
    read = " ".join(
        [*(f"{question.label} {question.hint}" for question in files), *document.texts["documents"].values()]
    )

    assert not re.search(r"domicile|facture(?! du vélo)|quittance|justificatif d.adresse", read, re.IGNORECASE)


def test_no_certified_copy_is_asked(document):
    # code of relations between the public and the administration, R113-10 (read November 2026)
    assert not re.search(r"certifiée? conforme", " ".join(texts_of(document).values()), re.IGNORECASE)


def test_receipt_has_an_address_to_go_to(document):
    (email,) = [question for question in document.questions if question.type == "email"]

    assert email.required
    assert email.autocomplete == "email"


def test_hints_are_one_short_sentence_without_link(document):
    hints = [question.hint for question in all_questions(document) if question.hint]
    hints += [step.hint for step in document.steps if step.hint]

    assert [hint for hint in hints if not re.fullmatch(r"[^.]{3,110}\.", hint) or "http" in hint] == []


def test_examples_belong_to_nobody(document):
    examples = {question.type: question.example for question in all_questions(document)}

    # numbers that the regulator keeps for fiction (ARCEP, 01 99 00) and the domain kept for examples (RFC 2606)
    assert examples.get("phone", "01 99 00").startswith("01 99 00")
    assert examples["email"].endswith("@example.org")


def test_every_file_question_says_what_it_takes(document):
    files = [question for question in document.questions if question.type == "file"]

    assert files
    assert all({"kinds", "max_files", "max_bytes"} <= set(question.options) for question in files)


def test_indexed_answers_identify_nobody(document):
    # what is indexed is kept in clear beside the encrypted answers
    indexed = {question.type for question in asked(document.questions) if question.is_indexed}

    assert indexed <= {"single_choice", "several_choices", "yes_no"}
