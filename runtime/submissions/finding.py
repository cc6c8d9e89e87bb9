"""What the desk finds a submission by: reference, declared answers in clear, blind hashes of e-mail and phone."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from runtime.answered import Answered, answered
from runtime.submissions.models import IndexEntry, Submission
from runtime.submissions.reference import ALPHABET, GROUP, REFERENCE_SYMBOLS, read_reference
from runtime.vault import keyed_hash
from schemas.compiled import Compiled
from schemas.questions.base import Question, Shown, YearMonth
from schemas.questions.table import QUESTION_TYPES

#: Types that are found by the whole value only, through a keyed hash: they are never in clear beside the answers.
BLIND_TYPES = ("email", "phone")
MAX_VALUE = 200
MAX_WORDS = 5
MAX_NAME = 200
_BETWEEN_SYMBOLS = re.compile(r"[\s.\-‐-―]+")
_NOT_WORD = re.compile(r"[^\w@.+]+")


def index_entries(submission: Submission, compiled: Compiled, answers: Mapping[str, object]) -> list[IndexEntry]:
    """Return what the desk may find `submission` by, not saved yet; `answers` are final, by question key."""
    return [
        IndexEntry(submission=submission, question=_name(found), **entry)
        for found in answered(compiled.questions.values(), answers)
        for entry in _entries(found.question, found.answer)
    ]


def search(queryset: QuerySet[Submission], text: str) -> QuerySet[Submission]:
    """Return those of `queryset` that `text` names: a reference or its end, words of answers, an e-mail, a phone."""
    wanted = _by_words(text) | _by_blind(text)
    if (reference := read_reference(text)) is not None:
        wanted |= Q(reference=reference)
    if (ending := _reference_ending(text)) is not None:
        wanted |= Q(reference__endswith=ending)
    return queryset.filter(wanted)


def folded(text: str) -> str:
    """Return the words of `text` without case, accents and punctuation.

    >>> folded("Éloïse  D'Arc-Lenoir")
    'eloise d arc lenoir'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _name(found: Answered) -> str:
    """Return the keys down to a question, joined by points, as long as the column is."""
    return ".".join(question.key for question in found.path)[:MAX_NAME]


def _entries(question: Question, answer: object) -> Iterator[dict[str, str]]:
    if question.type in BLIND_TYPES:
        yield {"blind": _blind(question.type, str(answer))}
    elif question.is_indexed and not QUESTION_TYPES[question.type].is_sensitive:
        lines = QUESTION_TYPES[question.type].show(question, answer)
        value = " ".join(word for line in lines for word in _findable(line)).strip()[:MAX_VALUE]
        if value:
            yield {"value": value}


def _findable(shown: Shown) -> tuple[str, ...]:
    """Return a line as somebody would type it: a day in both its orders, nothing for yes and no."""
    if isinstance(shown, bool):
        return ()
    if isinstance(shown, YearMonth):
        return (folded(f"{shown.month:02}/{shown.year}"), folded(f"{shown.year}-{shown.month:02}"))
    if isinstance(shown, time):
        return (folded(f"{shown:%H:%M}"),)
    if isinstance(shown, date):
        return (folded(f"{shown:%d/%m/%Y}"), folded(shown.isoformat()[:10]))
    return (folded(str(shown)),)


def _blind(question_type: str, answer: str) -> str:
    return keyed_hash(answer.casefold(), f"index:{question_type}")


def _by_words(text: str) -> Q:
    """Return the condition that every word of `text` stands in a declared answer; nothing is found by no word."""
    words = folded(text).split()[:MAX_WORDS]
    if not words:
        return Q(pk__in=())
    found = Q()
    for word in words:
        found &= Q(pk__in=IndexEntry.objects.filter(value__contains=word).values("submission"))
    return found


def _by_blind(text: str) -> Q:
    hashes, today = [], timezone.localdate()
    for name in BLIND_TYPES:
        parsed = QUESTION_TYPES[name].parse(Question(name, name, {"type": "string"}), text.strip(), today=today)
        if isinstance(parsed.answer, str) and not parsed.problems:
            hashes.append(_blind(name, parsed.answer))
    if not hashes:
        return Q(pk__in=())
    return Q(pk__in=IndexEntry.objects.filter(blind__in=hashes).values("submission"))


def _reference_ending(text: str) -> str | None:
    """Return how the reference ends whose last symbols were typed, at least one group; None if these cannot be any.

    Groups are counted from the end, where a reference has only full ones.
    """
    symbols = _BETWEEN_SYMBOLS.sub("", text).upper()
    if not GROUP <= len(symbols) <= REFERENCE_SYMBOLS + 1 or not set(symbols) <= set(ALPHABET):
        return None
    first = len(symbols) % GROUP
    groups = [symbols[start : start + GROUP] for start in range(first, len(symbols), GROUP)]
    return "-".join([symbols[:first], *groups] if first else groups)
