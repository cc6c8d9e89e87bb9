"""A problem: a mistake of an author or an applicant as a code, a place and parameters, never a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

NO_PARAMS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake.

    `code` is stable and lower case (`too_long`); `pointer` is an RFC 6901 pointer into the thing that was checked
    (answers, or a document); `params` holds what a sentence about it needs (`{"limit": 50}`).
    """

    code: str
    pointer: str = ""
    params: Mapping[str, object] = field(default_factory=lambda: NO_PARAMS, hash=False)


def escaped(token: str) -> str:
    """Return one reference token of a JSON pointer, escaped as RFC 6901 section 3 asks."""
    return token.replace("~", "~0").replace("/", "~1")


def pointer_to(*tokens: str | int) -> str:
    """Return the JSON pointer through `tokens`.

    >>> pointer_to("enfants", 0, "a/b")
    '/enfants/0/a~1b'
    """
    return "".join(f"/{escaped(str(token))}" for token in tokens)


def tokens_of(pointer: str) -> list[str]:
    """Return the tokens that a JSON pointer goes through.

    >>> tokens_of("/enfants/0/a~1b")
    ['enfants', '0', 'a/b']
    """
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def under(prefix: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return `problems` with `prefix`, a JSON pointer, put before each place."""
    return tuple(replace(problem, pointer=prefix + problem.pointer) for problem in problems)
