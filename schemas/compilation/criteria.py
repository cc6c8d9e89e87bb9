"""The compiled criteria of eligibility: each with its legal source, its days, and its messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schemas.compilation.check import listed_rules, required_message
from schemas.compilation.context import Work
from schemas.compilation.rules_shape import message
from schemas.format.names_and_texts import text_problems
from schemas.problems import under
from schemas.rules.rule import Rule
from schemas.rules.values import parse_date


@dataclass(frozen=True, slots=True)
class Criterion:
    """A condition that must be TRUE on the days from `start` to `end`, both included (None: without end).

    `title` and `url` are its legal source. `label` is what is asked, `message` what not meeting it means, `advice`
    what the person can do then (may be blank).
    """

    id: str
    rule: Rule
    label: str
    message: str
    advice: str
    title: str
    url: str
    start: date | None = None
    end: date | None = None

    def applies_on(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def compile_criteria(work: Work) -> tuple[Criterion, ...]:
    """Compile `rules.criteria`, in order."""
    found = [_compile_criterion(work, source, pointer) for source, pointer in listed_rules(work, "criteria")]
    return tuple(criterion for criterion in found if criterion is not None)


def _compile_criterion(work: Work, source: Mapping[str, object], pointer: str) -> Criterion | None:
    rule = work.rule(source.get("expr"), work.all_names, pointer=f"{pointer}/expr")
    name = f"criteria/{source['id']}"
    text, rules = required_message(work, name), work.document.rules
    title, url = read_source(work, source.get("source", {}), f"{pointer}/source")
    start, end = _days(work, source.get("valid", {}), f"{pointer}/valid")
    if rule is None:
        return None
    label, advice = message(rules, name, "label"), message(rules, name, "advice")
    return Criterion(str(source["id"]), rule, label or text, text, advice, title, url, start, end)


def read_source(work: Work, source: object, pointer: str) -> tuple[str, str]:
    """Return the title and the address of a legal source: an address begins with https://."""
    if not isinstance(source, Mapping):
        work.say("not_an_object", pointer)
        return "", ""
    for name in ("title", "url"):
        work.problems += under(pointer, text_problems(source, name))
    title, url = str(source.get("title", "")), str(source.get("url", ""))
    if url and not url.startswith("https://"):
        work.say("not_a_link", f"{pointer}/url")
    return title, url


def _days(work: Work, valid: object, pointer: str) -> tuple[date | None, date | None]:
    if not isinstance(valid, Mapping):
        work.say("not_an_object", pointer)
        return None, None
    start, end = (_day(work, valid, name, pointer) for name in ("from", "to"))
    if start and end and end < start:
        work.say("period_reversed", f"{pointer}/to")
    return start, end


def _day(work: Work, valid: Mapping[str, object], name: str, pointer: str) -> date | None:
    text = valid.get(name)
    day = parse_date(text) if isinstance(text, str) else None
    if text is not None and day is None:
        work.say("bad_date", f"{pointer}/{name}")
    return day
