"""View of a question for the templates, from its raw input and problems, at any depth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from runtime.forms.initial_values import is_dropped, is_fixed
from runtime.forms.inputs import INPUT_MODES, fill_inputs
from runtime.forms.positions import FieldPosition, inner_places, items_of, position_of
from runtime.forms.post_data import OPENED, is_light
from runtime.forms.view_models import BranchView, FieldView, ItemView
from runtime.lists.lookups import LOOKUPS
from runtime.presentation.field_names import field_token, html_id, named
from runtime.presentation.formats import word_value
from runtime.presentation.labels import is_single, label_of_item, titled
from runtime.presentation.messages import example_of_question, word_problem
from schemas.problems import Problem
from schemas.questions.base import BRANCH, ITEM_ID, Question, Raw
from schemas.questions.registry import QUESTION_TYPES

#: Value for fields that no browser may store to propose again.
SENSITIVE_AUTOCOMPLETE = "off"


def view_field(
    question: Question, *, raw: Raw, problems: Sequence[Problem] = (), name: str = "", required: bool = False,
    is_alone: bool = False,
) -> FieldView:  # fmt: skip
    """Return the view of `question` holding `raw`; pointers of `problems` start at the question."""
    place = position_of(question, raw)
    place = replace(place, name=name) if name else place
    view = _view(place, problems, required=required)
    view.is_alone = is_alone
    _tell_path(view, ())
    return view


def hint_of(question: Question) -> str:
    """Return the hint of a question, and whether it is out of use."""
    out_of_use = _("This question is no longer used. You may leave your answer, or remove it.")
    return " ".join(filter(None, (question.hint, out_of_use if question.is_deprecated else "")))


def row_of(question: Question, raw: Raw) -> dict[str, object]:
    """Return the answer to a question without inputs as a row of a summary."""
    question_type = QUESTION_TYPES[question.type]
    parsed = question_type.parse(question, raw, today=timezone.localdate(), lookups=LOOKUPS).answer
    answer = question_type.given(question) if parsed is None else parsed
    lines = [] if answer is None else question_type.show(question, answer)
    return {"label": question.label, "lines": [word_value(line, question) for line in lines]}


def _tell_path(view: FieldView, path: tuple[str, ...]) -> None:
    """Set the labels around a view and those inside it, so that no two buttons of a page have one name."""
    view.path = " › ".join(path)
    for item in view.items:
        item.path = view.path
        for field in item.fields:
            _tell_path(field, path if item.is_single else (*path, item.label))
    for field in (*view.fields, *(branch.field for branch in view.branches if branch.field)):
        _tell_path(field, (*path, view.label))


def _view(place: FieldPosition, problems: Sequence[Problem], *, required: bool) -> FieldView:
    within = [inner for inner in inner_places(place) if is_drawn(place, inner)]
    question, name, question_type = place.question, place.name, QUESTION_TYPES[place.question.type]
    told = [problem for problem in problems if not any(is_inside(problem, inner.pointer) for inner in within)]
    view = FieldView(
        id=html_id(name),
        name=name,
        address=place.address,
        type=question.type,
        label=question.label,
        hint=hint_of(question),
        example=example_of_question(question),
        required=required,
        value=place.raw,
        errors=[word_problem(question, problem) for problem in told],
        first_faulty_id=html_id(name),
        autocomplete=SENSITIVE_AUTOCOMPLETE if question_type.is_sensitive else question.autocomplete,
        inputmode=INPUT_MODES.get(question.type, ""),
        is_multiple=question_type.is_multiple,
    )
    view.is_read_only = is_fixed(question)
    if view.is_read_only:
        view.read_rows = [row_of(question, place.raw)]
        return view
    fill_inputs(view, question, told)
    is_needed = required or question_type.structure != "parts"
    fields = [_view_inside(place, inner, problems, is_needed=is_needed) for inner in within]
    _STRUCTURES[question_type.structure](view, question, fields)
    return view


def _view_inside(
    outer: FieldPosition, place: FieldPosition, problems: Sequence[Problem], *, is_needed: bool
) -> FieldView:
    """Return the view of a question inside another, where the pointers of `problems` start."""
    question = titled(outer.question, place.question, number=place.number)
    view = _view(
        replace(place, question=question, pointer=""),
        inside(problems, place.pointer),
        required=question.required and is_needed,
    )
    view.is_needed_inside = place.question.required
    return view


def _fill_items(view: FieldView, question: Question, fields: Sequence[FieldView]) -> None:
    """Put the questions of a list into its items."""
    raws = items_of(view.value)
    each = len(fields) // len(raws) if raws else 0
    most = QUESTION_TYPES[question.type].limits(question)[1]
    view.item_label = label_of_item(question)
    view.add_label = label_of_item(question, len(raws) + 1)
    view.can_add = len(raws) < most
    view.items = [
        _view_item(
            question,
            named(view.name, str(raw.get(ITEM_ID, place))),
            place + 1,
            list(fields[place * each : (place + 1) * each]),
        )
        for place, raw in enumerate(raws)
    ]
    view.first_faulty_id = view.id if view.errors else _first_faulty(fields) or view.id


def _view_item(question: Question, name: str, number: int, fields: list[FieldView]) -> ItemView:
    """Return the item called `name` of a list."""
    list_name, _, item_id = name.rpartition(".")
    label = label_of_item(question, number)
    return ItemView(
        id=item_id,
        number=number,
        label=label,
        fields=fields,
        ids_name=named(list_name, "_ids"),
        remove_name="_remove",
        remove_value=name,
        is_single=is_single(question),
    )


def _fill_fieldset(view: FieldView, question: Question, fields: Sequence[FieldView]) -> None:
    """Put the questions of an object one under the other; problems of the object itself lead to the first."""
    view.fields = list(fields)
    if fields:
        view.first_faulty_id = (not view.errors and _first_faulty(fields)) or fields[0].first_faulty_id


def _fill_branches(view: FieldView, question: Question, fields: Sequence[FieldView]) -> None:
    """Put each question under the radio of its branch; problems of the choice lead to the first radio."""
    drawn = {field.name: field for field in fields}
    chosen = view.value.get(BRANCH, "") if isinstance(view.value, Mapping) else ""
    view.branch_name = named(view.name, BRANCH)
    view.branches = [
        _view_branch(
            view,
            titled(question, inner),
            drawn.get(named(view.name, field_token(inner.key))),
            place=place,
            is_chosen=inner.key == chosen,
        )
        for place, inner in enumerate(QUESTION_TYPES[question.type].inner(question), start=1)
    ]
    if not view.required:
        nothing = BranchView("", f"{view.id}-0", _("No answer"), checked=not chosen)
        view.branches.append(nothing)
    view.can_open = any(branch.opened_name and branch.field is None for branch in view.branches)
    view.first_faulty_id = (not view.errors and _first_faulty(fields)) or view.branches[0].id


def _view_branch(
    view: FieldView, inner: Question, field: FieldView | None, *, place: int, is_chosen: bool
) -> BranchView:
    if field is not None:
        field.is_legend_hidden = True
    return BranchView(
        value=inner.key,
        id=f"{view.id}-{place}",
        title=inner.label,
        checked=is_chosen,
        field=field,
        opened_name="" if is_light(inner) else named(view.name, field_token(inner.key), OPENED),
    )


def is_drawn(place: FieldPosition, inner: FieldPosition) -> bool:
    """Return whether an inner question is drawn: a large branch only once chosen, one without inputs never."""
    if is_dropped(inner.question, inner.raw):
        return False
    if QUESTION_TYPES[place.question.type].structure != "branches":
        return True
    chosen = place.raw.get(BRANCH) if isinstance(place.raw, Mapping) else ""
    return inner.question.type != "constant" and (inner.question.key == chosen or is_light(inner.question))


def _first_faulty(fields: Sequence[FieldView]) -> str:
    return next((field.first_faulty_id for field in fields if field.has_errors), "")


_STRUCTURES: Mapping[str, Callable[[FieldView, Question, Sequence[FieldView]], None]] = {
    "": lambda *_: None,
    "parts": _fill_fieldset,
    "items": _fill_items,
    "branches": _fill_branches,
}


def inside(problems: Sequence[Problem], prefix: str) -> list[Problem]:
    """Return the problems at or below `prefix`, their pointers starting there."""
    return [
        Problem(problem.code, problem.pointer[len(prefix) :], problem.params)
        for problem in problems
        if is_inside(problem, prefix)
    ]


def is_inside(problem: Problem, prefix: str) -> bool:
    """Return whether a problem is at or below `prefix`."""
    return problem.pointer == prefix or problem.pointer.startswith(f"{prefix}/")


def summary_of(fields: Sequence[FieldView]) -> list[dict[str, str]]:
    """Return the lines of the error summary: every problem of a page, each with the input where it is fixed.

    A problem inside another question names its place: two children may lack a first name.
    """
    lines = []
    for view in fields:
        place = _("%(place)s:") % {"place": view.path} if view.path else ""
        lines += [{"text": text, "place": place, "href": f"#{view.first_faulty_id}"} for text in view.errors]
        lines += summary_of(view.inner_fields)
    return lines
