"""Conditions that contradict themselves, repeat themselves, or have the same verdict on every answer."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from schemas.authoring.lint.boxes import Boxes, TooMuchWork, difference, join
from schemas.authoring.lint.finding import Finding, make_finding
from schemas.authoring.lint.space import Space
from schemas.authoring.lint.subject import Look
from schemas.authoring.lint.terms import LITERAL, Term, flattened
from schemas.rules.operators.quantifiers import Quantifier

#: Up to this many members, each is also compared with all the others together.
MAX_TOGETHER: Final = 16


def check_conditions(look: Look) -> Iterator[Finding]:
    """Yield the mistakes in the conditions of one rule; nothing more once its budget is spent.

    Errors: `contradiction` (first, second) · `never_true` (condition).
    Warnings: `always_true` · `part_never_true` · `part_always_true` · `duplicate` (condition) · `redundant` (condition,
    by): another condition asks for more · `redundant_together` · `shadowed` (condition, by): another one lets more pass
    · `shadowed_together` · `branch_never_reached`.
    """
    term = look.site.term
    try:
        if look.site.rule.type == "bool":
            yield from _whole(look, term)
        yield from _below(look, term)
    except TooMuchWork:
        return


def _below(look: Look, term: Term) -> Iterator[Finding]:
    """Check the conditions inside a term that is not `and`, `or` or `!`: cases, and bodies of quantifiers."""
    if term.word == "if":
        yield from _cases(look, term)
    node = look.site.nodes.get(term.pointer)
    if node is not None and isinstance(node.detail, Quantifier):
        group = node.detail.group_name
        inside = Look(look.site, look.world.inside(group), look.readback, look.budget, group)
        if node.detail.body.type == "bool":
            yield from _whole(inside, term.operands[1])
        yield from _below(inside, term.operands[1])
        return
    for each in term.operands:
        yield from _below(look, each)


def _whole(look: Look, term: Term) -> Iterator[Finding]:
    """Check one whole condition; a literal is a switch set on purpose, and no mistake."""
    if term.word == LITERAL:
        return
    space = Space([term], look.world, look.budget)
    if not space.possible(space.where(term, verdict=True)):
        contradictions = list(_contradictions(look, space, term)) if term.word == "and" else []
        yield from contradictions or [make_finding("never_true", term.pointer, condition=look.said(term))]
    elif not space.possible(space.where(term, verdict=False)):
        yield make_finding("always_true", term.pointer, condition=look.said(term))
    else:
        yield from _parts(look, space, term)


def _parts(look: Look, space: Space, term: Term) -> Iterator[Finding]:
    if term.word in ("and", "or"):
        yield from _members(look, space, term)
        members = list(flattened(term, term.word))
    else:
        members = list(term.operands) if term.word == "!" else []
    for each in members:
        yield from _parts(look, space, each)


def _contradictions(look: Look, space: Space, term: Term) -> Iterator[Finding]:
    """Yield the first two members that cannot be true together."""
    members = list(flattened(term, "and"))
    for first, second in combinations(members, 2):
        look.budget.spend(1)
        if first.names.isdisjoint(second.names):
            continue
        true = [space.where(each, verdict=True) for each in (first, second)]
        if all(space.possible(each) for each in true) and not _shared(space, *true):
            yield make_finding("contradiction", second.pointer, first=look.said(first), second=look.said(second))
            return


def _shared(space: Space, left: Boxes, right: Boxes) -> Boxes:
    return space.possible(space.both(left, right))


def _members(look: Look, space: Space, term: Term) -> Iterator[Finding]:
    """Check the members of one `and` or `or`, each mistake reported once."""
    members, left, keys = list(flattened(term, term.word)), [], set[str]()
    for each in members:
        if each.word == LITERAL:
            continue
        if not space.possible(space.where(each, verdict=True)):
            yield make_finding("part_never_true", each.pointer, condition=look.said(each))
        elif not space.possible(space.where(each, verdict=False)):
            yield make_finding("part_always_true", each.pointer, condition=look.said(each))
        elif each.key in keys:
            yield make_finding("duplicate", each.pointer, condition=look.said(each))
        else:
            left.append(each)
        keys.add(each.key)
    if term.word == "and" and (found := next(_contradictions(look, space, term), None)):
        yield found
    else:
        yield from _needless(look, space, term.word, left)


def _needless(look: Look, space: Space, word: str, members: list[Term]) -> Iterator[Finding]:
    """Yield the members that can be removed without changing the verdict of the whole."""
    true = [space.where(each, verdict=True) for each in members]
    needless: set[int] = set()
    for place, other in _ordered_pairs(len(members)):
        look.budget.spend(1)
        if members[place].names.isdisjoint(members[other].names):
            continue
        narrow, wide = (other, place) if word == "and" else (place, other)
        if not {place, other} & needless and _within(space, true[narrow], true[wide]):
            needless.add(place)
            yield _by_another(look, word, members[place], members[other])
    if not needless and 3 <= len(members) <= MAX_TOGETHER:
        yield from _by_all_others(look, space, word, members)


def _by_all_others(look: Look, space: Space, word: str, members: list[Term]) -> Iterator[Finding]:
    """Yield the first member that the others together make needless, if there is one."""
    true = [space.where(each, verdict=True) for each in members]
    for place, each in enumerate(members):
        named = frozenset[str]().union(*(other.names for other in members if other is not each))
        if each.names.isdisjoint(named):
            continue
        rest = [boxes for other, boxes in enumerate(true) if other != place]
        if word == "and" and _within(space, space.all(rest), true[place]):
            yield make_finding("redundant_together", each.pointer, condition=look.said(each))
            return
        if word == "or" and _within(space, true[place], join(rest)):
            yield make_finding("shadowed_together", each.pointer, condition=look.said(each))
            return


def _by_another(look: Look, word: str, member: Term, other: Term) -> Finding:
    condition, by = look.said(member), look.said(other)
    if word == "and":
        return make_finding("redundant", member.pointer, condition=condition, by=by)
    return make_finding("shadowed", member.pointer, condition=condition, by=by)


def _ordered_pairs(count: int) -> Iterator[tuple[int, int]]:
    """Yield (one, other): of two equivalent ones, the later one is needless."""
    for other, place in combinations(range(count), 2):
        yield place, other
        yield other, place


def _within(space: Space, narrow: Boxes, wide: Boxes) -> bool:
    """Return whether every possible situation of one union is in the other."""
    return not space.possible(difference(narrow, wide, space.full, space.budget))


def _cases(look: Look, term: Term) -> Iterator[Finding]:
    """Check the conditions of an `if`, each after those before it."""
    conditions = list(term.operands[:-1:2])
    space = Space(conditions, look.world, look.budget)
    before: Boxes = []
    for each in conditions:
        true = space.possible(space.where(each, verdict=True))
        if each.word != LITERAL and before and _within(space, true, before):
            yield make_finding("branch_never_reached", each.pointer, condition=look.said(each))
        else:
            yield from _whole(look, each)
        before = join((before, true))
