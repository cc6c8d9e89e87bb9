"""Verdicts of a browser on the rules of a page: questions it showed, and differences from the server."""

import json
import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from django.http import QueryDict

from runtime.live_rules.block import PageRule, on_page, value_as_json
from runtime.live_rules.drawn_step import drawn_step
from runtime.live_rules.form_state import Stand
from runtime.live_rules.rule_selection import LiveRule, rules_of_step
from runtime.presentation.field_names import field_token
from schemas.answers.journey import VisibleStep, visible_in_item, with_choices
from schemas.answers.rule_values import RuleValues
from schemas.compilation.compiled import Compiled
from schemas.format.document import Section
from schemas.questions.base import ITEM_ID, Question, Raw
from schemas.questions.types.computed import STEPS, rounded_to_step
from schemas.rules.naming import address_token
from schemas.rules.rule import evaluate

logger = logging.getLogger(__name__)

#: The field in which the script posts its verdicts: `[[kind, place, value], …]`; no longer than this.
FIELD = "_verdicts"
MAX_LENGTH = 100_000

Verdicts = dict[tuple[str, str], object]


def verdicts_in(post: QueryDict) -> Verdicts:
    """Return the verdicts of a browser, by kind and place; none when the field is no such list."""
    text = post.get(FIELD, "")
    try:
        told = json.loads(text) if 0 < len(text) <= MAX_LENGTH else []
    except (ValueError, RecursionError):
        return {}
    return {
        (each[0], each[1]): each[2]
        for each in (told if isinstance(told, list) else [])
        if isinstance(each, list) and len(each) == 3 and isinstance(each[0], str) and isinstance(each[1], str)
    }


def posted_step(stand: Stand, visible: VisibleStep, post: QueryDict) -> VisibleStep:
    """Return a step with the questions shown on its page when it was posted, those shown by the script included.

    Questions that should not show are dropped when the server decides; one with raw input counts as shown.
    """
    rules = rules_of_step(stand.compiled, visible.step)
    if rules is None:
        return visible
    drawn = drawn_step(stand.compiled, visible, rules, names=stand.names())
    return _Posted(drawn.awaited, rules.places, post).step(drawn.step)


class _Posted:
    """One posted page; `ruled` are the places that its rules decide."""

    def __init__(self, awaited: frozenset[str], ruled: Collection[str], post: QueryDict) -> None:
        self.awaited, self.ruled, self.post = awaited, ruled, post
        self.shown = {place for (kind, place), value in verdicts_in(post).items() if kind == "show" and value is True}
        self.has_script = bool(post.get(FIELD))

    def step(self, step: VisibleStep) -> VisibleStep:
        sections = (replace(section, questions=tuple(self.questions(section))) for section in step.sections)
        return replace(step, sections=tuple(section for section in sections if section.questions))

    def showed(self, place: str) -> bool:
        if place not in self.awaited:
            return True
        return place in self.shown if place in self.ruled else self.has_script

    def questions(self, section: Section) -> Iterator[Question]:
        in_section = self.showed(f"section/{section.id}")
        for question in section.questions:
            is_shown = in_section and self.showed(f"question/{address_token(question.key)}")
            if is_shown or self.is_typed(question):
                choices = self.choices(question)
                if choices is not None:
                    yield choices

    def choices(self, question: Question) -> Question | None:
        places = {value: f"choice/{address_token(question.key)}/{value}" for value, _ in question.choices}
        if not self.awaited & set(places.values()):
            return question
        typed = self.post.getlist(field_token(question.key))
        kept = {value for value, place in places.items() if self.showed(place) or value in typed}
        return with_choices(question, kept) if kept else None

    def is_typed(self, question: Question) -> bool:
        name = field_token(question.key)
        names = [each for each in self.post if each == name or each.startswith(f"{name}.")]
        return any(value for each in names for value in self.post.getlist(each))


def note_differences(stand: Stand, visible: VisibleStep, raws: Mapping[str, Raw], post: QueryDict) -> None:
    """Log each rule that a browser decided otherwise than the server now does: the rule, nothing of the answers.

    A rule that the browser could not decide, because it does not read all that the server does, is no difference.
    """
    told, rules = verdicts_in(post), rules_of_step(stand.compiled, visible.step)
    if not told or rules is None:
        return
    names = stand.names()
    for each in on_page(rules, visible.questions, raws):
        theirs, ours = told.get((each.live.kind, each.place)), _value(stand, each, names)
        if theirs is not None and ours is not _NOTHING and theirs != ours:
            where = {"form": stand.compiled.document.key, "kind": each.live.kind, "place": each.live.place}
            logger.warning("A browser decided otherwise: %(kind)s of %(place)s in %(form)s.", where)


_NOTHING = object()


def _value(stand: Stand, each: PageRule, names: RuleValues) -> object:
    """Return the server's verdict in the form of a browser's; `_NOTHING` where there is none: the item is not kept."""
    inside = _names_at(stand, each, names)
    if inside is None:
        return _NOTHING
    value = evaluate(each.live.rule, inside)
    step = _step_of(stand.compiled, each.live)
    return value_as_json(rounded_to_step(value, step) if step and isinstance(value, int) else value)


def _step_of(compiled: Compiled, live: LiveRule) -> int:
    computed = next((each for each in compiled.calculated.values() if each.rule is live.rule), None)
    return STEPS.get(str(computed.question.options.get("value")), 0) if computed and computed.question else 0


def _names_at(stand: Stand, each: PageRule, names: RuleValues) -> RuleValues | None:
    if not each.item:
        return names
    group = next((q for q in stand.compiled.document.questions if address_token(q.key) == each.live.group), None)
    items = stand.journey.answers.get(group.key) if group else None
    found = [item for item in items if item.get(ITEM_ID) == each.item] if isinstance(items, list) else []
    if group is None or not found:
        return None
    inside = RuleValues(names)
    visible_in_item(stand.compiled, group, item=found[0], names=inside)
    return inside
