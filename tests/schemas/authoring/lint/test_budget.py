"""The lint of the largest documents is bounded in work, and says so when it stops."""

from dataclasses import replace
from datetime import date

import pytest

from schemas.authoring.lint import run
from schemas.authoring.lint.boxes import Budget, TooMuchWork, difference, meet
from schemas.compilation.compiled import compile_document
from tests.runtime.documents import document_of, question

TODAY = date(2026, 11, 25)
NAMES = "abcdefgh"
DOCUMENT = document_of({"un": [question(name, {"type": "integer", "minimum": 0}, widget="integer") for name in NAMES]})


def compiled(**rules):
    source = {**DOCUMENT.source, "rules": {"dialect": 1, **rules}}
    ready, problems = compile_document(replace(DOCUMENT, source=source))
    assert problems == ()
    return ready


def checks(*exprs):
    listed = [{"id": f"c{place}", "at": "a", "expr": expr} for place, expr in enumerate(exprs)]
    return compiled(check=listed, messages={f"check/{each['id']}": "Non." for each in listed})


def spent(monkeypatch, ready):
    """Return the work that the lint of a document took, rule by rule, and what it found."""
    budgets = []

    def budget(left):
        budgets.append((left, Budget(left)))
        return budgets[-1][1]

    monkeypatch.setattr(run, "Budget", budget)
    codes = [each.code for each in run.lint(ready, today=TODAY)]
    return [left - each.left for left, each in budgets], codes


def ranges(place):
    return [{"range": [place * 7 % 40, place * 7 % 40 + 3 + column + place % 5]} for column in range(8)]


def test_table_of_twenty_rows_and_three_columns_takes_a_hundredth_of_a_rule(monkeypatch):
    rows = [{"when": ranges(place)[:3], "then": place} for place in range(20)]
    table = {"inputs": [{"var": name} for name in "abc"], "hit": "first", "rows": rows}

    (work,), _ = spent(monkeypatch, compiled(computed={"x": {"table": table}}))

    assert work < run.RULE_BUDGET / 10


@pytest.mark.parametrize("hit", ["first", "unique"])
def test_largest_table_stays_within_the_work_of_a_rule(monkeypatch, hit):
    rows = [{"when": ranges(place), "then": place} for place in range(200)]
    table = {"inputs": [{"var": name} for name in NAMES], "hit": hit, "rows": rows}

    (work,), codes = spent(monkeypatch, compiled(computed={"x": {"table": table}}))

    assert work <= run.RULE_BUDGET
    assert "gap" in codes


def test_condition_that_explodes_is_given_up(monkeypatch):
    expr = {"and": [{"or": [{"==": [{"var": name}, place]} for name in NAMES]} for place in range(60)]}

    works, codes = spent(monkeypatch, checks(expr))

    assert (len(works), codes) == (1, [])
    assert works[0] <= run.RULE_BUDGET


def test_document_with_too_many_rules_is_told_that_some_were_not_looked_at(monkeypatch):
    every = [{"and": [{">=": [{"var": name}, place + 1]} for name in NAMES]} for place in range(500)]

    works, codes = spent(monkeypatch, checks(*every))

    assert codes == ["not_all_checked"]
    assert sum(works) <= run.DOCUMENT_BUDGET
    assert len(works) < 500


def test_operations_on_boxes_stop_before_they_pass_the_budget():
    many = [{"x": 1 << place} for place in range(100)]

    for act in (
        lambda: meet(many, many, Budget(1_000)),
        lambda: difference(many, many, {"x": (1 << 100) - 1}, Budget(1_000)),
    ):
        with pytest.raises(TooMuchWork):
            act()
