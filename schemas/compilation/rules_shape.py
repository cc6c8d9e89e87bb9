"""The shape of `rules`: its known members, its dialect, and its messages."""

from collections.abc import Iterator, Mapping

from schemas.compilation.context import Work
from schemas.problems import Problem, pointer_to, under

#: The number of the rule language that a document pins (rules.md, Storage).
DIALECT = 1

#: The known members of `rules` (rules.md, Storage).
RULES = ("dialect", "show", "require", "check", "messages", "tests", "computed", "criteria", "params")


def check_shapes(work: Work) -> None:
    """Report the parts of `rules` of a shape, or in a place, that nothing would read."""
    rules = work.document.source.get("rules", {})
    if not isinstance(rules, Mapping):
        work.say("not_an_object", "/rules")
        return
    if rules and (rules.get("dialect") != DIALECT or isinstance(rules.get("dialect"), bool)):
        work.say("unknown_dialect", "/rules/dialect", known=DIALECT)
    for name in rules:
        if name not in RULES:
            work.say("not_supported", pointer_to("rules", name), name=name)
    work.problems += under("/rules/messages", _message_problems(rules.get("messages", {})))


#: The parts of a message: what not passing means, what is asked, what the person can do.
MESSAGE_PARTS = ("fail", "label", "advice")


def message(rules: Mapping[str, object], name: str, part: str = "fail") -> str:
    """Return one part of the message of this name; a message that is a text is its `fail`. Empty when not there."""
    messages = rules.get("messages")
    found = messages.get(name) if isinstance(messages, Mapping) else None
    if isinstance(found, Mapping):
        return str(found.get(part, ""))
    return str(found or "") if part == "fail" else ""


def _message_problems(messages: object) -> Iterator[Problem]:
    if not isinstance(messages, Mapping):
        yield Problem("not_an_object")
        return
    for name, found in messages.items():
        parts = [found.get(part, "") for part in MESSAGE_PARTS] if isinstance(found, Mapping) else [found]
        if not all(isinstance(text, str) for text in parts):
            yield Problem("not_a_text", pointer_to(name))
