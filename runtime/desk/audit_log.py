"""Audit log of openings, readings, tokens and closed cases, by user: rows of Wagtail's log, without answers."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.log_actions import log

from runtime.programs.models import ServiceToken
from runtime.simulation.models import SimulationCase
from runtime.submissions.models import Submission

REQUEST_OPENED = "guichet.request_opened"
FILE_OPENED = "guichet.file_opened"
PREVIEW_OPENED = "guichet.preview_opened"
REQUEST_READ = "guichet.request_read_by_program"
TOKEN_ISSUED = "guichet.token_issued"  # noqa: S105  the name of an action
TOKEN_REVOKED = "guichet.token_revoked"  # noqa: S105  the same
CASE_CLOSED = "guichet.simulation_case_closed"


def record_opening(submission: Submission, action: str, *, user: AbstractBaseUser, **facts: str) -> None:
    """Record that `user` opened `submission` or a part of it; `facts` are ids, never answers."""
    log(instance=submission, action=action, user=user, data=facts)


def record_reading(submission: Submission, token: ServiceToken, **facts: str) -> None:
    """Record that a program read `submission`; `facts` are ids, never answers."""
    log(instance=submission, action=REQUEST_READ, data={"token": token.pk, "program": token.name, **facts})


def record_issue(token: ServiceToken, *, user: AbstractBaseUser) -> None:
    """Record the issue of a program's token by `user`, and its rights."""
    log(instance=token, action=TOKEN_ISSUED, user=user, data={"scopes": token.scopes})


def record_revocation(token: ServiceToken, *, user: AbstractBaseUser) -> None:
    """Record the revocation of a program's token by `user`."""
    log(instance=token, action=TOKEN_REVOKED, user=user)


def record_closing(case: SimulationCase, *, user: AbstractBaseUser) -> None:
    """Record the closing of a contested result by `user`."""
    log(instance=case, action=CASE_CLOSED, user=user)
