"""Samples of a space too large to be checked whole: situations spread evenly, always the same ones."""

from collections.abc import Iterator
from typing import Final

from schemas.authoring.lint.boxes import Box, Full

#: Numerical Recipes, 3rd edition (2007), section 7.1: a linear congruential generator modulo 2**32.
_FACTOR: Final = 1_664_525
_ADDED: Final = 1_013_904_223
_TURN: Final = 2**32


def samples(full: Full, count: int) -> Iterator[Box]:
    """Yield boxes of one cell per axis."""
    state = 0
    for _ in range(count):
        box = {}
        for axis, mask in full.items():
            state = (state * _FACTOR + _ADDED) % _TURN
            box[axis] = 1 << (state * mask.bit_length() // _TURN)
        yield box
