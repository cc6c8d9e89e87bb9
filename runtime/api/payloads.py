"""Shapes of the API's requests and responses, from which its OpenAPI document is made."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from runtime.desk.forms import MAX_REASON
from schemas.format.circuit import Category

MAX_PAGE = 100

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
CategoryName = Literal[tuple(category.value for category in Category)]  # type: ignore[valid-type]


def _is_day(text: object) -> object:
    """Refuse other forms that a date may be read from (numbers of seconds, moments)."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError("not a day")
    return text


#: Days whose start every database and time zone can compute.
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2999, 12, 31)), BeforeValidator(_is_day)]
#: An actual integer: neither true nor "1".
Whole = Annotated[int, Field(strict=True)]


class StrictBody(Schema):
    """A body that a program sends: names that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


class SubmissionIn(StrictBody):
    """Final answers to a procedure, by question, as its data schema describes them."""

    answers: dict[str, Any] = Field(
        description=gettext_noop("Final answers, by question."), examples=[{"nom": "Camille Exemple"}]
    )
    version: Whole | None = Field(
        None, ge=1, description=gettext_noop("The version answered; refused when it is not the current one.")
    )


class TransitionIn(StrictBody):
    """A transition of the circuit to do."""

    transition: Name = Field(description=gettext_noop("The id of a transition that is open now."))
    reason: str = Field("", max_length=MAX_REASON, description=gettext_noop("Why; the applicant reads it."))
    rev: Whole | None = Field(
        None, ge=1, description=gettext_noop("The `rev` that was read; refused when the request changed since.")
    )


class EvaluationIn(StrictBody):
    """Answers to a simulator, by question, as many as are known."""

    answers: dict[str, Any] = Field(
        default_factory=dict, description=gettext_noop("Answers, by question."), examples=[{"age": 30}]
    )


class ErrorOut(Schema):
    """One mistake: `pointer` leads to it in the body (RFC 6901), `parameter` names a header or a parameter."""

    pointer: str = ""
    parameter: str = ""
    code: str
    detail: str = ""


class ProblemOut(Schema):
    """Why something was not done (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorOut] = Field(default_factory=list)


class DepartmentOut(Schema):
    name: str
    email: str
    phone: str
    address: str
    hours: str


class ProcedureOut(Schema):
    """A procedure that can be filed now."""

    key: str
    title: str
    summary: str
    version: int
    sha256: str
    published_at: datetime
    languages: list[str]
    department: DepartmentOut
    links: dict[str, str]


class ProceduresOut(Schema):
    items: list[ProcedureOut]


class SourceOut(Schema):
    title: str
    url: str


class ReasonOut(Schema):
    """A condition that is not met: what it means, what one can do, from when or under what it would be met."""

    id: str
    text: str
    advice: str
    turning: str
    source: SourceOut


class AmountOut(Schema):
    """An amount: `value` is a decimal or a day as text, null while it is not known."""

    id: str
    label: str
    value: str | None
    unit: str
    period: Literal["once", "hour", "day", "month", "year"]


class EvaluationOut(Schema):
    """What answers come to on a day: an estimate, not a decision."""

    version: int
    today: date
    verdict: Literal["eligible", "not_eligible", "later", "unknown"]
    from_: date | None = Field(None, alias="from")
    reasons: list[ReasonOut]
    met: list[str]
    unknown: list[str]
    amounts: list[AmountOut]
    missing: list[str]


class FileOut(Schema):
    """A file sent ahead. `answer` is what stands for it in the answers, as it is."""

    answer: dict[str, Any]
    expires_at: datetime


class FiledOut(Schema):
    """What became of answers. `key` opens the request: it is given here only, and again to who repeats the call."""

    reference: str
    key: str | None
    received_at: datetime
    links: dict[str, str]


class StateOut(Schema):
    id: str
    label: str
    text: str
    category: CategoryName


class ProcedureRef(Schema):
    key: str
    title: str
    version: int


class StatusOut(Schema):
    """What the reference alone tells of a request."""

    reference: str
    procedure: ProcedureRef
    department: DepartmentOut
    state: StateOut
    received_at: datetime
    updated_at: datetime


class TransitionOut(Schema):
    id: str
    label: str
    reason: Literal["none", "optional", "required"]


class SubmissionOut(StatusOut):
    """A request; `answers` and `transitions` for who may read them."""

    rev: int | None = None
    language: str | None = None
    answers: dict[str, Any] | None = None
    transitions: list[TransitionOut] | None = None


class SubmissionsOut(Schema):
    """`next` leads to the following page, null on the last."""

    items: list[StatusOut]
    next: str | None


class EventOut(Schema):
    """One thing that happened to a request; `reason` for who may read answers."""

    number: int
    kind: Literal["received", "transition"]
    at: datetime
    actor: Literal["applicant", "department"]
    transition: str | None
    state: StateOut
    reason: str | None = None


class EventsOut(Schema):
    items: list[EventOut]


class PulledEventOut(Schema):
    """One thing that happened to a request of the department."""

    cursor: str
    reference: str
    procedure: str
    number: int
    kind: Literal["received", "transition"]
    at: datetime
    actor: Literal["applicant", "department"]
    transition: str | None
    state: str
    category: CategoryName


class PulledEventsOut(Schema):
    """`cursor` is where the next pull starts; the same as before when nothing is new."""

    items: list[PulledEventOut]
    cursor: str
    has_more: bool


class MovedOut(Schema):
    """A request that was moved."""

    reference: str
    event: int
    transition: str
    state: StateOut
    at: datetime


class ListFilters(Schema):
    """Which requests of the department to list."""

    procedure: Name | None = None
    state: Name | None = None
    category: CategoryName | None = None
    received_from: Day | None = Field(
        None, description=gettext_noop("First day of receipt, in the time zone of the site.")
    )
    received_to: Day | None = Field(None, description=gettext_noop("Last day of receipt."))
    cursor: str | None = Field(None, max_length=200, description=gettext_noop("`next` of the page before."))
    limit: int = Field(25, ge=1, le=MAX_PAGE)


class Since(Schema):
    since: str = Field("0", pattern=r"^(0|[1-9][0-9]{0,17})$", description=gettext_noop("`cursor` of the pull before."))
    limit: int = Field(MAX_PAGE, ge=1, le=MAX_PAGE)
