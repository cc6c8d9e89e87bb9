"""Page of one submission at the desk: its answers, its events, and the possible transitions."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from runtime.delivery.models import Delivery
from runtime.desk.audit_log import REQUEST_OPENED, record_opening
from runtime.desk.file_states import tell_file_states
from runtime.desk.messages import CATEGORIES, MAIL_FAILED, RECEIVED, UNREADABLE, who
from runtime.desk.permissions import submission_for
from runtime.desk.procedures import state_label
from runtime.presentation.formats import word_moment
from runtime.presentation.language import current_language
from runtime.presentation.summary import summarise
from runtime.processing.advance import actors_of, open_transitions
from runtime.submissions.content import Content, day_of_rules, open_content
from runtime.submissions.events import open_reason
from runtime.submissions.models import Event, Submission
from runtime.vault.encryption import VaultError
from schemas.compilation.compiled import Compiled
from schemas.format.circuit import Transition, TransitionReason
from schemas.versions import load_compiled


class SubmissionPage(WagtailAdminTemplateMixin, TemplateView):
    """The page of one submission; opening it is recorded."""

    template_name = "runtime/desk/submission.html"
    http_method_names = ("get", "head", "options")
    header_icon = "folder-open-inverse"

    def setup(self, request: HttpRequest, *args: object, **kwargs: str) -> None:
        super().setup(request, *args, **kwargs)
        self.submission = submission_for(request.user, kwargs["reference"])
        self.language = current_language()
        self.compiled = load_compiled(self.submission.version, self.language)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        record_opening(self.submission, REQUEST_OPENED, user=request.user)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.submission.reference

    def get_page_subtitle(self) -> str:
        return self.compiled.document.title

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk:list"), "label": _("Requests")},
            {"url": "", "label": self.submission.reference},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        content = opened_content(self.submission)
        answers = content.answers if content else None
        submission = self.submission
        return super().get_context_data(
            submission=submission,
            procedure=self.compiled.document.title,
            state=state_label(self.compiled, submission.state),
            category=CATEGORIES.get(submission.category, submission.category),
            received=word_moment(submission.received_at),
            updated=word_moment(submission.updated_at),
            mail_failed=MAIL_FAILED if has_failed_mail(submission) else "",
            is_readable=answers is not None,
            unreadable=UNREADABLE,
            steps=self.steps(content) if content else [],
            history=history_of(submission, self.compiled),
            buttons=[button(step, self.compiled) for step in self.transitions(answers or {})],
            **kwargs,
        )

    def steps(self, content: Content) -> list[dict[str, object]]:
        sent_on = day_of_rules(self.submission, content)
        steps = summarise(self.compiled, content.answers, language=self.language, today=sent_on)
        tell_file_states(steps, self.submission)
        return steps

    def transitions(self, answers: Mapping[str, object]) -> tuple[Transition, ...]:
        submission = self.submission
        return open_transitions(
            self.compiled,
            answers,
            state=submission.state,
            actors=actors_of(self.request.user, submission.department),
            today=timezone.localdate(),
        )


def opened_content(submission: Submission) -> Content | None:
    """Return the content, or None when keys are missing: the rest of the page is still useful."""
    try:
        return open_content(submission)
    except VaultError:
        return None


def has_failed_mail(submission: Submission) -> bool:
    """Return whether the last e-mail about a request could not be delivered (bar F8)."""
    last = submission.deliveries.order_by("-created_at").values_list("status", flat=True).first()
    return last == Delivery.Status.FAILED


def history_of(submission: Submission, compiled: Compiled) -> list[dict[str, object]]:
    """Return the events, latest first: `{label, state, who, at, reason}`."""
    events: Iterable[Event] = submission.events.select_related("by", "service").order_by("-number")
    return [
        {
            "label": _label(event, compiled),
            "state": state_label(compiled, event.target),
            "who": who(event),
            "at": word_moment(event.at),
            "reason": _reason(event, submission),
        }
        for event in events
    ]


def button(step: Transition, compiled: Compiled) -> dict[str, object]:
    """Return the data of a button: `{id, label, asks}`; `asks` when a page asks for a reason or to confirm."""
    is_final = compiled.document.circuit.states[step.target].is_final
    return {"id": step.id, "label": step.label, "asks": is_final or step.reason is not TransitionReason.NONE}


def _label(event: Event, compiled: Compiled) -> object:
    if event.kind == Event.Kind.RECEIVED:
        return RECEIVED
    step = compiled.document.circuit.transitions.get(event.transition)
    return step.label if step else event.transition


def _reason(event: Event, submission: Submission) -> str:
    event.submission = submission
    try:
        return open_reason(event)
    except VaultError:
        return ""
