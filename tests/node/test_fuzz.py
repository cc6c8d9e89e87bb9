"""Both evaluators give the same values to rules and answers made at random (GUICHET_RULE_CASES: how many)."""

import os
from collections import Counter

from tests.node.fuzz import cases, differences
from tests.node.scripts import module_in

CASES = int(os.environ.get("GUICHET_RULE_CASES", "10000"))
SEED = int(os.environ.get("GUICHET_RULE_SEED", "4"))


def test_evaluators_never_differ(tmp_path):
    assert differences(module_in(tmp_path), cases(CASES, SEED)) == []


def test_cases_are_of_every_verdict_and_word():
    made = list(cases(2000, SEED))
    verdicts = Counter(str(value) for _, _, value in made)

    assert min(verdicts["True"], verdicts["False"], verdicts["None"]) > 100
    assert len({value for _, _, value in made if isinstance(value, str)}) > 150
