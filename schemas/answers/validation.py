"""The strict check of final answers before they are sent; `data_schema` describes the same constraints."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Final

from schemas.answers.journey import Answers, Journey, plan_journey, rule_values_of, visible_in_item
from schemas.answers.nested import hidden_inside, missing_inside
from schemas.answers.rule_values import RuleValues
from schemas.compilation.check import Check
from schemas.compilation.compiled import Compiled
from schemas.compilation.scope import TOP
from schemas.format.document import asked
from schemas.json_schema.validator import is_bounded, one_validation, violations
from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import Question
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.registry import QUESTION_TYPES
from schemas.rules.faults import faults
from schemas.rules.rule import evaluate

#: Problems told of one set of answers: the first ones are enough to mend a program.
MAX_PROBLEMS: Final = 100


def check_answers(
    compiled: Compiled, answers: object, *, today: date, lookups: Lookups = NO_LOOKUPS
) -> tuple[Problem, ...]:
    """Return every problem of final answers; pointers start at them.

    First their size (`too_complex`), then their form: `wrong_type`, `unknown_question`, `blank_answer` (a blank is left
    out) and the problems of each type.
    With a good form, what conditions refuse: `hidden`, `required`, `unknown_choice` for a choice that does not show,
    `computed_differs` for a value that is not the one calculated, `check_failed` and `check_overflow` (id), and
    `not_eligible` (id). With that too, what the contract of the document refuses besides: `not_valid` (keyword,
    value).
    """
    if not isinstance(answers, Mapping):
        return (Problem("wrong_type", "", {"expected": "object"}),)
    with one_validation():
        return _problems(compiled, answers, today=today, lookups=lookups)


def _problems(compiled: Compiled, answers: Answers, *, today: date, lookups: Lookups) -> tuple[Problem, ...]:
    form = form_problems(compiled, answers, today=today, lookups=lookups)
    if form:
        return form
    journey = plan_journey(compiled, answers, today=today)
    found = (
        *_presence_problems(compiled, answers, journey, today=today),
        *failed_checks(compiled, journey, today=today),
        *(Problem("not_eligible", "", {"id": criterion.id}) for criterion in journey.failing),
    )
    return found or tuple(_contract_problems(compiled, answers))


def with_computed(compiled: Compiled, answers: Mapping[str, object], *, today: date) -> dict[str, object]:
    """Return final answers with the computed values that show calculated again, whatever was given for them."""
    calculated = compiled.calculated
    kept = plan_journey(compiled, answers, today=today).answers if calculated else {}
    given = {key: answer for key, answer in answers.items() if key not in calculated}
    return given | {key: answer for key, answer in kept.items() if key in calculated}


def form_problems(compiled: Compiled, answers: Answers, *, today: date, lookups: Lookups) -> tuple[Problem, ...]:
    """Return what is wrong with the form of each answer by itself, the first problems of many; conditions are checked
    apart.
    """
    if not is_bounded(answers):
        return (Problem("too_complex"),)
    with one_validation():
        return tuple(islice(_form_problems(compiled, answers, today=today, lookups=lookups), MAX_PROBLEMS))


def _form_problems(compiled: Compiled, answers: Answers, *, today: date, lookups: Lookups) -> Iterator[Problem]:
    for key, answer in answers.items():
        question = compiled.questions.get(key)
        question_type = QUESTION_TYPES[question.type] if question else None
        if question is None or question_type is None or question_type.is_silent:
            yield Problem("unknown_question", pointer_to(key))
        elif answer is None and question.is_nullable:
            continue
        elif question_type.is_blank(answer):
            yield Problem("blank_answer", pointer_to(key))
        else:
            found = question_type.judge(question, answer, today=today, lookups=lookups)
            yield from under(pointer_to(key), found)


def _presence_problems(
    compiled: Compiled, answers: Mapping[str, object], journey: Journey, *, today: date
) -> Iterator[Problem]:
    shown = {question.key: question for step in journey.steps for question in asked(step.questions)}
    names = rule_values_of(compiled, journey.answers, today=today)
    for key in answers:
        if key not in shown:
            yield Problem("hidden", pointer_to(key))
    yield from _differing(compiled, answers, journey, frozenset(shown))
    for key, question in shown.items():
        if (key in journey.required or question.is_nullable) and key not in answers:
            yield Problem("required", pointer_to(key))
        elif key in answers:
            yield from _inside_problems(compiled, question, answers[key], names)


def _differing(
    compiled: Compiled, answers: Mapping[str, object], journey: Journey, shown: frozenset[str]
) -> Iterator[Problem]:
    """Yield the answers that conditions refuse: hidden choices, and computed values other than the calculated ones."""
    for key in sorted(shown & compiled.filtered):
        if answers.get(key) != journey.answers.get(key):
            yield Problem("unknown_choice", pointer_to(key))
    for key in sorted(shown & set(compiled.calculated)):
        if answers.get(key) != journey.answers.get(key):
            yield Problem("computed_differs", pointer_to(key))


def _inside_problems(compiled: Compiled, question: Question, answer: object, names: RuleValues) -> Iterator[Problem]:
    here = pointer_to(question.key)
    for pointer in hidden_inside(compiled, question, TOP, answer=answer, names=names):
        yield Problem("hidden", here + pointer)
    for pointer in missing_inside(compiled, question, TOP, answer=answer, names=names, is_final=True):
        yield Problem("required", here + pointer)


def _contract_problems(compiled: Compiled, answers: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what the contract of the document refuses, at its question when it concerns one."""
    contract = compiled.document.contract
    if contract is not None:
        yield from violations(contract, answers)


def failed_checks(compiled: Compiled, journey: Journey, *, today: date) -> Iterator[Problem]:
    """Yield a problem for each check that blocks, at its question; none for a question that does not show.

    `check_failed` when it is FALSE, `check_overflow` when its numbers are too large to compare. A check on each item
    points into it: `/<group>/<place>/<key>`.
    """
    shown = {question.key: question for step in journey.steps for question in step.questions}
    names = rule_values_of(compiled, journey.answers, today=today)
    for check in compiled.checks:
        group = shown.get(check.group)
        if group is not None:
            found = failing_items(compiled, check, group, items=journey.answers.get(group.key), names=names)
            yield from (
                Problem(code, pointer_to(group.key, place, check.inner), {"id": check.id}) for place, code in found
            )
        elif check.at in shown and (code := failure_of(check, names)):
            yield Problem(code, pointer_to(check.at), {"id": check.id})


def failure_of(check: Check, names: RuleValues) -> str:
    """Return the code of the problem that a check makes, "" when it blocks nothing.

    A check that is UNKNOWN because of a blank blocks nothing; because of an overflow, it does: a huge product would
    otherwise escape every bound.
    """
    verdict = evaluate(check.rule, names)
    if verdict is None:
        is_overflow = any(fault.code == "overflow" for fault in faults(check.rule, names))
        return "check_overflow" if is_overflow else ""
    return "" if verdict else "check_failed"


def failing_items(
    compiled: Compiled, check: Check, group: Question, *, items: object, names: RuleValues
) -> Iterator[tuple[int, str]]:
    """Yield the places of the items that fail a check, where its question shows, each with its code."""
    for place, item in enumerate(items if isinstance(items, list) else []):
        inside = RuleValues(names)
        shown = visible_in_item(compiled, group, item=item, names=inside)
        code = failure_of(check, inside) if any(inner.key == check.inner for inner in shown) else ""
        if code:
            yield place, code
