"""Reasons for refusing a file, as problems.

`file_name` (no extension; params `accepted`, `found`), `file_empty`, `file_too_large` (`limit`, bytes), `file_kind`
(`accepted`, `found`), `file_mismatch` (`accepted`, `extension`, `found`), `file_damaged`, `file_bomb` and
`file_encrypted`, `file_active`. The `reason` of damage, bombs and macros is for logs and agents, not for applicants.
"""

from schemas.problems import Problem


def damaged(reason: str) -> Problem:
    """Refuse a file that is cut, broken or made up."""
    return Problem("file_damaged", params={"reason": reason})


def bomb(reason: str, **params: int) -> Problem:
    """Refuse a file that would cost too much to open; `params` hold the limit that it exceeds."""
    return Problem("file_bomb", params={"reason": reason, **params})


def protected() -> Problem:
    """Refuse a file that asks for a password: no agent could read it."""
    return Problem("file_encrypted")


def active() -> Problem:
    """Refuse a PDF with scripts, programs to start or files inside, where the operator wants none."""
    return Problem("file_active")


def mismatch(extension: str, found: str) -> Problem:
    """Refuse a file whose content is not what its extension says."""
    return Problem("file_mismatch", params={"extension": extension, "found": found})
