"""What the theme's templates get of a question: plain values, worded, with names and ids for the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from runtime.filing.inspection.kinds import accept_attribute
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
from schemas.journey import ITEM_ID
from schemas.problems import Problem
from schemas.questions.base import Question, Raw
from schemas.questions.file import File
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
PART_MODES = {"day": "numeric", "year": "numeric", "postcode": "numeric"}
PART_SIZES = {"day": 2, "month": 9, "year": 4, "postcode": 5}
YES_NO = ("yes", "no")
_FILE = File()


@dataclass(slots=True)
class PartView:
    """One input of a question that has several."""

    key: str
    id: str
    name: str
    label: str
    hint: str
    value: str
    autocomplete: str
    inputmode: str
    size: int | None
    required: bool
    invalid: bool
    errors: list[str]
    described_by: str


@dataclass(slots=True)
class ItemView:
    """One item of a repeated group."""

    id: str
    number: int
    label: str
    fields: list["FieldView"]
    ids_name: str
    remove_name: str
    remove_value: str


@dataclass(slots=True)
class FieldView:
    """One question on a page, as the templates of `themes/questions` draw it."""

    id: str
    name: str
    type: str
    label: str
    hint: str
    example: str
    required: bool
    is_alone: bool
    value: Raw
    errors: list[str]
    first_faulty_id: str
    autocomplete: str = ""
    inputmode: str = ""
    rows: int = 5
    choices: list[dict[str, object]] = field(default_factory=list)
    parts: list[PartView] = field(default_factory=list)
    items: list[ItemView] = field(default_factory=list)
    files: list[dict[str, object]] = field(default_factory=list)
    options: list[dict[str, str]] = field(default_factory=list)
    limit_text: str = ""
    accept: str = ""
    is_multiple: bool = False
    can_add: bool = False
    item_label: str = ""
    upload_name: str = "_upload"
    add_name: str = "_add"

    @property
    def hint_id(self) -> str:
        return f"{self.id}-hint"

    @property
    def error_id(self) -> str:
        return f"{self.id}-error"

    @property
    def described_by(self) -> str:
        has_hint = self.hint or self.example or self.limit_text
        return " ".join(filter(None, (self.hint_id if has_hint else "", self.error_id if self.errors else "")))


def view_field(
    question: Question, *, raw: Raw, problems: Sequence[Problem] = (), name: str = "", required: bool = False,
    is_alone: bool = False,
) -> FieldView:  # fmt: skip
    """Return what a template needs to draw `question` holding `raw`; pointers of `problems` start at the question."""
    name = name or question.key
    view = FieldView(
        id=html_id(name),
        name=name,
        type=question.type,
        label=question.label,
        hint=question.hint,
        example=example_of_question(question),
        required=required,
        is_alone=is_alone,
        value=raw,
        errors=[word_problem(question, problem) for problem in problems if _is_own(question, problem)],
        first_faulty_id=html_id(name),
        autocomplete=question.autocomplete,
        inputmode=INPUT_MODES.get(question.type, ""),
        is_multiple=QUESTION_TYPES[question.type].is_multiple,
    )
    _fill(view, question, problems)
    return view


def html_id(name: str) -> str:
    """Return the id of the input with this name."""
    return f"q-{name.replace('.', '-').replace('_', '-')}"


def _is_own(question: Question, problem: Problem) -> bool:
    """Tell whether a problem is said at the question itself; those of an item are said at the item's own questions."""
    return question.type != "group" or problem.pointer.count("/") < 2


def _fill(view: FieldView, question: Question, problems: Sequence[Problem]) -> None:
    question_type = QUESTION_TYPES[question.type]
    if question.type == "yes_no":
        _fill_choices(view, [(value, item_label(value)) for value in YES_NO])
    elif question.choices:
        _fill_choices(view, question.choices)
    elif question.type == "sworn_statement":
        _fill_choices(view, [("yes", question.label)])
    elif question.type == "file":
        _fill_files(view, question)
    elif question.type == "group":
        _fill_items(view, question, problems)
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


def _fill_items(view: FieldView, group: Question, problems: Sequence[Problem]) -> None:
    raws = [item for item in view.value if isinstance(item, Mapping)] if isinstance(view.value, list) else []
    view.item_label = str(group.options.get("item_label", ""))
    view.can_add = len(raws) < int(str(group.schema.get("maxItems", 50)))
    view.items = [_view_item(view, group, place=place, raw=raw, problems=problems) for place, raw in enumerate(raws)]
    faulty = [f.first_faulty_id for item in view.items for f in item.fields if f.errors]
    view.first_faulty_id = faulty[0] if faulty else view.id


def _view_item(
    view: FieldView, group: Question, *, place: int, raw: Mapping[str, object], problems: Sequence[Problem]
) -> ItemView:
    item_id = str(raw.get(ITEM_ID, place))
    fields = [
        view_field(
            inner,
            raw=raw.get(inner.key, QUESTION_TYPES[inner.type].blank_raw()),  # type: ignore[arg-type]
            problems=inside(problems, f"/{place}/{inner.key}"),
            name=f"{view.name}.{item_id}.{inner.key}",
            required=inner.required,
        )
        for inner in group.items
    ]
    return ItemView(
        id=item_id,
        number=place + 1,
        label=f"{view.item_label} {place + 1}",
        fields=fields,
        ids_name=f"{view.name}._ids",
        remove_name="_remove",
        remove_value=f"{view.name}.{item_id}",
    )


def inside(problems: Sequence[Problem], prefix: str) -> list[Problem]:
    """Return the problems at or below `prefix`, their pointers starting there."""
    return [
        Problem(problem.code, problem.pointer[len(prefix) :], problem.params)
        for problem in problems
        if problem.pointer == prefix or problem.pointer.startswith(f"{prefix}/")
    ]


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
        for item in view.items:
            lines += summary_of(item.fields)
    return lines
