"""Encryption at rest: data keys wrapped by the keys of the site, sealed JSON and keyed hashes.

VaultError
├── WrongKey    wrapped by a key that is not in ENCRYPTION_KEYS
└── Tampered    changed, cut, moved to another row, or opened with another data key

A draft or a submission has one data key; only its wrapped form is stored, so that erasing it erases everything that
was sealed with it. The first of `ENCRYPTION_KEYS` wraps, all of them unwrap.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from schemas.canonical import canonical_text
from schemas.problems import Json

KEY_BYTES = 32
KEY_ID_BYTES = 4
NONCE_BYTES = 12  # NIST SP 800-38D (2007), 8.2.2: random nonces of 96 bits, at most 2**32 a key
TAG_BYTES = 16
SEALED_FORMAT = b"\x01"


class VaultError(Exception):
    """Encrypted data cannot be opened; nothing of it, not even the ciphertext, is given back."""


class WrongKey(VaultError):  # noqa: N818 - says what is wrong
    """No key of the site has the id that a data key was wrapped with."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"no encryption key has the id {key_id}")
        self.key_id = key_id


class Tampered(VaultError):  # noqa: N818 - says what is wrong
    """The bytes are not those that were encrypted here, under this key and for this place."""


def new_data_key() -> bytes:
    """Return a fresh random key of 256 bits."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def wrap(data_key: bytes, aad: str) -> bytes:
    """Return `data_key` encrypted under the current key: key id (4 bytes), nonce (12), ciphertext and tag (48).

    `aad` names the only place where it may be unwrapped, for instance `draft:<token>`.
    """
    current = _keys()[0]
    return _key_id(current) + encrypted(data_key, current, bound_to("wrap", aad))


def unwrap(wrapped: bytes, aad: str) -> bytes:
    """Return the data key in `wrapped`. Raises `WrongKey` or `Tampered`."""
    key_id, rest = wrapped[:KEY_ID_BYTES], wrapped[KEY_ID_BYTES:]
    for key in _keys():
        if _key_id(key) == key_id:
            return decrypted(rest, key, bound_to("wrap", aad))
    raise WrongKey(key_id.hex())


def rewrap(wrapped: bytes, aad: str) -> bytes:
    """Return the same data key wrapped under the current key; data sealed with it is not touched."""
    return wrap(unwrap(wrapped, aad), aad)


def site_key_ids() -> tuple[bytes, ...]:
    """Return the ids of `ENCRYPTION_KEYS`, the current one first: what each wraps begins with its id."""
    return tuple(map(_key_id, _keys()))


def seal(value: Json, data_key: bytes, aad: str) -> bytes:
    """Return `value`, as canonical JSON, encrypted for the place that `aad` names (`draft:<token>`).

    Raises `rfc8785.CanonicalizationError` for what JSON cannot hold.
    """
    plain = canonical_text(value).encode()
    return SEALED_FORMAT + encrypted(plain, data_key, bound_to("seal", aad))


def unseal(sealed: bytes, data_key: bytes, aad: str) -> Json:
    """Return the value in `sealed`. Raises `Tampered`, also when it was sealed for another `aad`."""
    if sealed[:1] != SEALED_FORMAT:
        raise Tampered("unknown format of sealed value")
    value: Json = json.loads(decrypted(sealed[1:], data_key, bound_to("seal", aad)))
    return value


def keyed_hash(text: str, purpose: str) -> str:
    """Return the HMAC-SHA256 of `text` in hexadecimal, under a key that is particular to `purpose`.

    For look-ups of what must not be readable (access codes, blind indexes). The hash has to survive the rotation of
    `ENCRYPTION_KEYS`, so its key comes from `SECRET_HASH_KEY` when that is set, else from the LAST (oldest) of
    `ENCRYPTION_KEYS`: new keys are put first, and before the oldest one is dropped its text must become
    `SECRET_HASH_KEY`, or every stored hash stops matching.
    """
    return hmac.new(_hash_key(_hash_secret(), purpose), text.encode(), hashlib.sha256).hexdigest()


def matches(text: str, purpose: str, stored: str) -> bool:
    """Return, in constant time, whether `stored` is the keyed hash of `text`."""
    return hmac.compare_digest(keyed_hash(text, purpose).encode(), stored.encode())


def bound_to(use: str, aad: str) -> bytes:
    """Return the associated data of one use (`wrap`, `seal`, `file`) at one place: a use cannot pass for another."""
    return f"guichet:{use}:{aad}".encode()


def encrypted(plain: bytes, key: bytes, aad: bytes) -> bytes:
    """Return a random nonce followed by the AES-256-GCM ciphertext and tag of `plain`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad)


def decrypted(sealed: bytes, key: bytes, aad: bytes) -> bytes:
    """Return the plain bytes given to `encrypted`. Raises `Tampered`."""
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise Tampered("too short")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except InvalidTag:
        raise Tampered("authentication failed") from None


def derived_key(secret: bytes, info: bytes) -> bytes:
    """Return a key of 256 bits that depends on both `secret` and `info` (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


def _keys() -> tuple[bytes, ...]:
    return _parsed_keys(tuple(settings.ENCRYPTION_KEYS))


@lru_cache(maxsize=8)
def _parsed_keys(texts: Sequence[str]) -> tuple[bytes, ...]:
    if not texts:
        raise ImproperlyConfigured("ENCRYPTION_KEYS is empty.")
    return tuple(_parsed_key(text) for text in texts)


def _parsed_key(text: str) -> bytes:
    """Return the key written in `text`; an error never shows the text."""
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured("ENCRYPTION_KEYS holds something that is not urlsafe base64.") from None
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"ENCRYPTION_KEYS holds a key of {len(key)} bytes instead of {KEY_BYTES}.")
    return key


@lru_cache(maxsize=8)
def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"guichet:key-id:" + key).digest()[:KEY_ID_BYTES]


def _hash_secret() -> bytes:
    text = getattr(settings, "SECRET_HASH_KEY", "") or list(settings.ENCRYPTION_KEYS)[-1]
    return str(text).encode()


@lru_cache(maxsize=64)
def _hash_key(secret: bytes, purpose: str) -> bytes:
    return derived_key(secret, b"guichet:hash:" + purpose.encode())
