"""Prefilled answers of a draft, carried from a simulator: signed, a day old at most, checked again."""

from collections.abc import Mapping
from datetime import date

from django.core import signing
from django.http import HttpRequest

from runtime.lists.lookups import LOOKUPS
from schemas.compilation.compiled import Compiled
from schemas.simulation.prefill import checked

FIELD = "_carried"

#: The time to read a result, fetch a document and begin.
MAX_AGE_SECONDS = 24 * 3600


def salt_of(key: str) -> str:
    """Return the salt that binds carried answers to one procedure."""
    return f"guichet.carried.{key}"


def sign_carried(key: str, answers: Mapping[str, object]) -> str:
    """Return `answers` as they travel in a hidden field of a form."""
    return signing.dumps(dict(answers), salt=salt_of(key), compress=True)


def carried_in(request: HttpRequest, compiled: Compiled, *, today: date) -> dict[str, object]:
    """Return the carried answers of a posted page that the procedure accepts; none when they are forged or too old."""
    given = request.POST.get(FIELD, "")
    try:
        answers = signing.loads(given, salt=salt_of(compiled.document.key), max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return {}
    return checked(compiled, answers, today=today, lookups=LOOKUPS) if isinstance(answers, dict) else {}
