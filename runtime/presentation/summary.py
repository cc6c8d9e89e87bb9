"""Summary of shown answers by step and section, in one language: for review, tracking, desk and mails."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from runtime.presentation.field_names import field_token, named
from runtime.presentation.formats import word_value
from runtime.presentation.labels import is_single, label_of_item, titled
from runtime.presentation.messages import word_size
from schemas.answers.journey import VisibleStep, plan_journey, rule_values_of
from schemas.answers.nested import visible_inside
from schemas.answers.rule_values import RuleValues
from schemas.compilation.compiled import Compiled
from schemas.compilation.scope import TOP, QuestionScope
from schemas.format.document import asked
from schemas.questions.base import ITEM_ID, Question
from schemas.questions.registry import QUESTION_TYPES

Answers = Mapping[str, object]
Row = dict[str, object]


def summarise(compiled: Compiled, answers: Answers, *, language: str, today: date) -> list[dict[str, object]]:
    """Return the shown steps with their answers.

    A list of `{id, label, sections: [{id, label, rows: [row]}]}`, a row being `{key, name, label, path, lines, files,
    rows}`: `name` is its field name on the page, `path` its label after those around it, `lines` are texts, neither
    escaped nor marked up; `files` are `{id, name, size, media_type, is_picture}`; `rows` those of the questions inside
    it, when they do not fit in lines. A list has one row an item; a blank answer has a line that says so.
    `today` is the day the answers were given, for conditions on ages.
    """
    journey = plan_journey(compiled, answers, today=today)
    names = rule_values_of(compiled, journey.answers, today=today)
    with translation.override(language):
        reading = _Reading(compiled, journey.answers, names)
        return [reading.step(step) for step in journey.steps]


def every_row(steps: Sequence[Mapping[str, object]]) -> Iterator[Row]:
    """Yield every row of a summary, those inside others too."""
    for step in steps:
        for section in step["sections"]:  # type: ignore[attr-defined]
            yield from _every(section["rows"])


def _every(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from _every(row["rows"])  # type: ignore[arg-type]


def with_sizes(steps: list[Row]) -> list[Row]:
    """Return a summary, the size of each file in words."""
    for row in every_row(steps):
        for file in row["files"]:  # type: ignore[attr-defined]
            file["size"] = word_size(int(file["size"]))
    return steps


class _Reading:
    """Reading of answers without the hidden ones, in the language in use."""

    def __init__(self, compiled: Compiled, answers: Answers, names: RuleValues) -> None:
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
        where = _Where(question.key, field_token(question.key), (question.label,), TOP, self.names)
        answer = self.answers.get(question.key)
        is_list = QUESTION_TYPES[question.type].structure == "items" and question.type != "pairs"
        if is_list and not is_flat(question) and answer:
            return self.items(question, answer, replace(where, labels=()))
        return [self.row(question, answer, where)]

    def row(self, question: Question, answer: object, where: "_Where") -> Row:
        """Return one answer as a row, at any depth."""
        question_type = QUESTION_TYPES[question.type]
        if not question_type.structure or question_type.is_blank(answer):
            return where.row(lines=_lines(question, answer), files=_files(question, answer))
        if question_type.structure != "items":
            return self.cell(question, question_type.cells(question, answer)[0], where)
        items = self.items(question, answer, where)
        if len(items) == 1 and question_type.limits(question)[1] == 1:
            return items[0]
        if is_flat(question):
            return where.row(lines=[line for item in items for line in item["lines"]])  # type: ignore[attr-defined]
        return where.row(rows=items)

    def items(self, question: Question, answer: object, where: "_Where") -> list[Row]:
        """Return the items of a list, a row each."""
        cells = QUESTION_TYPES[question.type].cells(question, answer)
        return [
            self.cell(question, cell, where.at(str(cell.get(ITEM_ID, place)), _label(question, cell, place + 1)))
            for place, cell in enumerate(cells)
        ]

    def cell(self, question: Question, cell: Answers, where: "_Where") -> Row:
        """Return a cell of an answer as a row: with lines where it is simple, with rows otherwise."""
        names = RuleValues(where.names)
        shown = asked(visible_inside(self.compiled, question, where.scope, cell=cell, names=names))
        inner = tuple(titled(question, each) for each in shown)
        inside = replace(where, scope=where.scope.below(question), names=names)
        if QUESTION_TYPES[question.type].structure == "branches":
            return self.branch(inner[0], cell, inside) if inner else where.row()
        if is_single(question) or question.type == "pairs":
            return self.row(inner[-1], cell.get(inner[-1].key), inside.at(field_token(inner[-1].key)))
        if any(QUESTION_TYPES[each.type].structure for each in inner):
            within = [
                self.row(each, cell.get(each.key), inside.at(field_token(each.key), each.label)) for each in inner
            ]
            return where.row(rows=within)
        lines = [
            _("%(label)s: %(value)s") % {"label": each.label, "value": ", ".join(found)}
            for each in inner
            if (found := _lines(each, cell.get(each.key)))
        ]
        return where.row(lines=lines, files=[file for each in inner for file in _files(each, cell.get(each.key))])

    def branch(self, chosen: Question, cell: Answers, inside: "_Where") -> Row:
        """Return the chosen branch, then the answers in it."""
        row = self.row(chosen, cell.get(chosen.key), inside.at(field_token(chosen.key)))
        answered = [] if chosen.type == "constant" or row["lines"] == [chosen.label] else row["lines"]
        return row | {"lines": [chosen.label, *answered]}  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class _Where:
    """Position of a row: the key of the outermost question, its field name, the labels down to it, the scope of the
    question above, and the names that conditions read there.
    """

    key: str
    name: str
    labels: tuple[str, ...]
    scope: QuestionScope
    names: RuleValues

    def at(self, name: str, *labels: str) -> "_Where":
        return replace(self, name=named(self.name, name), labels=(*self.labels, *labels))

    def row(self, *, lines: Sequence[str] = (), files: Sequence[Row] = (), rows: Sequence[Row] = ()) -> Row:
        return {
            "key": self.key,
            "name": self.name,
            "label": self.labels[-1] if self.labels else "",
            "path": " › ".join(self.labels),
            "lines": list(lines),
            "files": list(files),
            "rows": list(rows),
        }


def _label(question: Question, cell: Answers, number: int) -> str:
    """Return the label of an item: of a free pair, the name that a person gave it."""
    return str(cell["name"]) if question.type == "pairs" and "name" in cell else label_of_item(question, number)


def is_flat(question: Question) -> bool:
    """Return whether the items of a list are single answers, a line each."""
    inner = QUESTION_TYPES[question.type].inner(question) if is_single(question) else ()
    return bool(inner) and not QUESTION_TYPES[inner[0].type].structure and inner[0].type != "file"


def _lines(question: Question, answer: object) -> list[str]:
    question_type = QUESTION_TYPES[question.type]
    if question_type.is_blank(answer):
        return [_("Not calculated") if question.type == "computed" else _("Not given")]
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
