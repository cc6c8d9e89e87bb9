"""The budgets of a whole document: its rules together, its patterns together (bar W2)."""

import pytest

from schemas.compilation.compiled import compile_document
from schemas.compilation.context import MAX_DOCUMENT_STEPS
from schemas.rules.values import MAX_ITEMS
from tests.runtime.documents import document_of, group, question, text

HEAVY = {"or": [{"<": [{"var": "age"}, number]} for number in range(400)]}
AGE = question("age", {"type": "integer"})


def codes(document):
    return [(problem.code, problem.pointer) for problem in compile_document(document)[1]]


def with_checks(count, expr, at="age", questions=(AGE,)):
    rules = {
        "dialect": 1,
        "check": [{"id": f"c{number}", "at": at, "expr": expr} for number in range(count)],
        "messages": {f"check/c{number}": "Non." for number in range(count)},
    }
    return document_of({"un": list(questions)}, rules=rules)


def test_rules_that_take_too_much_work_together_are_refused():
    assert codes(with_checks(205, HEAVY)) == []
    assert codes(with_checks(210, HEAVY)) == [("too_much_work", "/rules")]


def test_a_rule_on_each_item_counts_once_an_item():
    children = group("enfants", question("annees", {"type": "integer"}))
    expr = {"or": [{"<": [{"var": "item.annees"}, number]} for number in range(400)]}
    most = MAX_DOCUMENT_STEPS // (3 * 400 * MAX_ITEMS)

    assert codes(with_checks(most, expr, "enfants.annees", (children,))) == []
    assert codes(with_checks(most + 1, expr, "enfants.annees", (children,))) == [("too_much_work", "/rules")]


@pytest.mark.parametrize(("length", "expected"), [(250, []), (20_000, [("too_much_work", "/data")])])
def test_patterns_count_with_the_length_of_their_texts(length, expected):
    schema = {"type": "string", "pattern": "[a-z]{500}y", "maxLength": length}
    texts = [question(f"t{number}", schema, widget="long_text") for number in range(3)]

    assert codes(document_of({"un": [text("nom"), *texts]})) == expected
