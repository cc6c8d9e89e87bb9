"""Answers to read: by step and section, only what shows, in one language. For review, tracking, desk and mails."""

from collections.abc import Mapping
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from runtime.values import word_value
from schemas.compiled import Compiled
from schemas.document import asked
from schemas.journey import Names, VisibleStep, names_of, plan_journey, visible_in_item
from schemas.questions.base import Question
from schemas.questions.table import QUESTION_TYPES

Answers = Mapping[str, object]
Row = dict[str, object]


def summarise(compiled: Compiled, answers: Answers, *, language: str, today: date) -> list[dict[str, object]]:
    """Return the steps that show with what was answered.

    A list of `{id, label, sections: [{id, label, rows: [row]}]}`, a row being `{key, label, lines, files}`: `lines` are
    texts, neither escaped nor marked up; `files` are `{id, name, size, media_type,
    is_picture}`. A repeated group has one row an
    item; what was left blank says so. `today` is the day the answers were given, for conditions on ages.
    """
    journey = plan_journey(compiled, answers, today=today)
    names = names_of(compiled, journey.answers, today=today)
    with translation.override(language):
        reading = _Reading(compiled, journey.answers, names)
        return [reading.step(step) for step in journey.steps]


class _Reading:
    """One reading of answers whose hidden ones are dropped, in the language in use."""

    def __init__(self, compiled: Compiled, answers: Answers, names: Names) -> None:
        self.compiled = compiled
        self.answers = answers
        self.names = names

    def step(self, step: VisibleStep) -> dict[str, object]:
        sections = [
            {
                "id": section.id,
                "label": section.label,
                "rows": [row for question in asked(section.questions) for row in self.rows(question)],
            }
            for section in step.sections
        ]
        return {"id": step.id, "label": step.step.label, "sections": sections}

    def rows(self, question: Question) -> list[Row]:
        answer = self.answers.get(question.key)
        if question.items and isinstance(answer, list) and answer:
            return [self.item_row(question, item, number) for number, item in enumerate(answer, start=1)]
        return [_row(question, question.label, lines=_lines(question, answer), files=_files(question, answer))]

    def item_row(self, group: Question, item: Answers, number: int) -> Row:
        """Return one item of a repeated group as a row of lines `label: value`."""
        inner = visible_in_item(self.compiled, group, item=item, names=Names(self.names))
        lines = [
            _("%(label)s: %(value)s") % {"label": question.label, "value": ", ".join(found)}
            for question in asked(inner)
            if (found := _lines(question, item.get(question.key)))
        ]
        files = [file for question in inner for file in _files(question, item.get(question.key))]
        label = f"{group.options.get('item_label') or group.label} {number}"
        return _row(group, label, lines=lines, files=files)


def _row(question: Question, label: str, *, lines: list[str], files: list[dict[str, object]]) -> Row:
    return {"key": question.key, "label": label, "lines": lines, "files": files}


def _lines(question: Question, answer: object) -> list[str]:
    question_type = QUESTION_TYPES[question.type]
    if question_type.is_blank(answer):
        return [_("Not given")]
    if question.type == "file":
        return []
    return [word_value(line, question) for line in question_type.show(question, answer)]


def _files(question: Question, answer: object) -> list[dict[str, object]]:
    if question.type != "file" or not isinstance(answer, list):
        return []
    return [
        {
            **{name: file.get(name) for name in ("id", "name", "size", "media_type")},
            "is_picture": str(file.get("media_type", "")).startswith("image/"),
        }
        for file in answer
    ]
