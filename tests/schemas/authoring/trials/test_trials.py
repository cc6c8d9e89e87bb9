"""The tests of a document: what they may expect, and that only a mistake makes them fail."""

from dataclasses import replace
from datetime import date

import pytest

from schemas.authoring.lint.domains import domains_of
from schemas.authoring.lint.readback import Readback
from schemas.authoring.lint.rule_sites import sites_of
from schemas.authoring.lint.space import World
from schemas.authoring.trials.coverage import check_coverage
from schemas.authoring.trials.mutants import mutants_of
from schemas.authoring.trials.mutation import MAX_MUTANTS, check_mutation
from schemas.authoring.trials.run import run_trials
from schemas.authoring.trials.trial import MAX_TRIALS, read_trials
from schemas.compilation.compiled import compile_document
from tests.runtime.documents import document_of, question, text, yes_no

TODAY = date(2026, 11, 25)
KINDS = [{"const": key, "title": key.upper()} for key in ("a", "b")]

LISTED = question("commune", {"type": "object"}, widget="commune", required=False)

STEPS = {
    "un": [
        LISTED,
        yes_no("marie", required=False),
        question("age", {"type": "integer"}, widget="integer", required=False),
        question("kind", {"type": "string", "oneOf": KINDS}, widget="single_choice", required=False),
    ],
    "deux": [text("nom", required=False)],
}
RULES = {
    "dialect": 1,
    "show": {"step/deux": {"var": "marie"}, "choice/kind/b": {">": [{"var": "age"}, 17]}},
    "require": {"nom": {">": [{"var": "age"}, 17]}},
    "check": [{"id": "adulte", "at": "age", "expr": {">=": [{"var": "age"}, 18]}}],
    "computed": {"double": {"*": [{"var": "age"}, 2]}},
    "criteria": [{"id": "petit", "expr": {"<": [{"var": "double"}, 100]}}],
    "messages": {"check/adulte": "Non.", "criteria/petit": "Non."},
}


def compiled(tests, **rules):
    document = document_of(STEPS)
    document = replace(document, source={**document.source, "rules": {**RULES, **rules, "tests": tests}})
    ready, problems = compile_document(document)
    assert problems == ()
    return ready


def run(given, expect, **rules):
    """Return the aspects that differ."""
    results, findings = run_trials(
        compiled([{"name": "essai", "given": given, "expect": expect}], **rules), today=TODAY
    )
    assert len(findings) == sum(len(result.differences) for result in results)
    return [each.aspect for result in results for each in result.differences]


ASPECTS = [
    ({"marie": True, "age": 18}, {"path": ["un", "deux"], "step/deux": True, "section/deux": True}),
    ({"marie": False}, {"path": ["un"], "step/deux": False, "section/deux": False, "question/nom": False}),
    ({"marie": True, "age": 18}, {"question/nom": True, "require/nom": True}),
    ({"marie": True}, {"require/nom": False}),
    ({"age": 18}, {"choice/kind/b": True, "choice/kind/a": True}),
    ({"age": 17}, {"choice/kind/b": False}),
    ({"age": 18}, {"check/adulte": True, "computed/double": 36, "criteria/petit": True, "eligible": True}),
    ({"age": 17}, {"check/adulte": False}),
    ({"age": 50}, {"criteria/petit": False, "eligible": False, "computed/double": "100"}),
    ({}, {"check/adulte": None, "computed/double": None, "criteria/petit": None, "eligible": None}),
    ({"age": None}, {"computed/double": None}),
]


@pytest.mark.parametrize(("given", "expect"), ASPECTS)
def test_test_passes_when_everything_is_as_it_expects(given, expect):
    assert run(given, expect) == []


@pytest.mark.parametrize(
    ("given", "expect"),
    [({"marie": True}, {"path": ["deux", "un"]})]
    + [
        (given, {name: {True: False, False: None, None: True}[value]})
        for given, expect in ASPECTS
        for name, value in expect.items()
        if not name.startswith("computed/") and (value is None or isinstance(value, bool))
    ],
)
def test_test_fails_on_whatever_is_not_as_it_expects(given, expect):
    assert run(given, expect) == list(expect)


def test_day_of_the_test_is_the_day_of_its_rules():
    criteria = [{"id": "petit", "expr": {"<": [{"var": "@today"}, {"date": "2027-01-01"}]}}]

    assert run({"@today": "2026-12-31"}, {"criteria/petit": True}, criteria=criteria) == []
    assert run({"@today": "2027-01-01"}, {"criteria/petit": False}, criteria=criteria) == []
    assert run({}, {"criteria/petit": True}, criteria=criteria) == []


@pytest.mark.parametrize("tests", ["x", {}, 3, None])
def test_tests_of_another_shape_are_told(tests):
    assert [each.code for each in read_trials(compiled(tests), today=TODAY)[1]] == ["bad_trials"]


