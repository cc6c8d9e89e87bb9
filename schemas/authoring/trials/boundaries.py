"""Proposed trials: each criterion around each of its thresholds, with its verdict there today.

A number one step below its threshold, on it and one step above; a day likewise; a birthday on the day before, the day
and the day after, and a birth on 29 February. The author checks the verdicts, and keeps the trials.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from schemas.authoring.lint.boxes import Budget, TooMuchWork
from schemas.authoring.lint.domains import domains_of, years_since
from schemas.authoring.lint.rule_sites import Site, sites_of
from schemas.authoring.lint.space import ORDERS, Space, World
from schemas.authoring.lint.terms import LITERAL, NAME, Term, key_of_name
from schemas.authoring.trials.expectations import Situation
from schemas.authoring.trials.trial import read_trials, wrong_answers
from schemas.compilation.compiled import Compiled
from schemas.compilation.criteria import Criterion
from schemas.rules.operators.dates import add_years
from schemas.rules.rule import evaluate
from schemas.rules.values import SCALE, TODAY, Value, format_num

#: The work that finding the answers around one criterion may take.
BUDGET: Final = 20_000

_DAY: Final = timedelta(days=1)
#: A person born on this day has no birthday in three years of four.
_LEAP_DAY: Final = date(2008, 2, 29)

Answers = dict[str, object]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A comparison of an answer, or of the years since it, with a constant."""

    name: str
    value: Value
    is_years: bool


def propose(compiled: Compiled, *, today: date) -> list[dict[str, object]]:
    """Return trials as a document holds them, without those that it already carries."""
    world = World(domains_of(compiled, today), years_since(compiled.document, today))
    trials, _ = read_trials(compiled, today=today)
    sites = {site.address: site for site in sites_of(compiled)}
    held = compiled.document.rules.get("tests")
    known = [each.get("given") for each in held if isinstance(each, Mapping)] if isinstance(held, list) else []
    found: list[dict[str, object]] = []
    for criterion in compiled.criteria:
        site = sites[f"criteria/{criterion.id}"]
        met = next((each.given for each in trials if evaluate(site.rule, each.situation.names) is True), None)
        base = _base(compiled, site.term, world, today) if met is None else met
        cases = _cases(compiled, site, base, world, today=today)
        fresh = ((given, moved) for given, moved in cases if given not in known and _is_accepted(compiled, given))
        found += [_written(compiled, criterion, given, moved) for given, moved in fresh]
    return [each for place, each in enumerate(found) if each not in found[:place]]


def _cases(
    compiled: Compiled, site: Site, base: Mapping[str, object], world: World, *, today: date
) -> Iterator[tuple[Answers, str]]:
    """Yield answers on a day: none, then those of a situation that meets the criterion, moved to each threshold."""
    yield {TODAY: today.isoformat()}, ""
    for threshold in _thresholds(site.term):
        for day, value in _around(threshold, world, today):
            answer = _answer(compiled, threshold.name, value)
            if answer is not None:
                yield {**base, threshold.name: answer, TODAY: day.isoformat()}, threshold.name


def _thresholds(term: Term) -> Iterator[Threshold]:
    things = [each for each in term.operands if each.word != LITERAL]
    if term.word in (*ORDERS, "between") and len(things) == 1:
        thing = things[0]
        is_years = thing.word == "years" and thing.operands[1].names == {TODAY} and thing.operands[0].word == NAME
        if (thing.word == NAME or is_years) and len(names := thing.names - {TODAY}) == 1:
            (name,) = names
            values = [each.literal.value for each in term.operands if each.literal is not None]
            yield from (Threshold(name, value, is_years) for value in values)
    for each in term.operands:
        yield from _thresholds(each)


def _around(threshold: Threshold, world: World, today: date) -> Iterator[tuple[date, Value]]:
    """Yield days of the trial and values of the answer, on both sides of a threshold and on it."""
    value = threshold.value
    if threshold.is_years and isinstance(value, int):
        yield from _birthdays(value // SCALE, today)
    elif isinstance(value, date):
        yield from ((today, day) for day in (value - _DAY, value, value + _DAY))
    elif isinstance(value, int) and not isinstance(value, bool):
        step = world.domains[threshold.name].step if threshold.name in world.domains else SCALE
        yield from ((today, value + side * step) for side in (-1, 0, 1))


def _birthdays(count: int, today: date) -> Iterator[tuple[date, Value]]:
    born = add_years(today, -count * SCALE)
    if isinstance(born, date):
        yield from ((today, born + side * _DAY) for side in (1, 0, -1))
    turned = add_years(_LEAP_DAY, count * SCALE)
    if isinstance(turned, date):
        yield from ((day, _LEAP_DAY) for day in (turned, turned + _DAY))


def _base(compiled: Compiled, term: Term, world: World, today: date) -> Answers:
    """Return answers that meet a criterion, as far as its conditions are on answers taken one by one."""
    space = Space([term], world, Budget(BUDGET))
    try:
        boxes = space.possible(space.where(term, verdict=True))
    except TooMuchWork:
        return {}
    witness = space.witness(boxes[0]) if boxes else {}
    found: Answers = {}
    for name in sorted(term.names):
        answer = _answer(compiled, name, witness.get(key_of_name(name)))
        held = [str(value) for value, _ in _choices(compiled, name) if witness.get(f"{key_of_name(name)} has {value}")]
        years = next(
            (value for key, value in witness.items() if key.startswith('{"years"') and f'"{name}"' in key), None
        )
        if answer is not None:
            found[name] = answer
        elif held:
            found[name] = held
        elif isinstance(years, int) and isinstance(born := add_years(today, -years), date):
            found[name] = born.isoformat()
    return found


def _choices(compiled: Compiled, name: str) -> tuple[tuple[str, str], ...]:
    return compiled.questions[name].choices if name in compiled.questions else ()


def _answer(compiled: Compiled, name: str, value: Value | None) -> object:
    """Return the answer that is read as a value, None when no question gives it."""
    question = compiled.questions.get(name)
    if question is None or value is None or name in compiled.calculated:
        return None
    write = _WRITERS.get(question.type)
    return write(value) if write else None


def _money(value: Value) -> object:
    whole, _, decimals = format_num(int(str(value))).partition(".")
    return f"{whole}.{decimals[:2]:0<2}"


def _day(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else None


_WRITERS: Final[Mapping[str, Callable[[Value], object]]] = {
    "integer": lambda value: int(str(value)) // SCALE,
    "money": _money,
    "decimal": lambda value: format_num(int(str(value))),
    "date": _day,
    "yes_no": lambda value: value,
    "sworn_statement": lambda value: value,
    "single_choice": lambda value: value,
}


def _is_accepted(compiled: Compiled, given: Answers) -> bool:
    """Return whether the form would accept these answers on their day."""
    day = date.fromisoformat(str(given[TODAY]))
    asked = {key: answer for key, answer in given.items() if key != TODAY}
    return not any(wrong_answers(compiled, asked, "", day))


def _written(compiled: Compiled, criterion: Criterion, given: Answers, moved: str) -> dict[str, object]:
    """Return a trial as a document holds it, named after the answer that was moved."""
    answers = {key: answer for key, answer in given.items() if key != TODAY}
    situation = Situation.of(compiled, answers, date.fromisoformat(str(given[TODAY])))
    verdict = evaluate(criterion.rule, situation.names)
    said = f"{compiled.questions[moved].label} {given[moved]}" if moved else "…"
    name = f"{criterion.label} ({given[TODAY]}): {said}"
    return {"name": name, "given": given, "expect": {f"criteria/{criterion.id}": verdict}}
