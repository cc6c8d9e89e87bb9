"""What holds for every rule: a verdict of three, and no definite verdict that a further answer overturns."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.rules.compiler import compile_rule
from schemas.rules.operators.dates import years
from schemas.rules.operators.registry import OPERATORS
from schemas.rules.rule import evaluate
from schemas.rules.values import RULE_TYPES, SCALE, load_value
from tests.schemas.rules.strategies import TYPES, answer_of, answers_objects, conditions, said_leaves, unsaid_leaves

ANY_CONDITION = conditions(said_leaves() | unsaid_leaves())
DATES = st.dates(date(1890, 1, 1), date(2110, 12, 31))
TODAY = date(2026, 11, 22)


def values_of(answers):
    return {name: load_value(answer_of(answers, name), kind) for name, kind in TYPES.items()} | {"@today": TODAY}


@settings(max_examples=200, deadline=None)
@given(ANY_CONDITION, answers_objects())
def test_condition_is_true_false_or_unknown(expr, answers):
    rule, _ = compile_rule(expr, TYPES)

    verdict = evaluate(rule, values_of(answers))

    assert verdict is True or verdict is False or verdict is None
    assert evaluate(rule, values_of(answers)) is verdict


@settings(max_examples=200, deadline=None)
@given(
    ANY_CONDITION.filter(lambda expr: "answered" not in str(expr)), answers_objects(), st.sampled_from(sorted(TYPES))
)
def test_blank_that_is_filled_in_never_overturns_a_verdict(expr, answers, forgotten):
    rule, _ = compile_rule(expr, TYPES)
    before = evaluate(rule, values_of(answers) | {forgotten: None})

    after = evaluate(rule, values_of(answers))

    assert before is None or before is after


@settings(max_examples=200, deadline=None)
@given(ANY_CONDITION, answers_objects())
def test_rule_reads_only_the_names_that_it_tells(expr, answers):
    rule, _ = compile_rule(expr, TYPES)
    values = values_of(answers)

    told = {name: value for name, value in values.items() if name in rule.names}

    assert evaluate(rule, told) is evaluate(rule, values)


@given(DATES, DATES)
def test_years_are_as_many_one_way_as_the_other(start, end):
    assert years(start, end) == -years(end, start)


@given(DATES, st.integers(0, 100))
def test_birthday_is_the_first_day_of_a_year_of_age(born, age):
    try:
        birthday = born.replace(year=born.year + age)
    except ValueError:  # 29 February in a common year
        birthday = date(born.year + age, 3, 1)

    assert years(born, birthday) == age * SCALE
    assert age == 0 or years(born, date.fromordinal(birthday.toordinal() - 1)) == (age - 1) * SCALE


@pytest.mark.parametrize("word", OPERATORS)
def test_every_signature_suits_the_arity_and_the_types(word):
    line = OPERATORS[word]

    assert line.most is None or line.least <= line.most
    for signature in line.signatures:
        assert {*signature.takes, signature.gives} <= set(RULE_TYPES)
        assert line.takes(len(signature.takes))
