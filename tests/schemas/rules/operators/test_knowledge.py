"""What other modules know of each operator: a new one has a row here, so that none of these tables forgets it.

`strict`: blank as soon as an operand is (the lint). `num`, `date`: what it gives (the space of the lint). `one-way`:
moves one way with each operand (turning points). `grouped`: needs brackets as an operand (speech). `cause`: can be
UNKNOWN with operands that are known (faults).
"""

import pytest

from schemas.authoring.lint.space import _TYPES
from schemas.authoring.lint.terms import STRICT
from schemas.rules.faults import CAUSES
from schemas.rules.operators.registry import OPERATORS
from schemas.rules.special_forms import FORMS
from schemas.rules.speech.voice import _GROUPED
from schemas.rules.turning_point import ONE_WAY

KNOWN = {
    "and": "", "or": "", "!": "", "answered": "", "any": "", "all": "", "param": "",
    "==": "strict one-way", "!=": "strict one-way", "between": "strict one-way",
    "<": "strict one-way", "<=": "strict one-way", ">": "strict one-way", ">=": "strict one-way",
    "in": "strict", "has_any": "strict", "has_all": "strict", "starts_with": "strict", "count": "strict num",
    "+": "strict num one-way grouped cause", "-": "strict num one-way grouped cause",
    "*": "strict num one-way grouped cause", "/": "strict num grouped cause",
    "min": "num one-way grouped", "max": "num one-way grouped",
    "round": "strict num one-way cause", "floor": "strict num one-way cause", "ceil": "strict num one-way cause",
    "years": "strict num one-way", "months": "strict num one-way", "days": "strict num one-way",
    "add_days": "strict date one-way cause", "add_months": "strict date one-way cause",
    "add_years": "strict date one-way cause",
    "first_of_month": "strict date one-way", "first_of_year": "strict date one-way",
    "count_if": "num", "sum_of": "num",
    "if": "grouped", "table": "grouped cause", "scale": "grouped cause",
}  # fmt: skip


def known_of(word):
    facts = {
        "strict": word in STRICT, "num": _TYPES.get(word) == "num", "date": _TYPES.get(word) == "date",
        "one-way": word in ONE_WAY, "grouped": word in _GROUPED, "cause": word in CAUSES,
    }  # fmt: skip
    return " ".join(fact for fact, holds in facts.items() if holds)


def test_every_operator_has_a_row():
    assert KNOWN.keys() == {*OPERATORS, *FORMS}


@pytest.mark.parametrize("word", KNOWN)
def test_other_modules_know_of_an_operator_what_its_row_says(word):
    assert known_of(word) == KNOWN[word]
