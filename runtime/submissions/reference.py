"""References and tracking keys: codes that a person can read aloud, copy and mistype without harm.

31 symbols without look-alikes (no 0, 1, I, L, O), the last one a check over the others with weights 2, 3, … modulo 31.
31 is prime and no weight is 0 modulo 31 for up to 29 symbols, so every single error and every swap is found.
"""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

#: 15 random symbols are 74 bits, 19 are 94 (bar X1 asks 70 for a reference, design 5 asks 80 for a key).
REFERENCE_SYMBOLS = 15
KEY_SYMBOLS = 19

GROUP = 4
_SEPARATORS = re.compile(r"[\s.\-_‐-―·]+")
_REFERENCE = re.compile(rf"([A-Z]{{2,5}})([{ALPHABET}]{{{REFERENCE_SYMBOLS + 1}}})\Z")


def check_symbol(symbols: str) -> str:
    """Return the check symbol of `symbols`."""
    total = sum(weight * ALPHABET.index(symbol) for weight, symbol in enumerate(symbols, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def is_sound(symbols: str) -> bool:
    """Return whether the last symbol of `symbols` is the check symbol of the others."""
    return set(symbols) <= set(ALPHABET) and len(symbols) > 1 and check_symbol(symbols[:-1]) == symbols[-1]


def grouped(symbols: str) -> str:
    """Return `symbols` in groups of four, joined by hyphens.

    >>> grouped("ABCDEFGH")
    'ABCD-EFGH'
    """
    return "-".join(symbols[start : start + GROUP] for start in range(0, len(symbols), GROUP))


def _drawn(length: int) -> str:
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return symbols + check_symbol(symbols)


def new_reference(prefix: str) -> str:
    """Return a new reference, `NAI-XXXX-XXXX-XXXX-XXXX`."""
    return f"{prefix}-{grouped(_drawn(REFERENCE_SYMBOLS))}"


def new_key() -> str:
    """Return a new key, five groups of four symbols."""
    return grouped(_drawn(KEY_SYMBOLS))


def read_reference(typed: str) -> str | None:
    """Return the reference that a person typed, whatever its case and separators; None if it cannot be one."""
    match = _REFERENCE.match(_SEPARATORS.sub("", typed).upper())
    if match is None or not is_sound(match.group(2)):
        return None
    return f"{match.group(1)}-{grouped(match.group(2))}"


def read_key(typed: str) -> str | None:
    """Return the key that a person typed, whatever its case and separators; None if it cannot be one."""
    symbols = _SEPARATORS.sub("", typed).upper()
    return grouped(symbols) if len(symbols) == KEY_SYMBOLS + 1 and is_sound(symbols) else None
