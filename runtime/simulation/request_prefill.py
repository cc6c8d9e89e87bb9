"""Answers carried from a simulation to a new draft: signed, short-lived, in a form and never in a URL."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from runtime.filing.prefill import sign_carried
from runtime.lists.lookups import LOOKUPS
from runtime.simulation.context import Simulated, answer_lines
from schemas.compilation.compiled import Compiled
from schemas.questions.base import Question
from schemas.simulation.prefill import carried, checked

Rows = list[dict[str, object]]


def carry_token(found: Simulated, target: Compiled) -> tuple[str, Mapping[str, object]]:
    """Return the signed answers that a draft begins with, and the answers themselves."""
    today: date = timezone.localdate()
    given = carried(found.compiled, target, found.assessment.journey.answers, today=today)
    answers = checked(target, given, today=today, lookups=LOOKUPS)
    return sign_carried(target.document.key, answers), answers


def carried_rows(target: Compiled, answers: Mapping[str, object]) -> Rows:
    """Return the carried answers as rows, to be read before they are sent."""
    return [_row(target.questions[key], answer) for key, answer in answers.items()]


def _row(question: Question, answer: object) -> dict[str, object]:
    return {"key": question.key, "label": question.label, "lines": answer_lines(question, answer), "files": []}
