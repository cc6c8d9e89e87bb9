"""Compiled checks: conditions over answers that block when they are FALSE, each with a message at a question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.compilation.context import Work
from schemas.compilation.rule_names import RulePlace
from schemas.compilation.rules_shape import message
from schemas.format.names_and_texts import ID
from schemas.problems import pointer_to
from schemas.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Check:
    """A condition over answers that blocks when it is FALSE, shown at a question.

    `at` is its key, or `<group>.<key>`: the condition is then checked on each item.
    """

    id: str
    at: str
    rule: Rule
    message: str

    @property
    def group(self) -> str:
        """Return the key of the repeated group on each item of which this is checked; "" when it is checked once."""
        return self.at.partition(".")[0] if "." in self.at else ""

    @property
    def inner(self) -> str:
        """Return the key, inside an item, of the question that shows the message."""
        return self.at.partition(".")[2]


def compile_checks(work: Work) -> tuple[Check, ...]:
    """Compile `rules.check`, in order."""
    found = [_compile_check(work, source, pointer) for source, pointer in listed_rules(work, "check")]
    return tuple(check for check in found if check is not None)


def listed_rules(work: Work, name: str) -> Iterator[tuple[Mapping[str, object], str]]:
    """Yield the members of a list in `rules` with their pointers; those without a valid, unique id are reported."""
    source = work.document.rules.get(name, [])
    if not isinstance(source, list):
        work.say("not_a_list", f"/rules/{name}")
        return
    met: set[str] = set()
    for place, each in enumerate(source):
        pointer = pointer_to("rules", name, place)
        rule_id = each.get("id") if isinstance(each, Mapping) else None
        if not isinstance(each, Mapping) or not isinstance(rule_id, str) or not ID.match(rule_id):
            work.say("missing_id", pointer)
        elif rule_id in met:
            work.say("repeated_id", pointer, id=rule_id)
        else:
            met.add(rule_id)
            yield each, pointer


def required_message(work: Work, name: str) -> str:
    """Return the message of this name, which people read; a blank one is reported."""
    text = message(work.document.rules, name)
    if not text.strip():
        work.say("missing_text", pointer_to("rules", "messages", name))
    return text


def _compile_check(work: Work, source: Mapping[str, object], pointer: str) -> Check | None:
    at = source.get("at")
    if not isinstance(at, str) or (at not in work.asked and at not in work.places):
        work.say("unknown_question", f"{pointer}/at", key=str(at))
        return None
    place = work.places.get(at, RulePlace({}, 1))
    names = {**work.all_names, **place.names}
    rule = work.rule(source.get("expr"), names, pointer=f"{pointer}/expr", times=place.times)
    text = required_message(work, f"check/{source['id']}")
    return None if rule is None else Check(str(source["id"]), at, rule, text)
