"""The vectors that every evaluator of the rule language must pass; they are shared with the one in JavaScript."""

import json
from collections import Counter
from pathlib import Path

import pytest

from schemas.rules.compiler import compile_rule
from schemas.rules.legal_params import compile_params
from schemas.rules.operators.registry import OPERATORS
from schemas.rules.rule import evaluate
from schemas.rules.special_forms import FORMS
from schemas.rules.values import TODAY, load_value, load_values

FILES = sorted((Path(__file__).parent.parent / "vectors").glob("*.json"))
READ = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in FILES]
VECTORS = [
    pytest.param(vector, id=f"{stem}: {vector['name']}") for stem, content in READ for vector in content["vectors"]
]
WORDS = {*OPERATORS, *FORMS}
ACCEPTED = [vector for vector in VECTORS if "value" in vector.values[0]]
REFUSED = [vector for vector in VECTORS if "problems" in vector.values[0]]


def compiled(vector):
    params, problems = compile_params(vector.get("params", {}))
    assert problems == ()
    return compile_rule(vector["rule"], vector["types"], params=params, expect=vector.get("expect", "bool"))


@pytest.mark.parametrize("vector", ACCEPTED)
def test_rule_has_the_value_of_the_vector(vector):
    expect = vector.get("expect", "bool")
    values = load_values(vector["answers"] | {TODAY: vector.get("today")}, vector["types"] | {TODAY: "date"})

    rule, problems = compiled(vector)

    assert problems == ()
    assert evaluate(rule, values) == load_value(vector["value"], expect)


@pytest.mark.parametrize("vector", REFUSED)
def test_rule_has_the_problems_of_the_vector(vector):
    rule, problems = compiled(vector)

    assert rule is None
    assert [{"code": found.code, "pointer": found.pointer} for found in problems] == vector["problems"]


def test_each_operator_has_at_least_twenty_vectors():
    counts = Counter({content["operator"]: len(content["vectors"]) for _, content in READ})

    assert {word: counts[word] for word in WORDS if counts[word] < 20} == {}


def test_each_operator_has_a_vector_of_its_own_file_where_it_is_unknown():
    unknown = {
        content["operator"]
        for _, content in READ
        if any(vector.get("value", "") is None for vector in content["vectors"])
    }

    assert WORDS - unknown == {"answered"}


def test_vectors_are_either_accepted_or_refused():
    assert len(ACCEPTED) + len(REFUSED) == len(VECTORS)
