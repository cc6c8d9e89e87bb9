"""Boxes: exact sets of situations, each axis cut into the few cells that a rule can distinguish.

A mask is a set of cells of one axis, one bit per cell. A box gives a mask for some axes and leaves the others free; a
list of boxes is their union. Every operation is exact; `Budget` bounds the work of a whole check.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

#: From the name of an axis to the mask of the cells that are in the box.
Box = Mapping[str, int]
Boxes = list[Box]
#: All the cells of each axis.
Full = Mapping[str, int]

EVERYTHING: Final[Boxes] = [{}]
NOTHING: Final[Boxes] = []

#: Past this many boxes at a time, an exact result is given up (rules.md, checks while authoring, 6).
MAX_BOXES: Final = 20_000


class TooMuchWork(Exception):  # noqa: N818 (it reads as what it says)
    """An exact result would take more than its budget: the caller reports nothing, or looks at samples."""


@dataclass(slots=True)
class Budget:
    """How much work is left, in masks of boxes looked at: somewhat less than a microsecond each."""

    left: int

    def spend(self, operations: int) -> None:
        """Count work that is about to be done. Raises `TooMuchWork` when it is more than what is left."""
        if operations > self.left:
            raise TooMuchWork
        self.left -= operations

    @contextmanager
    def half(self) -> Iterator["Budget"]:
        """Lend half of what is left, and keep the other half for later work."""
        lent = self.left // 2
        part = Budget(lent)
        yield part
        self.left -= lent - part.left


def meet(left: Boxes, right: Boxes, budget: Budget) -> Boxes:
    """Return the intersection of both unions."""
    if not left or not right:
        return NOTHING
    budget.spend(len(left) * len(right) * (1 + len(right[0])))
    found = (_met(one, other) for one in left for other in right)
    return [box for box in found if box is not None]


def join(parts: Iterable[Boxes]) -> Boxes:
    """Return the union of the unions, without repeated boxes."""
    found: dict[tuple[tuple[str, int], ...], Box] = {}
    for boxes in parts:
        for box in boxes:
            found.setdefault(tuple(sorted(box.items())), box)
    return list(found.values())


def difference(boxes: Boxes, taken: Boxes, full: Full, budget: Budget) -> Boxes:
    """Return the part of `boxes` that is in none of `taken`."""
    left = boxes
    for each in taken:
        budget.spend(len(left) * (1 + len(each) // 2))
        left = [piece for box in left for piece in _without(box, each, full)]
        if len(left) > MAX_BOXES:
            raise TooMuchWork
    return left


def _met(left: Box, right: Box) -> Box | None:
    if not left:
        return right
    if not right:
        return left
    box = dict(left)
    for axis, mask in right.items():
        kept = box.get(axis, mask) & mask
        if not kept:
            return None
        box[axis] = kept
    return box


def _without(box: Box, taken: Box, full: Full) -> Iterable[Box]:
    """Return the pieces of `box` outside `taken`: at most one per axis, and no two of them share a situation."""
    if _met(box, taken) is None:
        return (box,)
    pieces = []
    rest = dict(box)
    for axis, mask in taken.items():
        mine = rest.get(axis, full[axis])
        if outside := mine & ~mask:
            pieces.append({**rest, axis: outside})
        rest[axis] = mine & mask
    return pieces
