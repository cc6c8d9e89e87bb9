"""Encrypted content of a submission: its answers, and the key that opens its tracking page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from runtime.submissions.models import Submission
from runtime.vault.encryption import keyed_hash, seal, unseal, unwrap

#: Purpose of the hashes of tracking keys, so that no other hash can pass for one.
KEY_PURPOSE = "tracking key"


@dataclass(frozen=True, slots=True)
class Content:
    """Final answers by question key, and the tracking key as it is written on the receipt. Neither shows in a repr.

    `today` is the day that rules read as `@today` when it was sent, so that any verdict can be given again years later;
    None in content sealed before the day was stored. `sender` is a keyed hash of the address or program that sent it,
    where a repeated call must be known to come from there; "" otherwise.
    """

    answers: Mapping[str, object] = field(repr=False, hash=False)
    key: str = field(repr=False)
    today: date | None = None
    sender: str = ""


def seal_content(content: Content, data_key: bytes, token: str) -> bytes:
    """Return `content` encrypted for the submission made of the draft `token`.

    Raises `rfc8785.CanonicalizationError` for what JSON cannot hold.
    """
    day = {"today": content.today.isoformat()} if content.today else {}
    sender = {"sender": content.sender} if content.sender else {}
    return seal({"answers": dict(content.answers), "key": content.key, **day, **sender}, data_key, _place(token))  # type: ignore[dict-item]


def open_content(submission: Submission) -> Content:
    """Return the content of `submission`. Raises `runtime.vault.encryption.VaultError` when it cannot be decrypted."""
    opened = unseal(bytes(submission.sealed), data_key_of(submission), _place(submission.draft_token))
    day = opened.get("today")  # type: ignore[union-attr]
    sender = opened.get("sender", "")  # type: ignore[union-attr]
    return Content(opened["answers"], opened["key"], date.fromisoformat(day) if day else None, sender)  # type: ignore[call-overload, index, arg-type]


def day_of_rules(submission: Submission, content: Content) -> date:
    """Return the day that rules read as `@today` when `submission` was sent."""
    return content.today or timezone.localdate(submission.received_at)


def data_key_of(submission: Submission) -> bytes:
    """Return the data key of a submission: that of its draft, so that files need no new one.

    Raises `runtime.vault.encryption.VaultError` when it cannot be unwrapped.
    """
    return unwrap(bytes(submission.wrapped_key), f"key:{submission.draft_token}")


def key_hash(key: str) -> str:
    """Return the hash that `Submission.key_hash` stores of a key as it is written on the receipt."""
    return keyed_hash(key, KEY_PURPOSE)


def _place(token: str) -> str:
    return f"submission:{token}"
