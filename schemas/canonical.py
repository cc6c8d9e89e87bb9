"""The canonical text of a JSON value (RFC 8785), and its digest."""

import hashlib

import rfc8785


def canonical_text(value: object) -> str:
    """Return the canonical JSON text of `value` (RFC 8785): sorted keys, no spaces, one form for each number.

    Raises `rfc8785.CanonicalizationError` for what JSON cannot hold (NaN, lone surrogates, integers over 2**53).
    """
    return rfc8785.dumps(value).decode()  # type: ignore[arg-type]


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical text of `value`, in hexadecimal."""
    return digest_of_text(canonical_text(value))


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
