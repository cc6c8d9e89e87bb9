"""Submission of answers from another program, recorded once, whatever is repeated or crashes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from runtime.api.uploads import take_uploads
from runtime.clock import database_now
from runtime.drafts.access import sent_from
from runtime.failpoints import reach
from runtime.lists.lookups import LOOKUPS
from runtime.presentation.language import current_language
from runtime.processing.intake import Filed, answers_digest, complete_submission, insert_submission
from runtime.submissions.models import Submission
from runtime.vault import encryption
from schemas.answers.validation import check_answers, with_computed
from schemas.compilation.compiled import Compiled
from schemas.models import Version
from schemas.problems import Problem
from schemas.versions import load_compiled


@dataclass(frozen=True, slots=True)
class Recorded:
    """The submission of this token; unless `is_new`, an earlier call recorded it, from the answers of its digest."""

    submission: Submission
    is_new: bool


@dataclass(frozen=True, slots=True)
class Invalid:
    """Nothing was recorded: `problems` point into the answers."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Outdated:
    """Nothing was recorded: the answers are to another version than the one that can be filed now."""


def send_answers(
    version: Version, answers: Mapping[str, object], *, token: str, expected: int | None, sender: str
) -> Recorded | Invalid | Outdated:
    """Record final answers to `version` under `token`, unless that was done before.

    `expected` is the number of the version that they were made for; `sender` is kept with them. Submission, files,
    event, index and mail are written in one transaction.
    """
    done = sent_from(version.key, token)
    if done is not None:
        return Recorded(done.submission, is_new=False)
    if expected not in (None, version.number):
        return Outdated()
    reach("before the transaction")
    try:
        with transaction.atomic():
            outcome = _recorded(version, answers, token, sender=sender)
            reach("before commit")
        reach("after commit")
    except IntegrityError:
        # Another call with this token came first, and has committed by now.
        done = sent_from(version.key, token)
        if done is None:
            raise
        return Recorded(done.submission, is_new=False)
    return outcome


def _mistakes(compiled: Compiled, answers: Mapping[str, object], *, today: date) -> tuple[Problem, ...]:
    """Return the problems of answers except wrong calculated values: those need not be sent, or be right."""
    found = check_answers(compiled, answers, today=today, lookups=LOOKUPS)
    return tuple(each for each in found if each.code != "computed_differs")


def _recorded(version: Version, answers: Mapping[str, object], token: str, *, sender: str) -> Recorded | Invalid:
    language = current_language()
    compiled, now = load_compiled(version, language), database_now()
    today, digest = timezone.localdate(now), answers_digest(answers)  # of the raw call, to detect a repeat
    problems = _mistakes(compiled, answers, today=today)
    if problems:
        return Invalid(problems)
    answers = with_computed(compiled, answers, today=today)
    data_key = encryption.new_data_key()
    wrapped_key = encryption.wrap(data_key, f"key:{token}")
    filed = Filed(version, compiled, token, wrapped_key, language, channel=Submission.Channel.API, sender=sender)
    submission = insert_submission(filed, answers, digest=digest, now=now)
    reach("row written")
    missing = take_uploads(submission, compiled, data_key, answers)
    if missing:
        transaction.set_rollback(True)
        return Invalid(missing)
    complete_submission(submission, compiled, answers)
    reach("outbox written")
    return Recorded(submission, is_new=True)
