"""Aspects that a trial may expect: verdicts, values, what shows, what must be answered, the path of steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from schemas.answers.eligibility import judge
from schemas.answers.journey import Journey, plan_journey, rule_values_of
from schemas.answers.rule_values import RuleValues
from schemas.answers.validation import failed_checks
from schemas.compilation.compiled import Compiled
from schemas.rules.rule import evaluate
from schemas.rules.values import RuleType, Value, load_value


@dataclass(frozen=True, slots=True)
class Situation:
    """Some answers on a day: the journey of the person who gave them, and their rule values."""

    compiled: Compiled
    journey: Journey
    names: RuleValues
    today: date

    @classmethod
    def of(cls, compiled: Compiled, answers: Mapping[str, object], today: date) -> "Situation":
        """Compute the situation of given answers; those of hidden questions are dropped."""
        journey = plan_journey(compiled, answers, today=today)
        return cls(compiled, journey, rule_values_of(compiled, journey.answers, today=today), today)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that can be expected: its type, and its value in a situation."""

    type: RuleType
    observe: Callable[[Situation], Value | None]

    def load(self, expected: object) -> Value | None:
        """Return an expected value, from JSON. Raises `InvalidValue`."""
        return load_value(expected, self.type)


def aspect_of(compiled: Compiled, name: str) -> Aspect | None:
    """Return the aspect of this name, None when the document has none.

    `criteria/…` `check/…` `computed/…` `amount/…`: the value (an amount that is not shown has none) · `step/…`
    `section/…` `question/…` `choice/<question>/<value>`: whether it shows · `require/…`: whether it must be answered ·
    `path`: the ids of the steps, in order · `eligible`: the verdict on all criteria.
    """
    if name == "path":
        return Aspect("list", lambda situation: tuple(step.id for step in situation.journey.steps))
    if name == "eligible":
        return Aspect("bool", lambda each: judge(each.compiled, each.names, today=each.today).verdict)
    kind, _, found = name.partition("/")
    make = _KINDS.get(kind)
    return make(compiled, found) if make else None


def _criterion(compiled: Compiled, name: str) -> Aspect | None:
    rule = next((each.rule for each in compiled.criteria if each.id == name), None)
    return None if rule is None else Aspect("bool", lambda situation: evaluate(rule, situation.names))


def _computed(compiled: Compiled, name: str) -> Aspect | None:
    value = next((each for each in compiled.computed if each.name == name), None)
    return None if value is None else Aspect(value.rule.type, lambda situation: situation.names.get(name))


def _amount(compiled: Compiled, name: str) -> Aspect | None:
    found = next((each for each in compiled.amounts if each.amount.id == name), None)
    if found is None:
        return None

    def observe(situation: Situation) -> Value | None:
        is_told = found.when is None or evaluate(found.when, situation.names) is True
        return evaluate(found.value, situation.names) if is_told else None

    return Aspect(found.value.type, observe)


def _check(compiled: Compiled, name: str) -> Aspect | None:
    check = next((each for each in compiled.checks if each.id == name), None)
    if check is None:
        return None

    def observe(situation: Situation) -> Value | None:
        failed = failed_checks(situation.compiled, situation.journey, today=situation.today)
        if any(problem.params["id"] == name for problem in failed):
            return False
        return True if "." in check.at else evaluate(check.rule, situation.names)

    return Aspect("bool", observe)


def _step(compiled: Compiled, name: str) -> Aspect | None:
    known = any(step.id == name for step in compiled.document.steps)
    return Aspect("bool", lambda each: any(step.id == name for step in each.journey.steps)) if known else None


def _section(compiled: Compiled, name: str) -> Aspect | None:
    known = any(section.id == name for step in compiled.document.steps for section in step.sections)
    return Aspect("bool", lambda each: name in _sections(each.journey)) if known else None


def _sections(journey: Journey) -> set[str]:
    return {section.id for step in journey.steps for section in step.sections}


def _question(compiled: Compiled, name: str) -> Aspect | None:
    return Aspect("bool", lambda each: name in _questions(each.journey)) if name in compiled.questions else None


def _questions(journey: Journey) -> set[str]:
    return {question.key for step in journey.steps for question in step.questions}


def _choice(compiled: Compiled, name: str) -> Aspect | None:
    key, _, value = name.partition("/")
    question = compiled.questions.get(key)
    if question is None or value not in dict(question.choices):
        return None
    return Aspect("bool", lambda each: (key, value) in _choices(each.journey))


def _choices(journey: Journey) -> set[tuple[str, str]]:
    shown = [question for step in journey.steps for question in step.questions]
    return {(question.key, value) for question in shown for value, _ in question.choices}


def _require(compiled: Compiled, name: str) -> Aspect | None:
    return Aspect("bool", lambda each: name in each.journey.required) if name in compiled.questions else None


_KINDS: Final[Mapping[str, Callable[[Compiled, str], Aspect | None]]] = {
    "criteria": _criterion,
    "computed": _computed,
    "amount": _amount,
    "check": _check,
    "step": _step,
    "section": _section,
    "question": _question,
    "choice": _choice,
    "require": _require,
}
