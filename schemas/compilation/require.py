"""The compiled conditions under which a question must be answered (`rules.require`)."""

from schemas.compilation.context import Work
from schemas.problems import pointer_to
from schemas.rules.rule import Rule


def compile_requires(work: Work) -> dict[str, Rule]:
    """Compile `rules.require`, by the address of a question: its key, or `<outer>.<key>` for one inside another."""
    found = {}
    for key, expr in work.source("require").items():
        pointer = pointer_to("rules", "require", key)
        place = work.places.get(key)
        if place is None:
            work.say("unknown_place", pointer)
            continue
        rule = work.rule(expr, {**work.all_names, **place.names}, pointer=pointer, times=place.times)
        if rule is not None:
            found[key] = rule
    return found
