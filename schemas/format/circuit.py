"""The circuit of a procedure: states of a submission, their six categories, and transitions between them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TypeVar

from schemas.format.names_and_texts import ID, name_problems, text_problems
from schemas.problems import Problem, pointer_to, under


class Category(StrEnum):
    """The meaning of a state, whatever its label; the API, the statistics and the clocks rely on it."""

    RECEIVED = "received"
    PROCESSING = "processing"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"


class Actor(StrEnum):
    """Who may do a transition."""

    AGENT = "agent"
    MANAGER = "manager"
    CITIZEN = "citizen"
    SYSTEM = "system"


class TransitionReason(StrEnum):
    """Whether a transition asks for a reason."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


#: A member of a list of the circuit, and a closed set that a member may name.
Value = TypeVar("Value")
Member = TypeVar("Member", bound=StrEnum)


#: Categories in which the person has nothing more to expect.
FINAL_CATEGORIES = frozenset({Category.ACCEPTED, Category.REFUSED, Category.CLOSED})


@dataclass(frozen=True, slots=True)
class State:
    """One state: `label` and `text` are what the person reads."""

    id: str
    label: str
    category: Category
    text: str = ""

    @property
    def is_final(self) -> bool:
        return self.category in FINAL_CATEGORIES


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from states to a state. `guard` is a rule over the answers, or None; only TRUE lets it pass."""

    id: str
    label: str
    sources: frozenset[str]
    target: str
    actors: frozenset[Actor]
    reason: TransitionReason = TransitionReason.NONE
    guard: object = None


@dataclass(frozen=True, slots=True)
class Circuit:
    """All states and transitions of a procedure, by id, in the order of the document."""

    initial: str
    states: Mapping[str, State]
    transitions: Mapping[str, Transition]

    def leaving(self, state: str, actors: Sequence[Actor]) -> tuple[Transition, ...]:
        """Return the transitions that one of `actors` may do from `state`, guards not looked at."""
        wanted = frozenset(actors)
        return tuple(t for t in self.transitions.values() if state in t.sources and t.actors & wanted)


#: The circuit of a document without submissions.
NO_CIRCUIT = Circuit("", {}, {})


def read_circuit(source: object) -> tuple[Circuit | None, tuple[Problem, ...]]:
    """Read the `circuit` of a document; pointers of problems start at it."""
    if not isinstance(source, Mapping):
        return None, (Problem("not_an_object"),)
    states, state_problems = _read_all(source.get("states"), "states", _read_state)
    read_one = partial(_read_transition, states=frozenset(states))
    transitions, transition_problems = _read_all(source.get("transitions", []), "transitions", read_one)
    problems = [*state_problems, *transition_problems]
    initial = source.get("initial")
    if not isinstance(initial, str) or initial not in states:
        problems.append(Problem("unknown_state", "/initial", {"state": str(initial)}))
    return None if problems else Circuit(str(initial), states, transitions), tuple(problems)


def _read_all(
    source: object, name: str, read_one: Callable[[Mapping[str, object], str, list[Problem]], Value | None]
) -> tuple[dict[str, Value], list[Problem]]:
    """Read a list of values with ids into a mapping, with a problem for each missing, malformed or repeated id."""
    found: dict[str, Value] = {}
    problems: list[Problem] = []
    if not isinstance(source, list):
        return found, [Problem("not_a_list", pointer_to(name))]
    for place, each in enumerate(source):
        pointer = pointer_to(name, place)
        if not isinstance(each, Mapping) or not isinstance(each.get("id"), str) or not ID.match(each["id"]):
            problems.append(Problem("missing_id", pointer))
            continue
        problems += name_problems(each["id"], f"{pointer}/id")
        problems += under(pointer, text_problems(each, "label", is_required="label" in each))
        if each["id"] in found:
            problems.append(Problem("repeated_id", pointer, {"id": each["id"]}))
        elif (value := read_one(each, pointer, problems)) is not None:
            found[each["id"]] = value
    return found, problems


def _read_state(source: Mapping[str, object], pointer: str, problems: list[Problem]) -> State | None:
    problems += under(pointer, text_problems(source, "text"))
    category = _member(source.get("category"), Category)
    if category is None:
        known = [each.value for each in Category]
        problems.append(Problem("unknown_category", f"{pointer}/category", {"known": known}))
        return None
    return State(str(source["id"]), str(source.get("label", source["id"])), category, str(source.get("text", "")))


def _read_transition(
    source: Mapping[str, object], pointer: str, problems: list[Problem], *, states: frozenset[str]
) -> Transition | None:
    sources, target = _texts(source.get("from")), source.get("to")
    actors = [_member(actor, Actor) for actor in _texts(source.get("by", ["agent"]))]
    reason = _member(source.get("reason", "none"), TransitionReason)
    if not sources or not isinstance(target, str):
        problems.append(Problem("bad_transition", pointer))
        return None
    unknown = sorted({*sources, target} - states)
    problems += [Problem("unknown_state", pointer, {"state": name}) for name in unknown]
    if not actors or None in actors:
        problems.append(Problem("unknown_actor", f"{pointer}/by", {"known": [actor.value for actor in Actor]}))
    if reason is None:
        problems.append(
            Problem("unknown_reason", f"{pointer}/reason", {"known": [each.value for each in TransitionReason]})
        )
    return Transition(
        id=str(source["id"]),
        label=str(source.get("label", source["id"])),
        sources=frozenset(sources),
        target=target,
        actors=frozenset(actor for actor in actors if actor is not None),
        reason=reason or TransitionReason.NONE,
        guard=source.get("guard"),
    )


def _member(value: object, members: type[Member]) -> Member | None:
    """Return the member that a JSON value of any type names, or None."""
    return next((member for member in members if member.value == value), None)


def _texts(value: object) -> list[str]:
    """Return a list of texts as it is, and an empty one for anything else."""
    is_texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return list(value) if is_texts and isinstance(value, list) else []
