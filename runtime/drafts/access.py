"""Access of a browser to a draft: the opened draft, or the reason why it may not be opened."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from runtime.drafts.content import DraftContent, open_draft
from runtime.drafts.cookies import drafts_of
from runtime.drafts.models import Draft
from runtime.drafts.repository import find_draft
from runtime.presentation.language import current_language
from runtime.submissions.models import Submission
from runtime.submissions.versions import the_only
from schemas.compilation.compiled import Compiled
from schemas.models import Version
from schemas.versions import load_compiled


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened draft: its row (unsaved when `is_new`), its content, its document in the language of the page."""

    draft: Draft
    content: DraftContent
    compiled: Compiled
    is_new: bool = False

    @property
    def version(self) -> Version:
        return self.draft.version

    @property
    def key(self) -> str:
        return self.draft.version.key


@dataclass(frozen=True, slots=True)
class NotYours:
    """This browser does not hold the draft: its code opens it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The draft was sent: it became `submission`."""

    submission: Submission


@dataclass(frozen=True, slots=True)
class Gone:
    """The draft no longer exists."""


def open_for(request: HttpRequest, key: str, token: str) -> Opened | NotYours | Sent | Gone:
    """Find the draft `token` for this browser. One query for a draft, two for one that was sent."""
    epoch = drafts_of(request).get(token)
    if epoch is None:
        return NotYours()
    draft = find_draft(token)
    if draft is None or draft.version.key != key:
        return _in_epoch(sent_from(key, token), epoch) or Gone()
    return opened(draft) if draft.epoch == epoch else NotYours()


def sent_from(key: str, token: str) -> Sent | None:
    """Return the submission that the draft `token` became, if it was sent."""
    found = the_only(Submission.objects.filter(draft_token=token, procedure_key=key))
    return Sent(found) if found else None


def sent_here(request: HttpRequest, key: str, token: str) -> Sent | None:
    """Return the submission that the draft `token` became, if this browser held the draft and nobody left it since."""
    epoch = drafts_of(request).get(token)
    found = None if epoch is None else _in_epoch(sent_from(key, token), epoch)
    return found if isinstance(found, Sent) else None


def _in_epoch(found: Sent | None, epoch: int) -> Sent | NotYours | None:
    return NotYours() if found and found.submission.epoch != epoch else found


def sent_among(tokens: Collection[str]) -> list[str]:
    """Return which of these drafts were sent."""
    return list(Submission.objects.filter(draft_token__in=tokens).values_list("draft_token", flat=True))


def end_here(request: HttpRequest, tokens: Collection[str]) -> None:
    """End every cookie that opens one of these drafts, or the receipt of what was sent from it, on this and any device.

    Codes, tracking codes and mailed links that were not used still open them. A cookie that has ended ends nothing.
    """
    held = {token: epoch for token, epoch in drafts_of(request).items() if token in tokens}
    end_epochs(Draft.objects.all(), "token", held)
    end_epochs(Submission.objects.all(), "draft_token", held)


def end_epochs(rows: QuerySet[Any], name: str, held: Mapping[str, int]) -> None:
    """Let the epoch of each row end that is still the one in which it is held; rows are named by the field `name`."""
    if held:
        still = reduce(or_, (Q(**{name: each}, epoch=epoch) for each, epoch in held.items()))
        rows.filter(still).update(epoch=F("epoch") + 1)


def opened(draft: Draft) -> Opened:
    """Return a draft with its content and its document. Raises `VaultError` when it cannot be decrypted."""
    return Opened(draft, open_draft(draft), load_compiled(draft.version, current_language(draft.language)))
