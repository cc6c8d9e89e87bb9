"""An axis: the values of one measured thing, cut into the few cells that the constants of rules distinguish.

Each cell has a representative: the verdict of a rule on a cell is found by evaluating the rule there, so that the
lint does not define operators a second time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schemas.authoring.lint.domains import Domain
from schemas.rules.values import Value

#: The representative of days of which nothing more is known.
_SOME_DAY: Final = date(2000, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Axis:
    """The cells of one axis, by a value in each; None is a blank answer, when there can be one."""

    cells: tuple[Value | None, ...]

    @property
    def full(self) -> int:
        return (1 << len(self.cells)) - 1

    @property
    def blank(self) -> int:
        """Return the mask of the blank cell, which is the last one."""
        return 1 << (len(self.cells) - 1) if self.cells and self.cells[-1] is None else 0

    def mask(self, kept: Iterable[bool]) -> int:
        """Return the mask of the cells that are kept; `kept` is in their order."""
        mask, bit = 0, 1
        for is_kept in kept:
            if is_kept:
                mask |= bit
            bit <<= 1
        return mask

    def first(self, mask: int) -> Value | None:
        """Return a value in a set of cells: of the first one that is not blank, if any."""
        inside = [value for place, value in enumerate(self.cells) if mask >> place & 1]
        return next((value for value in inside if value is not None), None)


def cut(domain: Domain, constants: Iterable[Value], prefixes: Iterable[str] = (), *, may_be_blank: bool = True) -> Axis:
    """Cut `domain` at `constants`, of its type; `prefixes` are beginnings that rules look for in a text."""
    blank: tuple[None, ...] = (None,) if may_be_blank else ()
    if domain.type == "bool":
        return Axis(((True,) if domain.is_always_true else (True, False)) + blank)
    if domain.type == "num":
        return Axis((*_stretches(domain, {each for each in constants if isinstance(each, int)}), *blank))
    if domain.type == "date":
        days = {each.toordinal() for each in constants if isinstance(each, date)}
        return Axis((*(date.fromordinal(day) for day in _stretches(domain, days)), *blank))
    if domain.type == "list":
        return Axis(((), *blank))
    texts = {each for each in constants if isinstance(each, str)}
    return Axis((*_texts(domain, texts, sorted(set(prefixes))), *blank))


def _stretches(domain: Domain, constants: set[int]) -> list[int]:
    """Return a number in each cell of an ordered domain: the constants in it, and one in each interval between."""
    found = []
    edges: Sequence[int | None] = [None, *sorted(constants), None]
    for place in range(1, len(edges)):
        below, above = edges[place - 1], edges[place]
        if (between := _between(domain, below, above)) is not None:
            found.append(between)
        if above is not None and domain.least <= above <= domain.most and above % domain.step == 0:
            found.append(above)
    return found


def _between(domain: Domain, below: int | None, above: int | None) -> int | None:
    """Return the roundest number of a domain strictly between two others, None when there is none."""
    least = domain.least if below is None else max(domain.least, below + 1)
    most = domain.most if above is None else min(domain.most, above - 1)
    least, most = -(-least // domain.step) * domain.step, most // domain.step * domain.step
    if least > most:
        return None
    if domain.type == "date":
        return most if below is None and above is not None else max(least, min(most, _SOME_DAY))
    return _roundest(least, most, domain.step)


def _roundest(least: int, most: int, step: int) -> int:
    """Return a round multiple of `step` from `least` to `most`, as near to zero as the range allows.

    >>> _roundest(1_500_001, 9_000_000, 1), _roundest(-5, 3, 1), _roundest(12_000_001, 12_400_000, 1)
    (2000000, 0, 12100000)
    """
    if least <= 0 <= most:
        return 0
    if most < 0:
        return -_roundest(-most, -least, step)
    size = step
    while -(-least // (10 * size)) * 10 * size <= most and size < least:
        size *= 10
    return -(-least // size) * size


def _texts(domain: Domain, constants: set[str], prefixes: list[str]) -> list[str]:
    """Return a text in each cell: the choices, or the constants, and another text for each prefix."""
    if domain.keys is not None:
        return list(domain.keys)
    others = [_other(beginning, constants, prefixes) for beginning in ("", *prefixes)]
    return list(dict.fromkeys((*sorted(constants), *others)))


def _other(beginning: str, constants: set[str], prefixes: list[str]) -> str:
    """Return a text with this beginning that is no constant and continues no longer prefix."""
    text = beginning + "…"
    while text in constants or any(text.startswith(each) for each in prefixes if len(each) > len(beginning)):
        text += "…"
    return text
