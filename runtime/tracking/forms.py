"""Fields of the tracking pages, drawn as the questions of a form are."""

from django.utils.translation import gettext as _

from runtime.forms.rendering import FieldView, view_field
from schemas.questions.base import Question

MAX_REASON = 2_000


def reference_field(typed: str = "", *, error: str = "") -> FieldView:
    """Return the field of the reference; `error` is the sentence of its problem, or an empty text."""
    hint = _("It is on your receipt and looks like NAI-7F3K-9Q2M-X4TB-8DHC.")
    question = Question("reference", "short_text", {"title": _("Request number")}, {"hint": hint}, required=True)
    return _drawn(question, typed, error)


def key_field(typed: str = "", *, error: str = "", is_required: bool = False) -> FieldView:
    """Return the field of the tracking key."""
    hint = _("It stands below the number on your receipt: five groups of four characters.")
    question = Question("key", "short_text", {"title": _("Tracking code")}, {"hint": hint}, required=is_required)
    return _drawn(question, typed, error)


def reason_field(typed: str = "", *, error: str = "", is_required: bool = False) -> FieldView:
    """Return the field for the reason of an action on a submission."""
    schema = {"title": _("Your reason"), "maxLength": MAX_REASON}
    return _drawn(Question("reason", "long_text", schema, required=is_required), typed, error)


def error_lines(*fields: FieldView) -> list[dict[str, str]]:
    """Return the lines of the error summary of a page with `fields`."""
    return [{"text": text, "href": f"#{view.first_faulty_id}"} for view in fields for text in view.errors]


def _drawn(question: Question, typed: str, error: str) -> FieldView:
    view = view_field(question, raw=typed, required=question.required)
    view.example = ""
    view.errors = [error] if error else []
    return view