@pytest.mark.parametrize(
    "test",
    [
        None, [], "x", {}, {"name": "a"}, {"name": "a", "expect": {}}, {"name": " ", "expect": {"eligible": True}},
        {"name": "a", "expect": []}, {"name": "a", "given": [], "expect": {"eligible": True}},
        {"name": 3, "expect": {"eligible": True}}, {"name": "a", "expect": {"eligible": True}, "more": 1},
    ],
)  # fmt: skip
def test_test_of_another_shape_is_told(test):
    trials, findings = read_trials(compiled([test]), today=TODAY)

    assert (trials, [each.code for each in findings]) == ((), ["bad_trial"])


@pytest.mark.parametrize("answer", [True, "x", [], {"a": 1}, 1.5, 2**53 - 1, "9" * 1000])
def test_hostile_answers_are_told_or_blank(answer):
    findings = read_trials(
        compiled([{"name": "a", "given": {"age": answer}, "expect": {"path": ["un"]}}]), today=TODAY
    )[1]

    assert {each.code for each in findings} <= {"trial_bad_answer"}


def test_more_tests_than_people_read_are_refused():
    test = {"name": "a", "expect": {"path": ["un"]}}

    assert read_trials(compiled([test] * MAX_TRIALS), today=TODAY)[1] == ()
    assert [each.code for each in read_trials(compiled([test] * (MAX_TRIALS + 1)), today=TODAY)[1]] == [
        "too_many_trials"
    ]


def test_mistakes_are_put_at_each_threshold_bound_and_row():
    cells = [{"when": [{"range": [0, 10]}], "then": 1}, {"when": [None], "then": {"var": "age"}}]
    table = {"table": {"inputs": [{"var": "age"}], "hit": "first", "rows": cells}}
    ready = compiled([], computed={"double": {"if": [{"<": [{"var": "age"}, 3]}, 0, table]}})
    (site,) = [site for site in sites_of(ready) if site.address == "computed/double"]

    found = list(mutants_of(site, World(domains_of(ready, TODAY)), Readback(ready.document)))

    codes = [(each.finding.code, each.finding.pointer.removeprefix("/rules/computed/double/if/")) for each in found]
    assert codes == [
        *[("threshold_unnoticed", "0")] * 2,
        ("row_unnoticed", "2/table/rows/0"),
        ("row_unnoticed", "2/table/rows/1"),
        *[("bound_unnoticed", "2/table/rows/0")] * 4,
    ]
    assert [each.expr["if"][0]["<"][1] for each in found[:2]] == [{"num": "2"}, {"num": "4"}]
    assert found[2].expr["if"][2]["table"]["rows"][0]["then"] == {"+": [1, 1]}
    assert found[-1].expr["if"][2]["table"]["rows"][0]["when"] == [{"range": [0, {"num": "11"}]}]


def test_no_more_mistakes_are_tried_than_is_bearable(monkeypatch):
    tried = []
    monkeypatch.setattr("schemas.authoring.trials.mutation.is_noticed", lambda *args: tried.append(args) or True)
    rows = [{"when": [{"range": [place, place + 1]}], "then": place} for place in range(200)]
    table = {"table": {"inputs": [{"var": "age"}], "hit": "first", "rows": rows}}

    assert list(check_mutation(compiled([], computed={"double": table}), [], today=TODAY)) == []
    assert len(tried) == MAX_MUTANTS


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ({"code": "99999", "name": "Fontclaire"}, []),
        ({"code": "Fontclaire", "name": "Fontclaire"}, ["trial_bad_answer"]),
        ({"code": "99999"}, ["trial_bad_answer"]),
        ("99999", ["trial_bad_answer"]),
    ],
)
def test_entry_of_a_list_is_taken_as_given_whatever_lists_hold(answer, codes):
    tests = [{"name": "essai", "given": {"commune": answer}, "expect": {"criteria/petit": None}}]

    assert [each.code for each in read_trials(compiled(tests), today=TODAY)[1]] == codes


def test_row_after_one_that_is_not_known_is_not_reached():
    cells = [{"when": [{"=": 3}, None], "then": 1}, {"when": [None, {"=": True}], "then": 2}]
    table = {"inputs": [{"var": "age"}, {"var": "marie"}], "hit": "first", "rows": cells}
    tests = [{"name": "a", "given": {"marie": True}, "expect": {"path": ["un", "deux"]}}]
    ready = compiled(tests, computed={"double": {"table": table}})

    trials, _ = read_trials(ready, today=TODAY)

    untried = [each.params["row"] for each in check_coverage(ready, trials) if each.code == "row_untried"]
    assert untried == [1, 2]
