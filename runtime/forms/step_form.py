"""Django forms of the steps of a document: one class per step and version, with question types as fields."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from schemas.answers.journey import VisibleStep
from schemas.compilation.compiled import Compiled
from schemas.format.document import asked
from schemas.json_schema.validator import one_validation
from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, Raw
from schemas.questions.lookups import Lookups
from schemas.questions.registry import QUESTION_TYPES


class RawInput(forms.Widget):
    """A widget that returns the raw input of `runtime.forms.post_data`; templates of the theme draw the inputs."""

    def value_from_datadict(self, data: Mapping[str, Raw], files: object, name: str) -> Raw | None:
        return data.get(name)


class QuestionField(forms.Field):
    """A question as a form field: its type parses the raw input; errors are problems with codes."""

    widget = RawInput

    def __init__(self, question: Question) -> None:
        super().__init__(required=False, label=question.label)
        self.question = question

    def read(self, raw: Raw | None, *, today: date, lookups: Lookups) -> Parsed:
        """Parse the raw input of this question."""
        question_type = QUESTION_TYPES[self.question.type]
        given = question_type.blank_raw() if raw is None else raw
        return question_type.read(self.question, given, today=today, lookups=lookups)


class StepForm(forms.Form):
    """The form of one step. `data` is the raw input of each question, by key.

    After `is_valid()`, `parsed` holds the outcome for each visible question, and `errors` the problems as codes.
    """

    def __init__(self, *args: object, visible: VisibleStep, today: date, lookups: Lookups, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.lookups = today, lookups
        self.parsed: dict[str, Parsed] = {}
        shown = {question.key: question for question in asked(visible.questions)}
        for key in [key for key in self.fields if key not in shown]:
            del self.fields[key]
        for key, field in self.fields.items():
            field.question = shown[key]  # with the choices that show

    def add_prefix(self, field_name: str) -> str:
        """Keep the key as it is: a draft holds one procedure, so no two steps can meet in a name."""
        return field_name

    def clean(self) -> dict[str, object]:
        """Parse every question; all problems are collected, none stops the others."""
        with one_validation():
            self.parsed = {key: self._read(key, field) for key, field in self.fields.items()}
        for key, parsed in self.parsed.items():
            for problem in parsed.problems:
                self.add_error(key, as_validation_error(problem))
        return {key: parsed.answer for key, parsed in self.parsed.items() if not parsed.problems}

    def _read(self, key: str, field: QuestionField) -> Parsed:
        return field.read(self.data.get(key), today=self.today, lookups=self.lookups)


def as_validation_error(problem: Problem) -> ValidationError:
    """Return a problem as a Django error: its code, with itself as a parameter; it is worded when drawn."""
    return ValidationError(problem.code, code=problem.code, params={"problem": problem})


#: By digest, language and step, for ever: a version of this digest never changes.
_CLASSES: dict[tuple[str, str, str], type[StepForm]] = {}


def form_class_for(compiled: Compiled, step_id: str) -> type[StepForm]:
    """Return the form class of a step, built the first time that this process needs it."""
    name = (compiled.sha256, compiled.language, step_id)
    return _CLASSES.get(name) or _CLASSES.setdefault(name, _build(compiled, step_id))


def _build(compiled: Compiled, step_id: str) -> type[StepForm]:
    step = compiled.document.step(step_id)
    if step is None:
        raise KeyError(step_id)
    fields = {question.key: QuestionField(question) for question in asked(step.questions)}
    return type("StepForm", (StepForm,), fields)
