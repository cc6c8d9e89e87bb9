"""The compiled guards of transitions: a transition passes only when its guard is TRUE."""

from schemas.compilation.context import Work
from schemas.problems import pointer_to
from schemas.rules.rule import Rule


def compile_guards(work: Work) -> dict[str, Rule]:
    """Compile the guards of the circuit, by the id of their transition."""
    found = {}
    for place, transition in enumerate(work.document.circuit.transitions.values()):
        if transition.guard is not None:
            pointer = pointer_to("circuit", "transitions", place, "guard")
            rule = work.rule(transition.guard, work.all_names, pointer=pointer)
            if rule is not None:
                found[transition.id] = rule
    return found
