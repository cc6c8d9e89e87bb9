"""The rules that are measured are those that their names say, and the other evaluator agrees with them."""

import json

import pytest
from datalogic_py import Engine

from cms.bench.options import Options
from cms.bench.report import report_text
from cms.bench.rules import ANSWERS, VALUES, cases, measure_rules
from schemas.rules.rule import evaluate
from schemas.rules.values import SCALE


@pytest.mark.parametrize("name", ["equality", "ten clauses", "table of 20 rows", "400 small rules"])
def test_both_evaluators_give_the_same(name):
    case, engine = cases()[name], Engine()

    ours = [evaluate(rule, VALUES) for rule in case.rules]

    assert len(ours) == len(case.theirs)
    theirs = [json.loads(engine.eval_str(json.dumps(expr), json.dumps(ANSWERS))) for expr in case.theirs]
    assert [value if isinstance(value, bool) else value // SCALE for value in ours] == theirs


def test_heaviest_rule_looks_at_every_item():
    (rule,) = cases()["heaviest accepted"].rules

    assert evaluate(rule, VALUES) == 100 * SCALE


def test_each_case_is_measured_and_told(tmp_path):
    part = measure_rules(Options(repeats=1), tmp_path)

    lines = report_text({"database": "sqlite", "rules": part}).splitlines()

    assert [line[:20].strip() for line in lines[4:]] == list(cases())
    assert part["cases"]["equality"]["ratio"] > 0
    assert part["cases"]["age"]["ratio"] is None
