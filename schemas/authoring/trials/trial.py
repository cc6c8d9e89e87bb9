"""The trials that a document carries (`rules.tests`): answers given, and what is expected of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from schemas.authoring.lint.finding import Finding, make_finding
from schemas.authoring.trials.expectations import Situation, aspect_of
from schemas.compilation.compiled import Compiled
from schemas.problems import pointer_to
from schemas.questions.lookups import Entry, NoLookups
from schemas.questions.registry import QUESTION_TYPES
from schemas.rules.values import TODAY, InvalidValue, Value, parse_date

MAX_TRIALS: Final = 200


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial: the answers on a day, and the value expected of each aspect (`criteria/age`), None for UNKNOWN."""

    name: str
    given: Mapping[str, object]
    today: date
    expect: Mapping[str, Value | None]
    pointer: str
    #: The values of rules in this situation: computed once, for running, coverage and mutants.
    situation: Situation = field(repr=False)


def read_trials(compiled: Compiled, *, today: date) -> tuple[tuple[Trial, ...], tuple[Finding, ...]]:
    """Return the well-made trials of a document, and the mistakes in the others.

    `today` is the day of those that give no `@today`. Errors: `bad_trials` `too_many_trials` (limit) `bad_trial`
    `trial_bad_day` · `trial_unknown_question` (name) · `trial_bad_answer` (name) · `trial_unknown_aspect` (name) ·
    `trial_bad_value` (name).
    """
    source = compiled.document.rules.get("tests", [])
    if not isinstance(source, list):
        return (), (make_finding("bad_trials", "/rules/tests"),)
    if len(source) > MAX_TRIALS:
        return (), (make_finding("too_many_trials", "/rules/tests", limit=MAX_TRIALS),)
    trials: list[Trial] = []
    findings: list[Finding] = []
    for place, each in enumerate(source):
        read = _read(compiled, each, pointer_to("rules", "tests", place), today)
        if isinstance(read, Trial):
            trials.append(read)
        else:
            findings += read
    return tuple(trials), tuple(findings)


def _read(compiled: Compiled, source: object, pointer: str, today: date) -> Trial | list[Finding]:
    if not isinstance(source, Mapping) or not set(source) <= {"name", "given", "expect"}:
        return [make_finding("bad_trial", pointer)]
    name, given, expect = source.get("name"), source.get("given", {}), source.get("expect")
    if not isinstance(name, str) or not isinstance(given, Mapping) or not isinstance(expect, Mapping):
        return [make_finding("bad_trial", pointer)]
    if not name.strip() or not expect:
        return [make_finding("bad_trial", pointer)]
    day = _day(given.get(TODAY), today)
    if day is None:
        return [make_finding("trial_bad_day", pointer + pointer_to("given", TODAY))]
    answers = {key: answer for key, answer in given.items() if key != TODAY and answer is not None}
    values: dict[str, Value | None] = {}
    wrong = [*wrong_answers(compiled, answers, pointer, day), *_wrong_values(compiled, expect, pointer, values)]
    return wrong or Trial(name, answers, day, values, pointer, Situation.of(compiled, answers, day))


def _day(text: object, today: date) -> date | None:
    if text is None:
        return today
    return parse_date(text) if isinstance(text, str) else None


def wrong_answers(compiled: Compiled, answers: Mapping[str, object], pointer: str, day: date) -> Iterator[Finding]:
    """Yield a finding for each answer that the form would not accept."""
    for key, answer in answers.items():
        question = compiled.questions.get(key)
        here = pointer + pointer_to("given", key)
        if question is None or QUESTION_TYPES[question.type].is_silent or key in compiled.calculated:
            yield make_finding("trial_unknown_question", here, name=key)
        elif not QUESTION_TYPES[question.type].is_blank(answer):
            found = QUESTION_TYPES[question.type].validate(question, answer, today=day, lookups=_Given(answer))
            if found:
                yield make_finding("trial_bad_answer", here, name=question.label)


@dataclass(frozen=True, slots=True)
class _Given(NoLookups):
    """Lists that hold the entry of each answer: those of the operator are not available when a document is checked."""

    answer: object

    def find(self, list_name: str, code: str) -> Entry | None:
        name = self.answer.get("name") if isinstance(self.answer, Mapping) else None
        return Entry(code, name) if isinstance(name, str) else None


def _wrong_values(
    compiled: Compiled, expect: Mapping[str, object], pointer: str, values: dict[str, Value | None]
) -> Iterator[Finding]:
    """Yield the expectations that are not well made, and fill `values` with the others."""
    for name, expected in expect.items():
        here = pointer + pointer_to("expect", name)
        aspect = aspect_of(compiled, name)
        if aspect is None:
            yield make_finding("trial_unknown_aspect", here, name=name)
            continue
        try:
            values[name] = aspect.load(expected)
        except InvalidValue:
            yield make_finding("trial_bad_value", here, name=name)
