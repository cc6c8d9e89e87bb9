"""The vectors shared by both evaluators, here in JavaScript."""

from schemas.rules.values import TODAY, load_value
from tests.node.scripts import in_json, module_in, values_in_script
from tests.schemas.rules.test_vectors import ACCEPTED, READ


def vectors():
    return [(stem, vector) for stem, content in READ for vector in content["vectors"] if "value" in vector]


def case_of(vector):
    answers = vector["answers"] | {TODAY: vector.get("today")}
    return vector["rule"], vector["types"], answers, vector.get("params", {})


def failures(module):
    """Return the names of the vectors that the evaluator does not pass."""
    found = values_in_script(module, [case_of(vector) for _, vector in vectors()])
    told = zip(vectors(), found, strict=True)
    return [f"{stem}: {vector['name']}: {value}" for (stem, vector), value in told if value != expected(vector)]


def expected(vector):
    return in_json(load_value(vector["value"], vector.get("expect", "bool")))


def test_script_gives_the_value_of_every_vector(tmp_path):
    assert len(vectors()) == len(ACCEPTED)
    assert failures(module_in(tmp_path)) == []
