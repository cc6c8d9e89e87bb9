"""Shape of the keys that operators write: each 32 bytes in URL-safe base64, separated by commas. No error shows one."""

import base64
import binascii

from environs import EnvValidationError

#: AES-256, as runtime.vault.encryption uses it.
KEY_BYTES = 32
HOW_TO_MAKE_ONE = "each key is 32 random bytes in URL-safe base64 (README, Settings)"


def key_list(text: str, *, name: str) -> list[str]:
    """Return the keys of the variable `name`, newest first; spaces around commas are left out.

    Raises EnvValidationError, which tells the position of the key at fault, never the key.
    """
    keys = [each.strip() for each in text.split(",")]
    for position, key in enumerate(keys, start=1):
        if fault := _fault(key):
            raise EnvValidationError(f"{name}: key {position} of {len(keys)} {fault}: {HOW_TO_MAKE_ONE}.", [fault])
    if len(set(map(_decoded, keys))) < len(keys):
        raise EnvValidationError(f"{name} holds the same key twice: take one of them out.", ["twice"])
    return keys


def hash_key(text: str, *, name: str) -> str:
    """Return the only key of the variable `name`, or an empty text when it is not set. Raises EnvValidationError."""
    if not text:
        return ""
    if fault := _fault(text.strip()):
        raise EnvValidationError(f"{name} {fault}: it is the text of a former key of ENCRYPTION_KEYS.", [fault])
    return text.strip()


def _fault(key: str) -> str:
    """Return what is wrong with one key, or an empty text."""
    if not key:
        return "is empty"
    try:
        size = len(_decoded(key))
    except (binascii.Error, ValueError):
        return "is not URL-safe base64"
    return "" if size == KEY_BYTES else f"has {size} bytes instead of {KEY_BYTES}"


def _decoded(key: str) -> bytes:
    return base64.b64decode(key, altchars=b"-_", validate=True)
