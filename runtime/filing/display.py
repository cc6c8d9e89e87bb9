"""From a question and what was typed for it to what a template draws, at any depth."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse

from runtime.filing.fields import FieldView, ItemView, PartView
from runtime.filing.inspection.kinds import accept_attribute
from runtime.filing.names import html_id, named, token
from runtime.filing.places import Place, inner_places, items_of
from runtime.filing.uploads import kinds_of
from runtime.wording import (
    autocomplete_of_part,
    example_of_question,
    item_label,
    limit_text,
    part_hint,
    part_label,
    word_problem,
    word_size,
)
from schemas.problems import Problem
from schemas.questions.base import ITEM_ID, Question, Raw
from schemas.questions.choices import is_typed
from schemas.questions.file import File
from schemas.questions.listed import Listed
from schemas.questions.table import QUESTION_TYPES

#: How the on-screen keyboard of a phone opens, by type.
INPUT_MODES = {
    "integer": "numeric",
    "decimal": "decimal",
    "money": "decimal",
    "email": "email",
    "phone": "tel",
    "siret": "numeric",
}
#: What no browser may keep to propose it again.
SENSITIVE_AUTOCOMPLETE = "off"
PART_MODES = {"day": "numeric", "year": "numeric", "postcode": "numeric"}
PART_SIZES = {"day": 2, "month": 9, "year": 4, "postcode": 5, "time": 5}
YES_NO = ("yes", "no")
_FILE = File()


def view_field(
    question: Question, *, raw: Raw, problems: Sequence[Problem] = (), name: str = "", required: bool = False,
    is_alone: bool = False,
) -> FieldView:  # fmt: skip
    """Return what a template needs to draw `question` holding `raw`; pointers of `problems` start at the question."""
    place = Place(question.key, name or token(question.key), "", question, raw)
    within = list(inner_places(place))
    return _view(place, within, problems, required=required, is_alone=is_alone)


def _view(
    place: Place, within: Sequence[Place], problems: Sequence[Problem], *, required: bool, is_alone: bool = False
) -> FieldView:
    question, name, question_type = place.question, place.name, QUESTION_TYPES[place.question.type]
    told = [problem for problem in problems if not any(is_inside(problem, inner.pointer) for inner in within)]
    view = FieldView(
        id=html_id(name),
        name=name,
        type=question.type,
        label=question.label,
        hint=question.hint,
        example=example_of_question(question),
        required=required,
        is_alone=is_alone,
        value=place.raw,
        errors=[word_problem(question, problem) for problem in told],
        first_faulty_id=html_id(name),
        autocomplete=SENSITIVE_AUTOCOMPLETE if question_type.is_sensitive else question.autocomplete,
        inputmode=INPUT_MODES.get(question.type, ""),
        is_multiple=question_type.is_multiple,
    )
    _fill(view, question, told)
    fields = [_view_inside(inner, problems) for inner in within]
    _STRUCTURES[question_type.structure](view, question, fields)
    return view


def _view_inside(place: Place, problems: Sequence[Problem]) -> FieldView:
    """Return the view of a question inside another, whose pointers the problems start at."""
    return view_field(
        place.question,
        raw=place.raw,
        problems=inside(problems, place.pointer),
        name=place.name,
        required=place.question.required,
    )


def _fill(view: FieldView, question: Question, problems: Sequence[Problem]) -> None:
    question_type = QUESTION_TYPES[question.type]
    if question.type == "yes_no":
        _fill_choices(view, [(value, item_label(value)) for value in YES_NO])
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


def _fill_items(view: FieldView, question: Question, fields: Sequence[FieldView]) -> None:
    """Put the questions of a list where they belong: in its items."""
    raws = items_of(view.value)
    each = len(fields) // len(raws) if raws else 0
    view.item_label = str(question.options.get("item_label", ""))
    view.can_add = len(raws) < QUESTION_TYPES[question.type].limits(question)[1]
    view.items = [
        _view_item(view, number, str(raw.get(ITEM_ID, number)), list(fields[number * each : (number + 1) * each]))
        for number, raw in enumerate(raws)
    ]
    view.first_faulty_id = view.id if view.errors else _first_faulty(fields) or view.id


def _view_item(view: FieldView, number: int, item_id: str, fields: list[FieldView]) -> ItemView:
    return ItemView(
        id=item_id,
        number=number + 1,
        label=f"{view.item_label} {number + 1}",
        fields=fields,
        ids_name=f"{view.name}._ids",
        remove_name="_remove",
        remove_value=named(view.name, item_id),
    )


def _fill_fieldset(view: FieldView, question: Question, fields: Sequence[FieldView]) -> None:
    """Put the questions of an object one under the other; what is wrong with all of it is mended at the first."""
    view.fields = list(fields)
    if fields:
        view.first_faulty_id = (not view.errors and _first_faulty(fields)) or fields[0].first_faulty_id


def _first_faulty(fields: Sequence[FieldView]) -> str:
    return next((field.first_faulty_id for field in fields if field.has_errors), "")


_STRUCTURES: Mapping[str, Callable[[FieldView, Question, Sequence[FieldView]], None]] = {
    "": lambda *_: None,
    "parts": _fill_fieldset,
    "items": _fill_items,
}


def inside(problems: Sequence[Problem], prefix: str) -> list[Problem]:
    """Return the problems at or below `prefix`, their pointers starting there."""
    return [
        Problem(problem.code, problem.pointer[len(prefix) :], problem.params)
        for problem in problems
        if is_inside(problem, prefix)
    ]


def is_inside(problem: Problem, prefix: str) -> bool:
    """Tell whether a problem is at or below `prefix`."""
    return problem.pointer == prefix or problem.pointer.startswith(f"{prefix}/")


def _fill_candidates(view: FieldView, problems: Sequence[Problem]) -> None:
    """Offer the namesakes that an answer could mean."""
    for problem in problems:
        if problem.code == "ambiguous":
            candidates = problem.params.get("candidates", ())
            view.options = [{"value": str(each["value"]), "label": str(each["label"])} for each in candidates]  # type: ignore[attr-defined,index]


def summary_of(fields: Sequence[FieldView]) -> list[dict[str, str]]:
    """Return the lines of the error summary: every problem of a page, each with the input where it is mended."""
    lines = []
    for view in fields:
        lines += [{"text": text, "href": f"#{view.first_faulty_id}"} for text in view.errors]
        lines += summary_of(view.inner_fields)
    return lines
