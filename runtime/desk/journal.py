"""Who opened what at the desk, and when: rows of Wagtail's log, which hold references and never answers."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.log_actions import log

from runtime.submissions.models import Submission

REQUEST_OPENED = "guichet.request_opened"
FILE_OPENED = "guichet.file_opened"
PREVIEW_OPENED = "guichet.preview_opened"


def record_opening(submission: Submission, action: str, *, user: AbstractBaseUser, **facts: str) -> None:
    """Write that `user` opened `submission` or something of it; `facts` are ids, nothing that somebody typed."""
    log(instance=submission, action=action, user=user, data=facts)
