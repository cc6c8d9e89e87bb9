"""Running the trials of a document: results, and findings for those that fail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.authoring.lint.finding import Finding, make_finding
from schemas.authoring.lint.readback import Readback, Said
from schemas.authoring.trials.expectations import Situation, aspect_of
from schemas.authoring.trials.trial import Trial, read_trials
from schemas.compilation.compiled import Compiled
from schemas.problems import pointer_to
from schemas.rules.operators.comparison import same
from schemas.rules.values import Value


@dataclass(frozen=True, slots=True)
class Difference:
    """An aspect whose value is not the one that a trial expects."""

    aspect: str
    expected: Value | None
    actual: Value | None


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one trial; green when nothing differs."""

    trial: Trial
    differences: tuple[Difference, ...]

    @property
    def is_green(self) -> bool:
        return not self.differences


def run_trial(trial: Trial, compiled: Compiled | None = None) -> Result:
    """Run a trial on the document that it was read from, or on another one."""
    situation = trial.situation if compiled is None else Situation.of(compiled, trial.given, trial.today)
    return Result(trial, tuple(_differences(situation, trial.expect)))


def _differences(situation: Situation, expect: Mapping[str, Value | None]) -> Iterator[Difference]:
    for name, expected in expect.items():
        aspect = aspect_of(situation.compiled, name)
        actual = aspect.observe(situation) if aspect else None
        if not _agree(name, expected, actual):
            yield Difference(name, expected, actual)


def _agree(name: str, expected: Value | None, actual: Value | None) -> bool:
    if expected is None or actual is None or name == "path":
        return expected == actual
    return same(expected, actual)


def run_trials(compiled: Compiled, *, today: date) -> tuple[tuple[Result, ...], tuple[Finding, ...]]:
    """Run every trial of a document. Returns the results, and the findings: trials not well made, and those that fail.

    Error: `trial_failed` (trial, what, wanted, actual).
    """
    trials, wrong = read_trials(compiled, today=today)
    results = tuple(run_trial(trial) for trial in trials)
    readback = Readback(compiled.document)
    failed = [_failed(result.trial, each, readback, compiled) for result in results for each in result.differences]
    return results, (*wrong, *failed)


def _failed(trial: Trial, difference: Difference, readback: Readback, compiled: Compiled) -> Finding:
    pointer = trial.pointer + pointer_to("expect", difference.aspect)
    what = _what(difference.aspect, readback, compiled)
    wanted, actual = (_said(value, readback) for value in (difference.expected, difference.actual))
    return make_finding("trial_failed", pointer, trial=trial.name, what=what, wanted=wanted, actual=actual)


def _said(value: Value | None, readback: Readback) -> Said:
    return readback.unknown() if value is None else readback.value(value)


def _what(aspect: str, readback: Readback, compiled: Compiled) -> Said | str:
    """Return the name of an aspect, with the labels of the document where it has some."""
    kind, _, name = aspect.partition("/")
    if kind in ("computed", "question", "require"):
        return readback.name(name)
    label = next((each.label for each in compiled.criteria if kind == "criteria" and each.id == name), "")
    return readback.quoted(label) if label else aspect
