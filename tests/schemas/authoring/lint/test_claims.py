"""What the lint claims of a rule holds for whatever people answer."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.authoring.lint.run import lint
from schemas.compilation.compiled import compile_document
from schemas.problems import tokens_of
from schemas.rules.compiler import compile_rule
from schemas.rules.operators.tables import Table, row_verdict
from schemas.rules.rule import evaluate
from schemas.rules.values import load_value
from tests.runtime.documents import document_of, group, question, text, yes_no
from tests.schemas.rules.strategies import conditions, either_way, variable

TODAY = date(2026, 11, 25)
KEYS = ("a", "b", "c")
CHOICES = [{"const": key, "title": key.upper()} for key in KEYS]

QUESTIONS = [
    text("nom"),
    question("age", {"type": "integer", "minimum": 0, "maximum": 6}, widget="integer"),
    question("prix", {"type": "string"}, widget="money", max="5"),
    yes_no("marie"),
    question("kind", {"type": "string", "oneOf": CHOICES}, widget="single_choice"),
    question("wishes", {"type": "array", "items": {"type": "string", "oneOf": CHOICES}}, widget="several_choices"),
    question("born", {"type": "string", "format": "date"}, widget="date", max="-P3Y"),
    group("enfants", question("petit", {"type": "integer", "minimum": 0, "maximum": 4}, widget="integer")),
    text("fin"),
]
DOCUMENT = document_of({"tout": QUESTIONS})
TYPES = {
    "nom": "str", "age": "num", "prix": "num", "marie": "bool", "kind": "str", "wishes": "list", "born": "date",
    "enfants": "group", "enfants[].petit": "num",
}  # fmt: skip

ORDERS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
EQUALS = st.sampled_from(["==", "!="])
SMALL = st.integers(-1, 7)
MONEY = st.sampled_from([0, 5, {"num": "0.5"}, {"num": "4.999"}, {"num": "-0.01"}])
DAYS = st.sampled_from(["1000-01-01", "2000-02-29", "2023-11-25", "2023-11-26", "2030-01-01"])
YEARS = st.just({"years": [{"var": "born"}, {"var": "@today"}]})
LISTS = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)
ITEMS = ORDERS.flatmap(lambda word: either_way(word, variable("item.petit"), SMALL))

LEAVES = st.one_of(
    variable("marie"),
    st.sampled_from(["nom", "age", "kind", "wishes", "born", "enfants"]).map(lambda name: {"answered": name}),
    ORDERS.flatmap(lambda word: either_way(word, variable("age"), SMALL)),
    ORDERS.flatmap(lambda word: either_way(word, variable("age"), variable("prix"))),
    ORDERS.flatmap(lambda word: either_way(word, variable("prix"), MONEY)),
    ORDERS.flatmap(lambda word: either_way(word, variable("born"), DAYS.map(lambda day: {"date": day}))),
    ORDERS.flatmap(lambda word: either_way(word, YEARS, SMALL)),
    EQUALS.flatmap(lambda word: either_way(word, variable("kind"), st.sampled_from(KEYS))),
    EQUALS.flatmap(lambda word: either_way(word, variable("nom"), st.sampled_from(["ab", "abc", "c"]))),
    st.tuples(variable("kind"), LISTS).map(lambda pair: {"in": list(pair)}),
    st.tuples(st.sampled_from(KEYS), variable("wishes")).map(lambda pair: {"in": list(pair)}),
    st.sampled_from(["has_any", "has_all"]).flatmap(
        lambda word: LISTS.map(lambda keys: {word: [{"var": "wishes"}, keys]})
    ),
    st.sampled_from(["a", "ab", ["abc", "c"]]).map(lambda start: {"starts_with": [{"var": "nom"}, start]}),
    st.tuples(SMALL, SMALL).map(lambda pair: {"between": [{"var": "age"}, *pair]}),
    ORDERS.flatmap(lambda word: either_way(word, st.just({"count": {"var": "wishes"}}), SMALL)),
    st.tuples(st.sampled_from(["any", "all"]), conditions(ITEMS)).map(lambda pair: {pair[0]: ["enfants", pair[1]]}),
)


@st.composite
def answers(draw):
    """Return answers that the questions accept, any of them blank."""
    found = {
        "nom": draw(st.sampled_from([None, "a", "ab", "abc", "abcd", "c", "x"])),
        "age": draw(st.none() | st.integers(0, 6)),
        "prix": draw(st.sampled_from([None, "0.00", "0.50", "4.99", "5.00"])),
        "marie": draw(st.sampled_from([None, True, False])),
        "kind": draw(st.sampled_from([None, *KEYS])),
        "wishes": draw(st.none() | LISTS),
        "born": draw(st.sampled_from([None, "1000-01-01", "2000-02-29", "2020-11-26", "2023-11-25"])),
    }
    values = {name: load_value(answer, TYPES[name]) for name, answer in found.items()}
    petits = draw(st.none() | st.lists(st.none() | st.integers(0, 4), min_size=1, max_size=3))
    items = petits and tuple({"petit": None if each is None else each * 10**6} for each in petits)
    return {**values, "enfants": items or None, "@today": TODAY}


def linted(expr):
    """Return what the lint finds in one check that the answers must meet."""
    check = [{"id": "un", "at": "nom", "expr": expr}]
    rules = {"dialect": 1, "check": check, "messages": {"check/un": {"fail": "Non."}}}
    document = replace(DOCUMENT, source={**DOCUMENT.source, "rules": rules})
    compiled, problems = compile_document(document)
    assert compiled is not None, problems
    return lint(compiled, today=TODAY)


def rule_of(expr, expect="bool"):
    rule, problems = compile_rule(expr, TYPES, expect=expect)
    assert problems == ()
    return rule


def at(expr, pointer):
    for token in tokens_of(pointer)[4:]:
        expr = expr[int(token)] if isinstance(expr, list) else expr[token]
    return expr


def without(expr, tokens):
    """Return a rule whose member of an `and` or `or`, where the tokens lead, says nothing any more."""
    key = int(tokens[0]) if isinstance(expr, list) else tokens[0]
    changed = list(expr) if isinstance(expr, list) else dict(expr)
    if len(tokens) > 2:
        changed[key] = without(expr[key], tokens[1:])
    else:
        changed[key] = [key == "and" if place == int(tokens[1]) else each for place, each in enumerate(expr[key])]
    return changed


NEVER = ("never_true", "part_never_true", "contradiction")
ALWAYS = ("always_true", "part_always_true")
NEEDLESS = ("redundant", "shadowed", "redundant_together", "shadowed_together", "duplicate")


@settings(max_examples=50, deadline=None)
@given(expr=conditions(LEAVES), values=st.lists(answers(), min_size=4, max_size=4))
def test_claims_about_a_condition_hold_for_all_answers(expr, values):
    for found in linted(expr):
        tokens = tokens_of(found.pointer)[4:]
        if {"any", "all"} & set(tokens) or found.code not in (*NEVER, *ALWAYS, *NEEDLESS):
            continue
        place = tokens[:-2] if found.code == "contradiction" else tokens
        part = rule_of(at(expr, "/rules/check/0/expr" + "".join(f"/{token}" for token in place)))
        verdicts = {evaluate(part, each) for each in values}
        if found.code in NEVER:
            assert True not in verdicts
        elif found.code in ALWAYS:
            assert False not in verdicts
        else:
            rest = rule_of(without(expr, tokens))
            whole = rule_of(expr)
            for each in values:
                assert (evaluate(rest, each) is True) is (evaluate(whole, each) is True)


BOUNDS = st.tuples(st.none() | SMALL, st.none() | SMALL).filter(lambda pair: pair != (None, None))
RANGES = BOUNDS.map(lambda pair: {"range": list(pair)})
CELLS = {
    "age": st.none() | SMALL.map(lambda value: {"=": value}) | RANGES,
    "prix": st.none() | RANGES,
    "kind": st.none() | LISTS.map(lambda keys: {"in": keys}),
    "marie": st.none() | st.booleans().map(lambda value: {"=": value}),
}


@st.composite
def tables(draw):
    names = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3, unique=True))
    row = st.tuples(*(CELLS[name] for name in names))
    rows = [
        {"when": list(when), "then": place} for place, when in enumerate(draw(st.lists(row, min_size=1, max_size=6)))
    ]
    hit = draw(st.sampled_from(["first", "unique", "collect-sum"]))
    return {"inputs": [{"var": name} for name in names], "hit": hit, "rows": rows}


def rows_that_fit(table, values):
    """Return the numbers of the rows whose every cell fits, from 1."""
    inputs = [node.run(values) for node in table.inputs]
    return [
        place for place, row in enumerate(table.rows, 1)
        if all(inputs[column] is not None and test(inputs[column]) for column, test in row.tests)
    ]  # fmt: skip


def reached(table, values):
    """Return the number of the first row that is TRUE with none UNKNOWN before it, from 1."""
    verdicts = [row_verdict(row.tests, [node.run(values) for node in table.inputs]) for row in table.rows]
    first = next((place for place, verdict in enumerate(verdicts, 1) if verdict is not False), 0)
    return first if first and verdicts[first - 1] else 0


@settings(max_examples=50, deadline=None)
@given(source=tables(), values=st.lists(answers(), min_size=4, max_size=4))
def test_claims_about_a_table_hold_for_all_answers(source, values):
    expr = {"<=": [{"var": "prix"}, {"table": source}]}
    node = rule_of({"table": source}, expect="num").root
    assert isinstance(node.detail, Table)

    for found in linted(expr):
        if found.code == "gap":
            answered = dict(zip((each["var"] for each in source["inputs"]), found.params["values"], strict=True))
            given_values = {name: load_value(answer, TYPES[name]) for name, answer in answered.items()}
            assert None not in given_values.values()
            assert rows_that_fit(node.detail, given_values) == []
            assert node.run(given_values) is None
        elif found.code == "row_dead":
            assert all(found.params["row"] not in rows_that_fit(node.detail, each) for each in values)
        elif found.code.startswith("row_unreachable"):
            assert all(reached(node.detail, each) != found.params["row"] for each in values)


@settings(max_examples=50, deadline=None)
@given(source=tables(), values=st.lists(answers(), min_size=4, max_size=4))
def test_table_without_a_gap_or_overlap_gives_one_row_to_all_complete_answers(source, values):
    node = rule_of({"table": source}, expect="num").root
    codes = {found.code for found in linted({"<=": [{"var": "prix"}, {"table": source}]})}

    for each in values:
        if all(each[one["var"]] is not None for one in source["inputs"]) and source["hit"] != "collect-sum":
            fitting = len(rows_that_fit(node.detail, each))
            assert fitting > 0 or "gap" in codes
            assert fitting < 2 or source["hit"] == "first" or "rows_overlap" in codes
