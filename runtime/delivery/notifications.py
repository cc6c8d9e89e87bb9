"""E-mails that each act causes: the receipt, news of a submission, the link to a draft. None holds an answer."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.urls import reverse
from django.utils import translation

from runtime.delivery.models import Delivery
from runtime.delivery.outbox import HOUR, may_mail, post_email
from runtime.drafts.models import Draft
from runtime.limits.limiter import Bucket, limit
from runtime.links.access import issue_link
from runtime.links.addresses import public_url
from runtime.submissions.content import open_content
from runtime.submissions.models import Event, Submission
from schemas.compilation.compiled import Compiled
from schemas.format.circuit import Actor
from schemas.problems import Json
from schemas.versions import load_compiled

logger = logging.getLogger(__name__)

Priority = Delivery.Priority

LINK_LIFETIME = timedelta(days=30)


def email_of(compiled: Compiled, answers: Mapping[str, object]) -> str:
    """Return the answer to the first question of type e-mail that has one, or an empty text."""
    keys = (question.key for question in compiled.document.questions if question.type == "email")
    return next((str(answers[key]) for key in keys if answers.get(key)), "")


def plan_receipt(submission: Submission, *, to: str, params: Mapping[str, Json] | None = None) -> Delivery | None:
    """Post the receipt of a submission just sent (CRPA R112-11-1: date of receipt, department, its address and phone).

    To be called in the transaction that writes the submission: three statements. `params` are further parameters.
    Returns None when the address had too many mails this hour: the receipt on screen says the same.
    """
    if not _is_free_to_mail(to):
        return None
    compiled = load_compiled(submission.version, submission.language)
    told = {"next_text": str(compiled.document.texts.get("sent", "")), **(params or {})}
    return _post_about(submission, compiled, to=to, template="receipt", params=told, priority=Priority.AWAITED)


def plan_notices(submission: Submission, event: Event) -> None:
    """Post the news of an event to the applicant: that the state changed, and where to read about it."""
    if event.kind != Event.Kind.TRANSITION:
        return
    compiled = load_compiled(submission.version, submission.language)
    to = email_of(compiled, open_content(submission).answers)
    # Acts of the department are not anonymous: only the applicant's own acts count against the address.
    if not to or (event.actor == Actor.CITIZEN and not _is_free_to_mail(to)):
        return
    state = compiled.document.circuit.states[event.target]
    params: dict[str, Json] = {"state": state.label, "state_text": state.text, "changed_at": event.at.isoformat()}
    _post_about(submission, compiled, to=to, template="state_changed", params=params, priority=_urgency(event))


def plan_resume(draft: Draft, *, to: str, client: str) -> Delivery | None:
    """Post a link that opens a draft once; None when the address, the draft or the client had too many this hour."""
    own = (limit("mails_of_draft", draft.token, seconds=HOUR), limit("mails_of_client", client, seconds=HOUR))
    if not _is_free_to_mail(to, *own):
        return None
    params: dict[str, Json] = {
        "procedure": load_compiled(draft.version, draft.language).document.title,
        "department": draft.version.department.contact,
        "link": _link(issue_link(draft=draft, lifetime=LINK_LIFETIME), draft.language),
        "expires_at": draft.expires_at.isoformat(),
    }
    return post_email(
        to=to, template="resume", params=params, language=draft.language, priority=Priority.AWAITED, draft=draft
    )


def _urgency(event: Event) -> Priority:
    """Return the priority of the news of an event: who did it themselves waits for the acknowledgement."""
    return Priority.AWAITED if event.actor == Actor.CITIZEN else Priority.NEWS


def _post_about(
    submission: Submission,
    compiled: Compiled,
    *,
    to: str,
    template: str,
    params: Mapping[str, Json],
    priority: Priority,
) -> Delivery:
    language = submission.language
    common: dict[str, Json] = {
        "reference": submission.reference,
        "received_at": submission.received_at.isoformat(),
        "procedure": compiled.document.title,
        "department": submission.department.contact,
        "link": _link(issue_link(submission=submission, lifetime=LINK_LIFETIME), language),
        "link_days": LINK_LIFETIME.days,
        "tracking_url": _page_url("tracking:lookup", language=language),
    }
    return post_email(
        to=to,
        template=template,
        params={**common, **params},
        language=language,
        priority=priority,
        submission=submission,
    )


def _link(token: str, language: str) -> str:
    return _page_url("tracking:open", token, language=language)


def _page_url(name: str, *args: str, language: str) -> str:
    with translation.override(language):
        return public_url(reverse(name, args=args))


def _is_free_to_mail(address: str, *others: Bucket) -> bool:
    if is_free := may_mail(address, *others):
        return is_free
    logger.warning("An address had its share of e-mails this hour: one is not sent.")
    return False
