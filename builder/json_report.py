"""Reports of commands in JSON, for other software."""

from collections.abc import Iterable

from builder.messages.problems import word_document_problem
from schemas.problems import Problem


def machine_report(*, is_good: bool, **told: object) -> dict[str, object]:
    """Return a report in JSON: `ok`, then `told`; problems as objects of code, pointer, params and message."""
    return {"ok": is_good, **{name: _plain(value) for name, value in told.items()}}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_problem(each) for each in value]
    return value


def _problem(problem: Problem) -> dict[str, object]:
    params = {name: _param(value) for name, value in problem.params.items()}
    return {
        "code": problem.code,
        "pointer": problem.pointer,
        "params": params,
        "message": word_document_problem(problem),
    }


def _param(value: object) -> object:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return [_param(each) for each in value] if isinstance(value, Iterable) else str(value)
