"""The compiled conditions under which a question must be answered (`rules.require`)."""

from schemas.compilation.context import Work
from schemas.compilation.rule_names import RuleNames, scopes
from schemas.problems import pointer_to
from schemas.rules.rule import Rule


def compile_requires(work: Work) -> dict[str, Rule]:
    """Compile `rules.require`, by the address of a question: its key, or `<outer>.<key>` for one inside another."""
    found = {}
    inside = names_inside(work)
    for key, expr in work.source("require").items():
        pointer = pointer_to("rules", "require", key)
        if key not in inside:
            work.say("unknown_place", pointer)
            continue
        rule = work.rule(expr, {**work.all_names, **inside[key]}, pointer=pointer)
        if rule is not None:
            found[key] = rule
    return found


def names_inside(work: Work) -> dict[str, RuleNames]:
    """Return, by the address of each question that has an answer, the names that rules about it may read."""
    return scopes(work.document.questions)
