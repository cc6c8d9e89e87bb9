"""Idempotency keys of programs, which make a repeated call act once."""

from typing import Annotated

from django.utils.translation import gettext_noop
from ninja import Header

from runtime.api.authentication import Caller, Program
from runtime.vault.encryption import keyed_hash

PURPOSE = "idempotency key"

#: A key is a random text of its sender's, for instance a UUID: short ones could collide.
IdempotencyKey = Annotated[
    str,
    Header(
        ...,
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9_-]{16,128}$",
        description=gettext_noop("A random text, for instance a UUID: the same call with the same key is done once."),
    ),
]


def once_token(caller: Caller, key: str, *, act: str) -> str:
    """Return the hash stored for `key`: particular to caller and act, and revealing neither."""
    who = f"token {caller.token.pk}" if isinstance(caller, Program) else "anybody"
    return keyed_hash(f"{who}\n{act}\n{key}", PURPOSE)
