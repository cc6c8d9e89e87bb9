"""Inputs of a single question: its choices, its parts, its files."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from runtime.files.inspection.kinds import accept_attribute, kinds_of
from runtime.forms.view_models import FieldView, PartView
from runtime.presentation.formats import word_value, written_by_scripts
from runtime.presentation.messages import (
    autocomplete_of_part,
    label_of_yes_no,
    limit_text,
    part_hint,
    part_label,
    word_size,
)
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.questions.registry import COMPUTED, QUESTION_TYPES
from schemas.questions.types.choices import is_typed
from schemas.questions.types.file import File
from schemas.questions.types.listed import Listed

#: The on-screen keyboard of a phone, by type.
INPUT_MODES = {
    "integer": "numeric",
    "decimal": "decimal",
    "money": "decimal",
    "email": "email",
    "phone": "tel",
    "siret": "numeric",
}
PART_MODES = {"day": "numeric", "year": "numeric", "postcode": "numeric"}
PART_SIZES = {"day": 2, "month": 9, "year": 4, "postcode": 5, "time": 5}
YES_NO = ("yes", "no")
_FILE = File()


def fill_inputs(view: FieldView, question: Question, problems: Sequence[Problem]) -> None:
    """Fill a view with the data of its own inputs; `problems` are those of the question itself."""
    question_type = QUESTION_TYPES[question.type]
    if question_type.structure:
        return
    if question.type == "yes_no":
        _fill_choices(view, [(value, label_of_yes_no(value)) for value in YES_NO])
    elif question.type == "single_choice" and is_typed(question):
        view.is_suggested, view.datalist = True, [title for _, title in question.choices]
    elif question.choices:
        _fill_choices(view, question.choices)
    elif question.type == "sworn_statement":
        _fill_choices(view, [("yes", question.label)])
    elif isinstance(question_type, Listed):
        view.is_suggested = True
        view.suggest_url = reverse("lists:suggest", args=[question_type.list_name(question)])
    elif question.type == "file":
        _fill_files(view, question)
    elif question.type == "computed":
        view.shown = " ".join(word_value(line, question) for line in COMPUTED.shown(question, view.value))
        view.written = written_by_scripts(question)
    elif question_type.parts:
        _fill_parts(view, question, problems)
    _fill_candidates(view, problems)


def _fill_choices(view: FieldView, choices: Sequence[tuple[str, str]]) -> None:
    held = {view.value} if isinstance(view.value, str) else set(map(str, view.value))
    view.choices = [
        {"value": value, "title": title, "id": f"{view.id}-{place}", "checked": value in held}
        for place, (value, title) in enumerate(choices, start=1)
    ]
    if view.choices:
        view.first_faulty_id = str(view.choices[0]["id"])


def _fill_parts(view: FieldView, question: Question, problems: Sequence[Problem]) -> None:
    raw = view.value if isinstance(view.value, Mapping) else {}
    wrong = {problem.pointer.strip("/") for problem in problems}
    view.parts = [
        PartView(
            key=part,
            id=f"{view.id}-{part}",
            name=f"{view.name}.{part}",
            label=part_label(part),
            hint=part_hint(part),
            value=str(raw.get(part, "")),
            autocomplete=autocomplete_of_part(question, part),
            inputmode=PART_MODES.get(part, ""),
            size=PART_SIZES.get(part),
            required=view.required and part in QUESTION_TYPES[question.type].required_parts(question),
            invalid=bool(problems) and (part in wrong or not (wrong - {""})),
            errors=[],
            described_by=view.described_by,
            is_spare=part not in QUESTION_TYPES[question.type].required_parts(question),
        )
        for part in QUESTION_TYPES[question.type].visible_parts(question)
    ]
    faulty = next((part.id for part in view.parts if part.invalid), None) or (
        view.parts[0].id if view.parts else view.id
    )
    view.first_faulty_id = faulty


def _fill_files(view: FieldView, question: Question) -> None:
    view.files = [
        {
            "id": each["id"],
            "name": each["name"],
            "size": word_size(int(str(each["size"]))),
            "remove_name": "_remove_file",
            "remove_value": f"{view.name}.{each['id']}",
        }
        for each in (view.value if isinstance(view.value, list) else [])
        if isinstance(each, Mapping)
    ]
    view.limit_text = limit_text(question)
    view.accept = accept_attribute(kinds_of(question))
    view.is_multiple = _FILE.max_files(question) > 1


def _fill_candidates(view: FieldView, problems: Sequence[Problem]) -> None:
    """Offer the list entries of the same name that an answer could mean."""
    for problem in problems:
        if problem.code == "ambiguous":
            candidates = problem.params.get("candidates", ())
            view.options = [{"value": str(each["value"]), "label": str(each["label"])} for each in candidates]  # type: ignore[attr-defined,index]
