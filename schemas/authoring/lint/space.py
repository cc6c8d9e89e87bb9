"""The space of situations that some conditions distinguish, and the boxes where each is TRUE and FALSE.

Kleene's logic holds exactly: blanks are cells like others, so that what is neither TRUE nor FALSE is UNKNOWN. Two
measured things are taken to vary independently; where they do not, the space holds impossible situations. So "there
is none" is certain, and "there is one" remains to be checked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from schemas.authoring.lint.axes import Axis, cut
from schemas.authoring.lint.boxes import EVERYTHING, NOTHING, Box, Boxes, Budget, join, meet
from schemas.authoring.lint.domains import ANY_COUNT, ANY_TRUTH, ANYTHING, WHOLE, Domain
from schemas.authoring.lint.terms import LITERAL, NAME, Term, key_of_name
from schemas.rules.compiler import literal_node
from schemas.rules.literals import Literal
from schemas.rules.operators.registry import OPERATORS
from schemas.rules.rule import Evaluator, Node
from schemas.rules.values import ITEM, OF_ITEMS, TODAY, Value

#: The name of a measured thing in a condition evaluated on the cells of its axis.
_THING: Final = "thing"
_CALLED: Final = Node(NAME, "", "", lambda values: values[_THING])

#: The cost of reading one condition, in masks.
_READING: Final = 60

ORDERS: Final = ("==", "!=", "<", "<=", ">", ">=")
#: The order of the two sides of a comparison, as numbers to compare with zero.
_STANDINGS: Final = (-1, 0, 1)
_STANDING: Final = Domain("num", least=-1, most=1)
_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

_OF_ONE: Final = frozenset({*ORDERS, "between", "in", "starts_with"})
_WHOLE: Final = frozenset({"years", "months", "days"})
_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("add_days", "add_months", "add_years", "first_of_month", "first_of_year"), "date"),
    **dict.fromkeys((*_WHOLE, "+", "-", "*", "/", "min", "max", "round", "floor", "ceil", "count"), "num"),
    **dict.fromkeys(("count_if", "sum_of"), "num"),
}


@dataclass(frozen=True, slots=True)
class World:
    """The domains of answers by name, and those of the years since an answered day."""

    domains: Mapping[str, Domain]
    years_since: Mapping[str, Domain] = field(default_factory=dict)

    def inside(self, group: str) -> "World":
        """Return the world in which `item.…` are the questions of one item of a group."""
        domains, years = (_inside(group, each) for each in (self.domains, self.years_since))
        return World(domains, years)

    def domain(self, thing: Term, kind: str) -> Domain:
        """Return the domain of a measured thing; `kind` is the type of its constants."""
        if thing.word == NAME:
            (name,) = thing.names
            return self.domains.get(name, ANYTHING.get(kind, ANYTHING["str"]))
        if thing.word == "years" and len(thing.operands) == 2 and thing.operands[1].names == {TODAY}:
            return self.years_since.get("".join(thing.operands[0].names), WHOLE)
        if thing.word == "count":
            return ANY_COUNT
        return WHOLE if thing.word in _WHOLE else ANYTHING.get(_TYPES.get(thing.word, kind), ANYTHING["str"])


def _inside(group: str, named: Mapping[str, Domain]) -> dict[str, Domain]:
    prefix = group + OF_ITEMS
    return {
        **named,
        **{ITEM + name.removeprefix(prefix): each for name, each in named.items() if name.startswith(prefix)},
    }


@dataclass(frozen=True, slots=True)
class _Measured:
    """One thing that conditions measure: its domain, and the constants that it is compared with."""

    domain: Domain
    names: frozenset[str]
    is_strict: bool
    constants: set[Value] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    is_today: bool = False


class Space:
    """The axes of some conditions, and the boxes where each of their parts holds."""

    def __init__(self, terms: Iterable[Term], world: World, budget: Budget) -> None:
        self.world = world
        self.budget = budget
        self._measured: dict[str, _Measured] = {}
        self._readings: dict[int, _Reading] = {}
        for term in terms:
            self._learn(term)
        self.axes = {key: _axis(each) for key, each in self._measured.items()}
        self.full = {key: axis.full for key, axis in self.axes.items()}
        self._known: dict[tuple[int, bool], Boxes] = {}

    def where(self, term: Term, *, verdict: bool) -> Boxes:
        """Return the boxes where a condition is TRUE, or FALSE. Raises `TooMuchWork`."""
        known = self._known.get((id(term), verdict))
        if known is None:
            known = self._known[id(term), verdict] = self._where(term, verdict=verdict)
        return known

    def possible(self, boxes: Boxes) -> Boxes:
        """Return the possible boxes: where nothing is measured on a blank answer."""
        return [box for box in boxes if self._can_be(box)]

    def both(self, left: Boxes, right: Boxes) -> Boxes:
        """Return the intersection of both unions."""
        return meet(left, right, self.budget)

    def witness(self, box: Box) -> dict[str, Value | None]:
        """Return a value in the box for each axis, by its key."""
        return {key: axis.first(box.get(key, axis.full)) for key, axis in self.axes.items()}

    def needed(self, box: Box) -> frozenset[str]:
        """Return the names that must have an answer for a situation to be in the box."""
        told = (self._measured[key] for key, mask in box.items() if not mask & self.axes[key].blank)
        return frozenset().union(*(thing.names for thing in told if thing.is_strict))

    def _can_be(self, box: Box) -> bool:
        blank = {
            name
            for key, mask in box.items()
            if mask == self.axes[key].blank
            for name in self._measured[key].names
            if key == key_of_name(name)
        }
        return not blank or self.needed(box).isdisjoint(blank)

    def _where(self, term: Term, *, verdict: bool) -> Boxes:
        if term.word in ("and", "or"):
            parts = [self.where(each, verdict=verdict) for each in term.operands]
            return self.all(parts) if (term.word == "and") is verdict else join(parts)
        if term.word == "!":
            return self.where(term.operands[0], verdict=not verdict)
        if term.word == LITERAL:
            return EVERYTHING if term.literal is not None and term.literal.value is verdict else NOTHING
        if (compared := _compared_with_truth(term)) is not None:
            condition, wanted = compared
            return self.where(condition, verdict=wanted is verdict)
        if (held := _held(term)) is not None:
            parts = [self._where_is(key, verdict=verdict) for key in held.keys]
            return self.all(parts) if (term.word == "has_all") is verdict else join(parts)
        reading = self._reading(term)
        axis = self.axes[reading.key]
        self.budget.spend(len(axis.cells))
        mask = axis.mask(reading.verdict({_THING: value}) is verdict for value in axis.cells)
        return [{reading.key: mask}] if mask else NOTHING

    def all(self, parts: list[Boxes]) -> Boxes:
        """Return the intersection of all unions."""
        boxes = EVERYTHING
        for part in sorted(parts, key=len):
            boxes = meet(boxes, part, self.budget)
        return boxes

    def _where_is(self, key: str, *, verdict: bool) -> Boxes:
        axis = self.axes[key]
        return [{key: axis.mask(value is verdict for value in axis.cells)}]

    def _learn(self, term: Term) -> None:
        """Record what a condition measures, and the constants that it compares with."""
        if term.word in ("and", "or", "!"):
            for each in term.operands:
                self._learn(each)
        elif term.word == LITERAL:
            return
        elif (compared := _compared_with_truth(term)) is not None:
            self._learn(compared[0])
        elif (held := _held(term)) is not None:
            for key in held.keys:
                self._measure(key, ANY_TRUTH, held.thing)
        else:
            self._learn_reading(self._reading(term))

    def _reading(self, term: Term) -> "_Reading":
        found = self._readings.get(id(term))
        if found is None:
            self.budget.spend(_READING)
            found = self._readings[id(term)] = _reading(term)
        return found

    def _learn_reading(self, reading: "_Reading") -> None:
        values = [value for each in reading.constants for value in _values(each)]
        kind = next((each.type for each in reading.constants if each.type != "list"), "str")
        domain = reading.domain or self.world.domain(reading.thing, kind)
        found = self._measure(reading.key, domain, reading.thing)
        found.constants.update(_STANDINGS if domain is _STANDING else values)
        if reading.is_prefix:
            found.prefixes.update(str(value) for value in values)

    def _measure(self, key: str, domain: Domain, thing: Term) -> _Measured:
        is_today = key == key_of_name(TODAY)
        found = _Measured(domain, thing.names, thing.is_strict, is_today=is_today)
        return self._measured.setdefault(key, found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A condition as a test of each cell of one axis.

    `thing` is what the axis `key` measures; `verdict` evaluates the condition with the value of a cell as `_THING`;
    `domain` is that of the axis where it does not follow from `thing`.
    """

    key: str
    thing: Term
    verdict: Evaluator
    constants: tuple[Literal, ...] = ()
    domain: Domain | None = None
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    """A condition on the keys that a list holds: one axis per key, whether it is in the list."""

    thing: Term
    keys: tuple[str, ...]


