"""Which program read what somebody sent: rows of Wagtail's log, which hold references and never answers."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.log_actions import log

from runtime.programs.models import ServiceToken
from runtime.submissions.models import Submission

REQUEST_READ = "guichet.request_read_by_program"
TOKEN_ISSUED = "guichet.token_issued"  # noqa: S105  the name of an action
TOKEN_REVOKED = "guichet.token_revoked"  # noqa: S105  the same


def record_reading(submission: Submission, token: ServiceToken, **facts: str) -> None:
    """Write that a program read `submission`; `facts` are ids, nothing that somebody typed."""
    log(instance=submission, action=REQUEST_READ, data={"token": token.pk, "program": token.name, **facts})


def record_issue(token: ServiceToken, *, user: AbstractBaseUser) -> None:
    """Write who let a program act for a department, and what it may do."""
    log(instance=token, action=TOKEN_ISSUED, user=user, data={"scopes": token.scopes})


def record_revocation(token: ServiceToken, *, user: AbstractBaseUser) -> None:
    """Write who ended the token of a program."""
    log(instance=token, action=TOKEN_REVOKED, user=user)
