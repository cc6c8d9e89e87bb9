"""Strict reading of the body of a request: unambiguous JSON of bounded size, depth and numbers."""

from collections.abc import Iterator
from itertools import islice

from django.http import HttpRequest
from ninja.parser import Parser

from runtime.api.problems import Refusal
from schemas.answers.validation import MAX_PROBLEMS
from schemas.format.reading import read_json, value_problems
from schemas.problems import Problem, pointer_to
from schemas.questions.text_limits import places_cut


class StrictParser(Parser):
    """Parser of the API; a `Refusal` says what is wrong with a body."""

    def parse_body(self, request: HttpRequest) -> object:
        """Return the JSON of a body (RFC 8259): no repeated key, no NaN, nothing that canonical JSON cannot hold, no
        text over the limits of `text_limits` (bar W1).
        """
        if not _is_json(request.content_type or ""):
            raise Refusal("unsupported-media-type")
        value, problems = read_json(request.body)
        problems = problems or tuple(value_problems(value)) or tuple(_texts_too_long(value))
        if problems:
            raise _refused(problems)
        return value


def _is_json(media_type: str) -> bool:
    return media_type == "application/json" or (media_type.startswith("application/") and media_type.endswith("+json"))


def _texts_too_long(value: object) -> Iterator[Problem]:
    return (Problem("text_too_long", pointer_to(*place)) for place in islice(places_cut(value), MAX_PROBLEMS))


def _refused(problems: tuple[Problem, ...]) -> Refusal:
    if problems[0].code == "too_large":
        return Refusal("too-large")
    return Refusal("unreadable", errors=[{"pointer": each.pointer, "code": each.code} for each in problems])