def _reading(term: Term) -> _Reading:
    things = [each for each in term.operands if each.word != LITERAL]
    if term.word == "answered":
        return _Reading(things[0].key, things[0], lambda values: values[_THING] is not None)
    if term.word in _OF_ONE and len(things) == 1 and not _compares_lists(term):
        return _against_constants(term, things[0])
    if term.word in ORDERS and len(things) == 2:
        return _against_each_other(term, *things)
    return _Reading(term.key, term, _CALLED.run, domain=ANY_TRUTH)


def _against_constants(term: Term, thing: Term) -> _Reading:
    operands = [_CALLED if each.literal is None else literal_node(each.literal, "") for each in term.operands]
    literals = tuple(each.literal for each in term.operands if each.literal is not None)
    verdict = OPERATORS[term.word].build(operands)
    return _Reading(thing.key, thing, verdict, literals, is_prefix=term.word == "starts_with")


def _against_each_other(term: Term, first: Term, second: Term) -> _Reading:
    """Read a comparison of two things as the sign of their order: below zero, zero or above."""
    word = _MIRRORED.get(term.word, term.word) if first.key > second.key else term.word
    verdict = OPERATORS[word].build([_CALLED, literal_node(Literal("num", 0), "")])
    return _Reading(" ~ ".join(sorted((first.key, second.key))), term, verdict, domain=_STANDING)


