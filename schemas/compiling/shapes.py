"""The shape of `rules`: what may stand in it, and its messages."""

from collections.abc import Iterator, Mapping

from schemas.compiling.work import Work
from schemas.problems import Problem, pointer_to, under

#: The number of the rule language that a document pins (rules.md, Storage).
DIALECT = 1

#: What may stand under `rules` (rules.md, Storage), and what of it is not compiled yet.
RULES = ("dialect", "show", "require", "check", "messages", "tests", "computed", "criteria", "params")
NOT_YET = ("computed", "criteria", "params")


def check_shapes(work: Work) -> None:
    """Tell what of `rules` is of a shape, or in a place, that nothing would read."""
    rules = work.document.source.get("rules", {})
    if not isinstance(rules, Mapping):
        work.say("not_an_object", "/rules")
        return
    if rules and (rules.get("dialect") != DIALECT or isinstance(rules.get("dialect"), bool)):
        work.say("unknown_dialect", "/rules/dialect", known=DIALECT)
    for name, part in rules.items():
        if name not in RULES or (name in NOT_YET and part):
            work.say("not_supported", pointer_to("rules", name), name=name)
    work.problems += under("/rules/messages", _message_problems(rules.get("messages", {})))


def message(rules: Mapping[str, object], name: str) -> str:
    """Return the message of this name: a text, or an object that holds one under `fail`; empty when there is none."""
    messages = rules.get("messages")
    found = messages.get(name) if isinstance(messages, Mapping) else None
    return str(found.get("fail", "")) if isinstance(found, Mapping) else str(found or "")


def _message_problems(messages: object) -> Iterator[Problem]:
    if not isinstance(messages, Mapping):
        yield Problem("not_an_object")
        return
    for name, found in messages.items():
        text = found.get("fail", "") if isinstance(found, Mapping) else found
        if not isinstance(text, str):
            yield Problem("not_a_text", pointer_to(name))
