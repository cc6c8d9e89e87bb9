"""The explanation of a result (CRPA R311-3-1-2): criteria, legal parameters and calculated values of one person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.compilation.compiled import Compiled
from schemas.compilation.criteria import Criterion
from schemas.compilation.rules_shape import message
from schemas.rules.explain import Leaf, explain
from schemas.rules.legal_params import Period
from schemas.rules.naming import outer_key
from schemas.rules.operators.param import ParamUse
from schemas.rules.rule import Node, Rule
from schemas.rules.values import Value
from schemas.simulation.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Applied:
    """A criterion as it was applied: its verdict, and each of its conditions with what was found and expected."""

    criterion: Criterion
    verdict: bool | None
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class AppliedParam:
    """A legal parameter that the result depends on: its value that day, and the period and reference of that value."""

    name: str
    title: str
    value: Value | None
    type: str
    start: date | None
    end: date | None
    reference: str


@dataclass(frozen=True, slots=True)
class AppliedValue:
    """A calculated value: its name, its label and the value."""

    name: str
    label: str
    value: Value | None
    type: str


@dataclass(frozen=True, slots=True)
class ResultExplanation:
    """Everything that a result depends on."""

    criteria: tuple[Applied, ...]
    params: tuple[AppliedParam, ...]
    values: tuple[AppliedValue, ...]


def explanation_of(compiled: Compiled, assessment: Assessment) -> ResultExplanation:
    """Return the explanation of a result, with criteria, parameters and values in the order of the document."""
    eligibility = assessment.eligibility
    verdicts = {
        **dict.fromkeys((each.id for each in eligibility.met), True),
        **dict.fromkeys((each.id for each in eligibility.failing), False),
    }
    in_force = {each.id for each in (*eligibility.met, *eligibility.failing, *eligibility.unknown)}
    criteria = tuple(
        Applied(each, verdicts.get(each.id), explain(each.rule, assessment.values).leaves)
        for each in compiled.criteria
        if each.id in in_force
    )
    values = tuple(
        AppliedValue(each.name, _label(compiled, each.name), assessment.values.get(each.name), each.rule.type)
        for each in compiled.computed
    )
    return ResultExplanation(criteria, tuple(_params(compiled, assessment.today)), values)


def _label(compiled: Compiled, name: str) -> str:
    question = compiled.questions.get(outer_key(name))
    return question.label if question else message(compiled.document.rules, f"computed/{name}", "label") or name


def _params(compiled: Compiled, today: date) -> Iterator[AppliedParam]:
    used = {use for rule in _rules(compiled) for use in _params_in(rule.root)}
    for name, param in compiled.params.items():
        if name in used:
            source = _object(compiled.document.rules.get("params"), name)
            title = str(source.get("title", name))
            period = next((each for each in reversed(param.periods) if _covers(each, today)), None)
            if period is None:
                yield AppliedParam(name, title, None, param.type, None, None, "")
            else:
                reference = _reference(source, period)
                yield AppliedParam(name, title, period.value, param.type, period.start, period.end, reference)


def _covers(period: Period, day: date) -> bool:
    return period.start <= day and (period.end is None or day <= period.end)


def _reference(source: Mapping[str, object], period: Period) -> str:
    """Return the legal reference that the author gave for a period."""
    listed = source.get("values")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, Mapping) and each.get("from") == period.start.isoformat():
            return str(each.get("ref", ""))
    return ""


def _object(source: object, name: str) -> Mapping[str, object]:
    found = source.get(name) if isinstance(source, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _rules(compiled: Compiled) -> Iterator[Rule]:
    yield from (each.rule for each in compiled.criteria)
    yield from (each.rule for each in compiled.computed)
    for each in compiled.amounts:
        yield each.value
        if each.when is not None:
            yield each.when


def _params_in(node: Node) -> Iterator[str]:
    if isinstance(node.detail, ParamUse):
        yield node.detail.name
    for operand in node.operands:
        yield from _params_in(operand)
