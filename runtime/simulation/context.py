"""Template context of a simulator: the questions of a page, the answers so far, the result in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from runtime.forms.rendering import summary_of, view_field
from runtime.forms.view_models import FieldView
from runtime.presentation.formats import word_date, word_value
from runtime.simulation.messages import word_amount, word_rule_value, word_turning, word_verdict
from runtime.simulation.personal_questions import any_personal, is_personal
from runtime.simulation.request_answers import RequestAnswers, pairs_of
from schemas.compilation.compiled import Compiled
from schemas.format.document import Step, asked
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.simulation.assessment import Assessment, FoundAmount, VerdictReason
from schemas.simulation.explanation import explanation_of

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Simulated:
    """One request to a simulator: its document, the answers given, their assessment."""

    compiled: Compiled
    given: RequestAnswers
    assessment: Assessment

    @property
    def answered(self) -> tuple[Question, ...]:
        """Return the shown questions with a valid answer, in order."""
        kept = set(self.assessment.journey.answers) & set(self.given.answers)
        steps = self.assessment.journey.steps
        return tuple(question for step in steps for question in asked(step.questions) if question.key in kept)


def form_context(found: Simulated, step: Step, questions: Sequence[Question], problems: Mapping) -> Context:  # type: ignore[type-arg]
    """Return the context of a page with some questions of a step; other answers travel in hidden fields."""
    here = {question.key for question in questions}
    others = [question for question in found.answered if question.key not in here]
    fields = [_field(found, question, problems.get(question.key, ()), len(questions)) for question in questions]
    return {
        "step": {"id": step.id, "label": step.label, "hint": step.hint},
        "fields": fields,
        "errors": summary_of(fields),
        "hidden": list(pairs_of(others, found.given.raws)),
        "method": "post" if any_personal([*questions, *others]) else "get",
        "answers": answers_context(found, others),
        "left": found.assessment.asking.left,
        "partial": partial_context(found),
    }


def _field(found: Simulated, question: Question, problems: Iterable[Problem], count: int) -> FieldView:
    raw = found.given.raws.get(question.key, QUESTION_TYPES[question.type].blank_raw())
    return view_field(question, raw=raw, problems=tuple(problems), required=True, is_alone=count == 1)


def answers_context(found: Simulated, questions: Iterable[Question]) -> list[Context]:
    """Return the answers so far, each with the step where it is changed."""
    return [
        {
            "label": question.label,
            "lines": answer_lines(question, found.given.answers[question.key]),
            "step": found.compiled.step_of[question.key].id,
        }
        for question in questions
    ]


def answer_lines(question: Question, answer: object) -> list[str]:
    """Return an answer in words, line by line."""
    return [word_value(line, question) for line in QUESTION_TYPES[question.type].show(question, answer)]


def partial_context(found: Simulated) -> Context:
    """Return the result as far as it is known while questions are left."""
    amounts = [each for each in found.assessment.amounts if not each.is_open]
    return {
        "met": [criterion.label for criterion in found.assessment.eligibility.met],
        "amounts": [_amount(each) for each in amounts],
    }


def result_context(found: Simulated, address: str) -> Context:
    """Return the whole result in words; `address` is that of the simulator."""
    simulation, result = found.compiled.document.simulation, found.assessment
    title, text = simulation.outcomes[result.verdict] if simulation else ("", "")
    common = [question for question in found.answered if not is_personal(question)]
    query = urlencode(list(pairs_of(common, found.given.raws)))
    return {
        "verdict": result.verdict,
        "title": title,
        "text": text,
        "day": word_date(result.day) if result.day and result.verdict == "later" else "",
        "reasons": [_reason(found, reason) for reason in result.reasons],
        "met": [criterion.label for criterion in result.eligibility.met],
        "unknown": [criterion.label for criterion in result.eligibility.unknown],
        "amounts": [_amount(each) for each in result.amounts],
        "are_days": all(_is_day(each) for each in result.amounts),
        "conditions": simulation.conditions if simulation else (),
        "documents": simulation.documents if simulation else (),
        "answers": answers_context(found, found.answered),
        "hidden": list(pairs_of(found.answered, found.given.raws)),
        "method": "post" if any_personal(found.answered) else "get",
        "permalink": f"{address}?{query}" if query else address,
        "is_whole": len(common) == len(found.answered),
        "day_of_result": word_date(result.today),
        "account": account_context(found),
        "has_request": bool(simulation and simulation.request and result.verdict in {"eligible", "unknown"}),
    }


def _reason(found: Simulated, reason: VerdictReason) -> Context:
    criterion = reason.criterion
    return {
        "text": criterion.message,
        "advice": criterion.advice,
        "turning": word_turning(reason.turning, found.compiled),
        "source": {"title": criterion.title, "url": criterion.url},
    }


def _is_day(found: FoundAmount) -> bool:
    return found.compiled.value.type == "date"


def _amount(found: FoundAmount) -> Context:
    amount = found.compiled.amount
    return {
        "label": amount.label,
        "value": word_amount(found.value, unit=amount.unit, period=amount.period),
        "is_known": found.value is not None,
        "is_day": _is_day(found),
        "source": {"title": amount.title, "url": amount.url},
    }


def account_context(found: Simulated) -> Context:
    """Return how the result came about: the law gives everyone the right to be told (CRPA L311-3-1, R311-3-1-2)."""
    simulation, account = found.compiled.document.simulation, explanation_of(found.compiled, found.assessment)
    return {
        "purpose": simulation.purpose if simulation else "",
        "operations": simulation.operations if simulation else "",
        "criteria": [
            {"label": each.criterion.label, "verdict": word_verdict(each.verdict), "title": each.criterion.title}
            for each in account.criteria
        ],
        "params": [
            {
                "title": each.title,
                "value": word_rule_value(each.value),
                "from": word_date(each.start) if each.start else "",
                "to": word_date(each.end) if each.end else "",
                "reference": each.reference,
            }
            for each in account.params
        ],
        "values": [{"label": each.label, "value": word_rule_value(each.value)} for each in account.values],
    }
