"""Sending of a draft: one transaction turns it into a submission, once, whatever is repeated or crashes."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from runtime.delivery.models import Delivery
from runtime.drafts.access import NotYours, Opened, Sent, opened, sent_from
from runtime.drafts.content import DraftContent
from runtime.drafts.models import Draft
from runtime.drafts.repository import lock_draft
from runtime.drafts.step_outcome import journey_of
from runtime.failpoints import reach
from runtime.files.models import StoredFile, scan_of_new_file
from runtime.links.models import AccessLink
from runtime.lists.lookups import LOOKUPS
from runtime.presentation.language import current_language
from runtime.processing.intake import Filed, answers_digest, complete_submission, insert_submission
from runtime.submissions.models import Submission
from schemas.answers.journey import final_answers, without_ids
from schemas.answers.validation import check_answers
from schemas.answers.walk import ids_of_files
from schemas.problems import Problem, pointer_to


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Nothing was sent: an answer is missing or no longer right. `problems` point into the answers; may be empty."""

    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing was sent: the answers are not those that the person checked."""


def draft_digest(content: DraftContent) -> str:
    """Return the digest of the answers of a draft as they would be sent."""
    return answers_digest(without_ids(content.answers))


def send(key: str, token: str, *, digest: str, epoch: int) -> Sent | Incomplete | Changed | NotYours | None:
    """Send the draft `token` of the procedure `key` if its answers are still those of `digest`.

    `epoch` is the one in which this browser opened it: somebody may have left it since, and then it is not sent.

    A draft sent before gives the same submission again, whatever `digest` says: the caller compares. None when there
    is no such draft. Everything is evaluated again here; submission, files, event, index and mail are written in one
    transaction, in which the draft ends.
    """
    reach("before the transaction")
    with transaction.atomic():
        draft = lock_draft(token)
        if draft is None or draft.version.key != key:
            found = sent_from(key, token)
            return found if found is None or found.submission.epoch == epoch else NotYours()
        if draft.epoch != epoch:
            return NotYours()
        outcome = _send_locked(opened(draft), digest)
        reach("before commit")
    reach("after commit")
    return outcome


def _send_locked(at_hand: Opened, digest: str) -> Sent | Incomplete | Changed:
    now = at_hand.draft.read_at  # by the clock of the database, when the row was locked
    today = timezone.localdate(now)
    journey = journey_of(at_hand.compiled, at_hand.content, today=today)
    if not journey.is_complete or journey.failing:
        return Incomplete()
    if digest != draft_digest(at_hand.content):
        return Changed()
    answers = final_answers(at_hand.compiled, journey)
    problems = check_answers(at_hand.compiled, answers, today=today, lookups=LOOKUPS)
    if problems:
        return Incomplete(problems)
    submission = insert_submission(_filed(at_hand), answers, digest=digest, now=now)
    reach("row written")
    missing = _take_files(at_hand, submission, answers)
    if missing:
        transaction.set_rollback(True)
        return Incomplete(missing)
    complete_submission(submission, at_hand.compiled, answers)
    reach("outbox written")
    _end(at_hand.draft, at_hand.content)
    return Sent(submission)


def _filed(at_hand: Opened) -> Filed:
    draft = at_hand.draft
    return Filed(
        draft.version,
        at_hand.compiled,
        draft.token,
        bytes(draft.wrapped_key),
        current_language(draft.language),
        epoch=draft.epoch,
    )


def _take_files(at_hand: Opened, submission: Submission, answers: dict[str, object]) -> tuple[Problem, ...]:
    """Attach the files that answers name to the submission; return a problem for each answer that lacks one.

    A file that was removed may still have its row, if a worker crashed before erasing it: it is not sent.
    """
    questions = at_hand.compiled.document.questions
    used = ids_of_files(questions, answers)
    rows = StoredFile.objects.filter(draft=at_hand.draft, pk__in=used)
    if rows.update(draft=None, submission=submission, scan=scan_of_new_file()) == len(used):
        return ()
    kept = {str(pk) for pk in StoredFile.objects.filter(submission=submission).values_list("pk", flat=True)}
    return tuple(
        Problem("unknown_file", pointer_to(each.key)) for each in questions if ids_of_files([each], answers) - kept
    )


def _end(draft: Draft, content: DraftContent) -> None:
    """Delete the draft, its mails, and rows of files that were not sent.

    Its row alone when nothing was mailed: Django would look everywhere.
    """
    if content.is_mailed:
        AccessLink.objects.filter(draft=draft).delete()
        Delivery.objects.filter(draft=draft).delete()
    StoredFile.objects.filter(draft=draft)._raw_delete(using="default")  # noqa: SLF001
    Draft.objects.filter(pk=draft.pk)._raw_delete(using="default")  # noqa: SLF001
