"""Checks of the fragment of a question, common to all types: unknown keywords, counts and limits."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from schemas.problems import Problem, pointer_to
from schemas.questions.base import NOTHING, Question
from schemas.questions.schema_parts import ANNOTATIONS, is_integer


def fragment_problems(
    question: Question,
    *,
    type: str,  # noqa: A002
    keywords: Iterable[str] = (),
    fixed: Mapping[str, object] = NOTHING,
) -> Iterator[Problem]:
    """Yield the problems of the type and the keywords of a fragment: no keyword is ignored silently.

    `keywords` are those that the question type reads, `fixed` those that it accepts with one value only.
    """
    if question.schema.get("type") != type:
        yield Problem("wrong_fragment_type", "/type", {"expected": type})
    known = {"type", "x-guichet-order", *ANNOTATIONS, *keywords, *fixed}
    for keyword, value in question.schema.items():
        if keyword not in known or (keyword in fixed and value != fixed[keyword]):
            params = {"keyword": keyword, "known": sorted(known)}
            yield Problem("keyword_not_supported", pointer_to(keyword), params)


def count_problems(source: Mapping[str, object], least: str, most: str, *, ceiling: int) -> Iterator[Problem]:
    """Yield the problems of two keywords that count: whole, from 0 (1 for the most) to `ceiling`, in order."""
    good = {name: value for name in (least, most) if (value := source.get(name)) is not None and is_integer(value)}
    for name, floor in ((least, 0), (most, 1)):
        if name in source and not (name in good and floor <= int(str(good[name])) <= ceiling):
            yield Problem("bad_limit", pointer_to(name), {"name": name})
            good.pop(name, None)
    if len(good) == 2 and int(str(good[least])) > int(str(good[most])):
        yield crossed(least, most)


def limit_problems(
    source: Mapping[str, object], least: str, most: str, *, read: Callable[[object], object | None]
) -> Iterator[Problem]:
    """Yield a problem for each limit that `read` cannot read."""
    for name in (least, most):
        if name in source and read(source[name]) is None:
            yield Problem("bad_limit", "", {"name": name})


def crossed(least: str, most: str) -> Problem:
    return Problem("limits_crossed", "", {"least": least, "most": most})
