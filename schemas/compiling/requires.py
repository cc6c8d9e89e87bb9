"""What must be answered on a condition."""

from schemas.compiling.names import rule_names
from schemas.compiling.work import Work
from schemas.problems import pointer_to
from schemas.rules.rule import Rule


def compile_requires(work: Work) -> dict[str, Rule]:
    """Compile `rules.require`, by the key of a question, or `<group>.<key>` for a question of each item."""
    found = {}
    inside = names_inside(work)
    for key, expr in work.source("require").items():
        pointer = pointer_to("rules", "require", key)
        if key not in work.asked and key not in inside:
            work.say("unknown_place", pointer)
            continue
        rule = work.rule(expr, {**work.all_names, **inside.get(key, {})}, pointer=pointer)
        if rule is not None:
            found[key] = rule
    return found


def names_inside(work: Work) -> dict[str, dict[str, str]]:
    """Return, for each `<group>.<key>` of a question inside a repeated group, the names of its item that rules read."""
    return {
        f"{group.key}.{inner.key}": rule_names(group.items, prefix="item.")
        for group in work.document.questions
        for inner in group.items
    }
