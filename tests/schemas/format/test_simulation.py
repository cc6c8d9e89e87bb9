"""The document of a simulator: what it may hold, and every mistake told with its place."""

import pytest

from schemas.compilation.compiled import compile_document
from schemas.format.reading import parse_document
from schemas.format.translations import texts_of
from tests.runtime.documents import files, source_of, text
from tests.schemas.simulation.documents import SIMULATION, SOURCE, simulator, simulator_source


def test_a_simulator_has_no_circuit_and_a_procedure_no_simulation():
    compiled = simulator()

    assert compiled.document.is_simulator
    assert compiled.document.circuit.states == {}
    assert compiled.document.simulation.documents == ("La facture",)
    assert compiled.document.simulation.embed == ("https://autre.example",)


def told(**changes):
    _, problems = parse_document(simulator_source(**changes))
    return [(problem.code, problem.pointer) for problem in problems]


def amount(**changes):
    return [{**SIMULATION["amounts"][0], **changes}]


OUTCOMES = SIMULATION["outcomes"]
MISTAKES = [
    ("unknown_part_of_simulation", "/amount", {"amount": []}),
    ("not_a_list", "/amounts", {"amounts": {}}),
    ("missing_id", "/amounts/0", {"amounts": [3]}),
    ("repeated_id", "/amounts/1", {"amounts": amount() + amount()}),
    ("missing_text", "/amounts/0/label", {"amounts": amount(label="")}),
    ("not_a_text", "/amounts/0/unit", {"amounts": amount(unit=3)}),
    ("unknown_period", "/amounts/0/period", {"amounts": amount(period="week")}),
    ("not_a_link", "/amounts/0/source/url", {"amounts": amount(source={**SOURCE, "url": "http://x"})}),
    ("not_an_object", "/amounts/0/source", {"amounts": amount(source=[])}),
    ("unknown_verdict", "/outcomes/maybe", {"outcomes": {**OUTCOMES, "maybe": {}}}),
    ("missing_outcome", "/outcomes", {"outcomes": {k: v for k, v in OUTCOMES.items() if k != "later"}}),
    ("missing_text", "/outcomes/later/title", {"outcomes": {**OUTCOMES, "later": {}}}),
    ("not_an_object", "/conditions", {"conditions": ["x"]}),
    ("missing_text", "/documents/facture", {"documents": {"facture": " "}}),
    ("missing_text", "/notice/purpose", {"notice": {"operations": "x"}}),
    ("missing_text", "/notice/operations", {"notice": {"purpose": "x"}}),
    ("bad_name", "/request/procedure", {"request": {"procedure": "É"}}),
    ("not_an_object", "/request/prefill", {"request": {"procedure": "x", "prefill": []}}),
    ("not_a_text", "/request/prefill/a", {"request": {"procedure": "x", "prefill": {"a": 1}}}),
    ("not_origins", "/embed", {"embed": "https://autre.example"}),
    ("not_an_origin", "/embed/0", {"embed": ["https://autre.example/page"]}),
    ("not_an_origin", "/embed/0", {"embed": ["*"]}),
    ("not_an_origin", "/embed/0", {"embed": ["https://autre.example; script-src *"]}),
]


@pytest.mark.parametrize(
    ("code", "pointer", "change"), MISTAKES, ids=[f"{code} {pointer}" for code, pointer, _ in MISTAKES]
)
def test_a_mistake_is_told_at_its_place(code, pointer, change):
    assert told(simulation=change) == [(code, f"/simulation{pointer}")]


@pytest.mark.parametrize("name", ["circuit", "reference", "privacy", "availability"])
def test_a_simulator_has_nothing_of_a_procedure(name):
    assert told(**{name: {}}) == [("not_of_this_kind", f"/{name}")]


def test_a_procedure_has_no_simulation():
    _, problems = parse_document(source_of({"un": [text("nom")]}, simulation=SIMULATION))

    assert [(problem.code, problem.pointer) for problem in problems] == [("not_of_this_kind", "/simulation")]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("not_in_simulator", {"steps": {"un": [files("piece")]}, "rules": {"criteria": [], "computed": {"aide": 1}}}),
        ("type_mismatch", {"simulation": {"amounts": amount(value={"var": "resident"})}}),
        ("type_mismatch", {"simulation": {"amounts": amount(when={"var": "prix"})}}),
        ("unknown_name", {"simulation": {"amounts": amount(value={"var": "poids"})}}),
    ],
)
def test_what_no_simulator_computes_is_told(code, changes):
    document, _ = parse_document(simulator_source(**changes))

    assert {problem.code for problem in compile_document(document)[1]} == {code}


def test_every_text_of_a_simulation_can_be_translated():
    addresses = set(texts_of(simulator().document))

    assert {
        "simulation/amounts/aide/label", "simulation/amounts/aide/unit", "simulation/outcomes/later/title",
        "simulation/outcomes/later/text", "simulation/conditions/usage", "simulation/documents/facture",
        "simulation/notice/purpose", "simulation/notice/operations", "messages/criteria/resident",
        "messages/criteria/resident/label", "messages/criteria/resident/advice", "messages/computed/aide/label",
        "params/plafond/title",
    } <= addresses  # fmt: skip
