"""Page of a step: template context from the journey and the raw input."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.templatetags.static import static

from runtime.drafts.step_outcome import Problems, calculated_raws
from runtime.forms.initial_values import is_dropped
from runtime.forms.rendering import FieldView, summary_of, view_field
from runtime.live_rules.block import LiveBlock, block_of, on_page
from runtime.live_rules.drawn_step import DrawnStep, drawn_step, mark
from runtime.live_rules.form_state import Stand
from runtime.live_rules.rule_selection import rules_of_step
from schemas.answers.journey import VisibleStep
from schemas.answers.nested import is_required
from schemas.answers.rule_values import RuleValues
from schemas.compilation.scope import TOP
from schemas.format.document import Section
from schemas.questions.base import Question, Raw
from schemas.questions.registry import QUESTION_TYPES


def step_page(stand: Stand, visible: VisibleStep, *, raws: Mapping[str, Raw], problems: Problems) -> dict[str, object]:
    """Return the context of a step's questions, with the rules that a browser follows there."""
    page = _Page(stand, visible, raws, problems)
    sections = [page.section(section) for section in page.drawn.step.sections]
    first = visible.questions[0]
    return {
        "sections": sections,
        "is_alone": page.is_alone,
        "alone_type": first.type if page.is_alone else "",
        "errors": summary_of(page.fields),
        "needs_multipart": any(map(_needs_multipart, page.drawn.step.questions)),
        "live": _live(page.block),
    }


@dataclass
class _Page:
    """One page being drawn: `drawn` is the step with its awaited questions, `block` the rules about them."""

    stand: Stand
    visible: VisibleStep
    raws: Mapping[str, Raw]
    problems: Problems
    fields: list[FieldView] = field(default_factory=list)

    def __post_init__(self) -> None:
        compiled, rules = self.stand.compiled, rules_of_step(self.stand.compiled, self.visible.step)
        self.drawn, self.names = DrawnStep(self.visible), RuleValues()
        self.block: LiveBlock | None = None
        if rules is not None:
            self.names = self.stand.names()
            self.drawn = drawn_step(compiled, self.visible, rules, names=self.names)
            self.block = block_of(compiled, on_page(rules, self.drawn.step.questions, self.raws), rules=rules,
                                  names=self.names)  # fmt: skip
        self.raws = {**self.raws, **calculated_raws(self.drawn.step, self.stand.journey)}
        self.shown = {question.key for question in self.visible.questions}
        self.is_alone = len(self.shown) == 1

    def section(self, section: Section) -> dict[str, object]:
        place = f"section/{section.id}"
        fields = [
            self.field(question)
            for question in section.questions
            if not is_dropped(question, self.raws.get(question.key, ""))
        ]
        return {
            "id": section.id,
            "label": section.label,
            "place": place if self.block and place in self.block.kinds else "",
            "is_awaited": place in self.drawn.awaited,
            "fields": fields,
        }

    def field(self, question: Question) -> FieldView:
        view = view_field(
            question,
            raw=self.raws.get(question.key, ""),
            problems=self.problems.get(question.key, ()),
            required=question.key in self.stand.journey.required or self.is_required_once_shown(question),
            is_alone=self.is_alone and question.key == self.visible.questions[0].key,
        )
        if self.block is not None:
            mark(view, self.block, self.drawn.awaited)
        self.fields.append(view)
        return view

    def is_required_once_shown(self, question: Question) -> bool:
        is_awaited = question.key not in self.shown
        return is_awaited and is_required(self.stand.compiled, question, TOP, self.names)


def _needs_multipart(question: Question) -> bool:
    return question.type == "file" or bool(QUESTION_TYPES[question.type].structure)


def _live(block: LiveBlock | None) -> dict[str, object] | None:
    """Return the data that the template gives to the script; None where no rule is followed, and no script loaded."""
    if block is None:
        return None
    return {
        "module": static("runtime/form_rules.js"),
        "evaluator": static("runtime/rules.js"),
        "block": block.as_json(),
    }
