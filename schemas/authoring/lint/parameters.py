"""Mistakes in dated legal parameters: days without a value or with two, values about to end, unused ones."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from schemas.authoring.lint.finding import Finding, make_finding
from schemas.problems import pointer_to
from schemas.rules.legal_params import Param

#: How long before its last day a value is reported as about to end.
NOTICE: Final = timedelta(days=60)


def check_params(params: Mapping[str, Param], used: Collection[str], today: date) -> Iterator[Finding]:
    """Yield the mistakes in parameters.

    Warnings: `param_hole` (param, first, last) · `param_overlap` (param, first, last) · `param_over` (param, last): no
    value any more · `param_ending` (param, last) · `param_not_begun` (param, first) · `param_unused` (param).
    """
    for name, param in params.items():
        pointer = pointer_to("rules", "params", name)
        yield from _between_periods(name, param, pointer)
        yield from _today(name, param, pointer, today)
        if name not in used:
            yield make_finding("param_unused", pointer, param=name)


def _between_periods(name: str, param: Param, pointer: str) -> Iterator[Finding]:
    for before, after in pairwise(param.periods):
        if before.end is None:
            continue
        if before.end >= after.start:
            yield make_finding("param_overlap", pointer, param=name, first=after.start, last=before.end)
        elif after.start - before.end > timedelta(days=1):
            first, last = before.end + timedelta(days=1), after.start - timedelta(days=1)
            yield make_finding("param_hole", pointer, param=name, first=first, last=last)


def _today(name: str, param: Param, pointer: str, today: date) -> Iterator[Finding]:
    first, last = param.periods[0].start, param.periods[-1].end
    if first > today:
        yield make_finding("param_not_begun", pointer, param=name, first=first)
    if last is not None and last < today:
        yield make_finding("param_over", pointer, param=name, last=last)
    elif last is not None and last <= today + NOTICE:
        yield make_finding("param_ending", pointer, param=name, last=last)