def _compares_lists(term: Term) -> bool:
    return term.word in ORDERS and any(
        each.literal is not None and each.literal.type == "list" for each in term.operands
    )


def _compared_with_truth(term: Term) -> tuple[Term, bool] | None:
    """Return the condition that is compared with true or false, and the verdict that it must have."""
    if term.word not in ("==", "!="):
        return None
    left, right = term.operands
    if left.word == LITERAL:
        left, right = right, left
    if left.word == LITERAL or right.literal is None or not isinstance(right.literal.value, bool):
        return None
    return left, (term.word == "==") is right.literal.value


def _held(term: Term) -> _Held | None:
    """Return the keys that a condition looks for in a list; None for any other condition."""
    if term.word not in ("has_any", "has_all", "in") or len(term.operands) != 2:
        return None
    thing, keys = term.operands
    if term.word != "has_all" and thing.word == LITERAL:
        thing, keys = keys, thing
    elif term.word == "in":
        return None
    if thing.word == LITERAL or keys.literal is None:
        return None
    return _Held(thing, tuple(f"{thing.key} has {value}" for value in _values(keys.literal)))


def _values(literal: Literal) -> tuple[Value, ...]:
    value = literal.value
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else (value,)


def _axis(measured: _Measured) -> Axis:
    return cut(measured.domain, measured.constants, measured.prefixes, may_be_blank=not measured.is_today)
