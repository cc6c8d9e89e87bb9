"""Evaluation of rules given as lines of JSON, each with its own answers: `manage.py rules`.

A line is an object:

    {"types": {"naissance": "date", "enfants": "group", "enfants[].age": "num"},
     "rule": {">=": [{"years": [{"var": "naissance"}, {"var": "@today"}]}, 16]},
     "answers": {"naissance": "2010-06-02", "enfants": [{"age": 3}]},
     "today": "2026-06-01",
     "params": {"plafond": {"type": "num", "values": [{"from": "2026-01-01", "num": "26230"}]}}}

Only `rule` is needed; other keys are ignored. `types` declare the names that the rule may read, those of the items of a
group after `[].`; `params` are as in a document. The result is `{"value": …}`, null when the rule is UNKNOWN, a num as
a decimal string, a day as `YYYY-MM-DD`, a list as an array; or `{"problem": code, "at": pointer}`, the first problem,
with its place in the line.
"""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from schemas.problems import Problem, pointer_to, under
from schemas.rules.compiler import compile_rule
from schemas.rules.faults import faults
from schemas.rules.legal_params import compile_params
from schemas.rules.rule import evaluate
from schemas.rules.values import OF_ITEMS, RULE_TYPES, TODAY, InvalidValue, format_num, load_values

#: A line has no more bytes than this, and no more are read.
MAX_LINE_BYTES = 1_000_000

Line = Mapping[str, object]


class NotJsonError(Exception):
    """A number that JSON does not have."""


def answer_line(text: bytes) -> dict[str, object]:
    """Return the result of a line: `{"value": …}` or `{"problem": code, "at": pointer}`.

    Beside the problems of rules and parameters: `too_large` · `not_json` · `too_deep` · `not_an_object` ·
    `missing_rule` · `bad_type` · `bad_date` (today) · `bad_answer` · `overflow`.
    """
    line, problem = _read(text)
    if problem is None:
        return _evaluated(line)
    return _told(problem)


def _read(text: bytes) -> tuple[Line, Problem | None]:
    if len(text) > MAX_LINE_BYTES:
        return {}, Problem("too_large", "", {"limit": MAX_LINE_BYTES})
    try:
        line = json.loads(text.decode(), parse_float=Decimal, parse_constant=_refuse_constant)
    except RecursionError:
        return {}, Problem("too_deep")
    except (ValueError, ArithmeticError, NotJsonError):
        return {}, Problem("not_json")
    return (line, _shape_problem(line)) if isinstance(line, dict) else ({}, Problem("not_an_object"))


def _refuse_constant(name: str) -> None:
    raise NotJsonError(name)


def _shape_problem(line: Line) -> Problem | None:
    """Return what is wrong with a line before its rule is evaluated."""
    if "rule" not in line:
        return Problem("missing_rule")
    wrong = next((key for key in ("types", "answers", "params") if not isinstance(line.get(key, {}), dict)), None)
    if wrong is not None:
        return Problem("not_an_object", pointer_to(wrong))
    types = line.get("types", {})
    bad = next((name for name, kind in types.items() if kind not in RULE_TYPES or name == TODAY), None)
    return None if bad is None else Problem("bad_type", pointer_to("types", bad))


def _evaluated(line: Line) -> dict[str, object]:
    types = line.get("types", {})
    params, problems = compile_params(line.get("params", {}))
    if problems:
        return _told(under("/params", problems)[0])
    rule, problems = compile_rule(line["rule"], types, params=params, pointer="/rule", expect=None)
    if rule is None:
        return _told(problems[0])
    values, problem = _values(line, types)
    if problem is not None:
        return _told(problem)
    value = evaluate(rule, values)
    overflow = value is None and next((each for each in faults(rule, values) if each.code == "overflow"), None)
    return _told(overflow) if overflow else {"value": to_json(value)}


def _values(line: Line, types: Mapping[str, str]) -> tuple[dict[str, object], Problem | None]:
    answers = line.get("answers", {})
    values = {}
    for name in (name for name in types if OF_ITEMS not in name):
        try:
            values |= load_values(answers, {key: kind for key, kind in types.items() if _is_of(key, name)})
        except InvalidValue:
            return {}, Problem("bad_answer", pointer_to("answers", name))
    try:
        return values | load_values({TODAY: line.get("today")}, {TODAY: "date"}), None
    except InvalidValue:
        return {}, Problem("bad_date", "/today")


def _is_of(key: str, name: str) -> bool:
    return key == name or key.startswith(name + OF_ITEMS)


def _told(problem: Problem) -> dict[str, object]:
    return {"problem": problem.code, "at": problem.pointer}


def to_json(value: object) -> object:
    """Return a value of a rule in JSON.

    >>> to_json(12_500_000), to_json(True), to_json(("a", "b")), to_json(None)
    ('12.5', True, ['a', 'b'], None)
    """
    if isinstance(value, Mapping):
        return {name: to_json(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [to_json(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return format_num(value) if isinstance(value, int) and not isinstance(value, bool) else value
