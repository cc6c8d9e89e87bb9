"""Encryption of a message in its outbox row, and its decryption before sending."""

import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

from runtime.delivery.models import Delivery
from runtime.vault.encryption import new_data_key, seal, unseal, unwrap, wrap


@dataclass(frozen=True, slots=True)
class Message:
    """One message before it is rendered: `template` is one of `runtime.delivery.emails`, `params` its JSON."""

    to: str = field(repr=False)
    template: str
    params: dict[str, Any] = field(repr=False)
    language: str


def seal_message(message: Message, row_id: uuid.UUID) -> tuple[bytes, bytes]:
    """Return the wrapped key and the sealed message of the row `row_id`.

    The key is this row's own and is erased when the message is sent: no copy of the key of a submission survives the
    erasure of that submission here.
    """
    data_key = new_data_key()
    return wrap(data_key, _place(row_id)), seal(asdict(message), data_key, _place(row_id))


def open_message(delivery: Delivery) -> Message:
    """Return the message of an unsent row. Raises `runtime.vault.encryption.VaultError`."""
    data_key = unwrap(bytes(delivery.wrapped_key), _place(delivery.id))
    return Message(**unseal(bytes(delivery.sealed), data_key, _place(delivery.id)))  # type: ignore[arg-type]


def _place(row_id: uuid.UUID) -> str:
    return f"delivery:{row_id}"
