"""What must be answered on a condition."""

from schemas.compiling.work import Work
from schemas.problems import pointer_to
from schemas.rules.rule import Rule


def compile_requires(work: Work) -> dict[str, Rule]:
    """Compile `rules.require`, by the key of a question."""
    found = {}
    for key, expr in work.source("require").items():
        pointer = pointer_to("rules", "require", key)
        if key not in work.asked:
            work.say("unknown_place", pointer)
        elif (rule := work.rule(expr, work.all_names, pointer=pointer)) is not None:
            found[key] = rule
    return found
