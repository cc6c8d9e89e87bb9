"""The result of a simulation: a verdict with its reasons, amounts, and the questions still to ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from schemas.answers.eligibility import Eligibility, judge
from schemas.answers.journey import Journey, plan_journey, rule_values_of
from schemas.compilation.amounts import CompiledAmount
from schemas.compilation.compiled import Compiled
from schemas.compilation.criteria import Criterion
from schemas.rules.rule import Rule, evaluate
from schemas.rules.turning_point import Turning, when_true
from schemas.rules.values import TODAY, Value, Values
from schemas.simulation.next_questions import Asking, next_questions


@dataclass(frozen=True, slots=True)
class VerdictReason:
    """A criterion that is not met; `turning` is the day or the bound that would change that, if there is only one."""

    criterion: Criterion
    turning: Turning | None

    @property
    def day(self) -> date | None:
        """Return the first day on which it would be met with the same answers."""
        is_day = self.turning is not None and self.turning.name == TODAY
        return self.turning.value if is_day and self.turning and isinstance(self.turning.value, date) else None


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount as far as it is known: `value` is None while answers are missing, or when nothing gives one."""

    compiled: CompiledAmount
    value: Value | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result for one person on one day. `verdict` is one of `schemas.format.simulation.VERDICTS`.

    `day` is that from which every criterion that fails would be met: the verdict is "later" once no other one is left
    to know. `asking` is what can still change something: when it asks nothing and the verdict is "unknown", the answers
    do not decide.
    """

    verdict: str
    eligibility: Eligibility
    reasons: tuple[VerdictReason, ...]
    amounts: tuple[FoundAmount, ...]
    asking: Asking
    journey: Journey
    today: date
    day: date | None = None
    values: Values = field(default_factory=dict, repr=False, hash=False)

    @property
    def is_final(self) -> bool:
        return not self.asking.questions


def assess(compiled: Compiled, answers: Mapping[str, object], *, today: date) -> Assessment:
    """Assess answers that are valid at their questions; those of hidden questions are dropped."""
    journey = plan_journey(compiled, answers, today=today)
    values = rule_values_of(compiled, journey.answers, today=today)
    eligibility = judge(compiled, values, today=today)
    reasons = tuple(_reason(criterion, values) for criterion in eligibility.failing)
    day = _day_of(reasons)
    is_over = bool(eligibility.failing) and day is None
    amounts = () if is_over else tuple(_amounts(compiled, values))
    rules = [] if is_over else _open_rules(eligibility, amounts)
    return Assessment(
        verdict=_verdict(eligibility, day),
        eligibility=eligibility,
        reasons=reasons,
        amounts=amounts,
        asking=next_questions(compiled, journey, values, rules=rules, today=today),
        journey=journey,
        today=today,
        day=day,
        values=values,
    )


_VERDICTS = {True: "eligible", False: "not_eligible", None: "unknown"}


def _verdict(eligibility: Eligibility, day: date | None) -> str:
    """Return the verdict: a future day is not promised while another criterion is unknown."""
    if day is not None:
        return "unknown" if eligibility.unknown else "later"
    return _VERDICTS[eligibility.verdict]


def _reason(criterion: Criterion, values: Values) -> VerdictReason:
    return VerdictReason(criterion, when_true(criterion.rule, values))


def _day_of(reasons: tuple[VerdictReason, ...]) -> date | None:
    """Return the day from which every failing criterion would be met, None when no day makes one of them met."""
    days = [reason.day for reason in reasons]
    return max((day for day in days if day), default=None) if None not in days else None


def _amounts(compiled: Compiled, values: Values) -> list[FoundAmount]:
    """Return the amounts that are shown, or may still be: one whose condition is FALSE is left out."""
    found = []
    for each in compiled.amounts:
        told = True if each.when is None else evaluate(each.when, values)
        if told is not False:
            value = evaluate(each.value, values) if told else None
            found.append(FoundAmount(each, value, is_open=value is None))
    return found


def _open_rules(eligibility: Eligibility, amounts: tuple[FoundAmount, ...]) -> list[Rule]:
    """Return the rules that answers can still settle."""
    rules = [criterion.rule for criterion in eligibility.unknown]
    for each in amounts:
        if each.is_open:
            rules += [rule for rule in (each.compiled.when, each.compiled.value) if rule is not None]
    return rules
