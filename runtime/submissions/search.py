"""Search of submissions at the desk: by reference, declared answers in clear, blind hashes of e-mail and phone."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from runtime.submissions.models import IndexEntry, Submission
from runtime.submissions.reference import ALPHABET, GROUP, REFERENCE_SYMBOLS, read_reference
from runtime.vault.encryption import keyed_hash
from schemas.answers.walk import Answered, answered_questions
from schemas.compilation.compiled import Compiled
from schemas.questions.base import Question, Shown, YearMonth
from schemas.questions.registry import QUESTION_TYPES

#: Types that are found by the whole value only, through a keyed hash: they are never in clear beside the answers.
BLIND_TYPES = ("email", "phone")
#: Most characters indexed of an answer, and of one word.
MAX_TEXT = 200
MAX_WORD = 200
MAX_WORDS = 5
#: Prefix of the reversed reference; folding leaves it in no word.
ENDING = "~"
#: The groups of a reference behind its letters, hyphens included.
LONGEST_ENDING = REFERENCE_SYMBOLS + 1 + REFERENCE_SYMBOLS // GROUP
LAST_CHARACTER = "\U0010ffff"
MAX_NAME = 200

#: Ids of submissions, as a query of one column.
Found = QuerySet[Any]

_BETWEEN_SYMBOLS = re.compile(r"[\s.\-‐-―]+")
_NOT_WORD = re.compile(r"[^\w@.+]+")


def index_entries(submission: Submission, compiled: Compiled, answers: Mapping[str, object]) -> list[IndexEntry]:
    """Return the search terms of `submission`, not saved yet; `answers` are final, by question key."""
    entries = [
        IndexEntry(submission=submission, question=_name(found), **entry)
        for found in answered_questions(compiled.questions.values(), answers)
        for entry in _entries(found.question, found.answer)
    ]
    return [*entries, IndexEntry(submission=submission, value=from_the_end(submission.reference))]


def from_the_end(reference: str) -> str:
    """Return the symbols of a reference, or of the end of one, last first: no folded word begins as they do.

    >>> from_the_end("NAI-7KQ2-MX4T-9BHP-2WRC")
    '~CRW2PHB9T4XM2QK7'
    """
    return ENDING + reference[-LONGEST_ENDING:].replace("-", "")[::-1]


def search(queryset: QuerySet[Submission], text: str) -> QuerySet[Submission]:
    """Return those of `queryset` that match `text`: a reference or its end, words of answers, an e-mail, a phone.

    A word is found by its beginning. Each kind of search walks an index of its own, so that its cost depends on what it
    finds, however many submissions there are.
    """
    ways = [*_by_words(text), *_by_blind(text), *_by_reference(text)]
    if not ways:
        return queryset.none()
    return queryset.filter(pk__in=ways[0].union(*ways[1:]))


def search_key(text: str) -> str:
    """Return the words of `text` without case, accents and punctuation.

    >>> search_key("Éloïse  D'Arc-Lenoir")
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
        text = " ".join(words for line in lines for words in _findable(line))[:MAX_TEXT]
        yield from ({"value": word[:MAX_WORD]} for word in dict.fromkeys(text.split()))


def _findable(shown: Shown) -> tuple[str, ...]:
    """Return a line as a person would type it: a day in both its orders, nothing for yes and no."""
    if isinstance(shown, bool):
        return ()
    if isinstance(shown, YearMonth):
        return (search_key(f"{shown.month:02}/{shown.year}"), search_key(f"{shown.year}-{shown.month:02}"))
    if isinstance(shown, time):
        return (search_key(f"{shown:%H:%M}"),)
    if isinstance(shown, date):
        return (search_key(f"{shown:%d/%m/%Y}"), search_key(shown.isoformat()[:10]))
    return (search_key(str(shown)),)


def _blind(question_type: str, answer: str) -> str:
    return keyed_hash(answer.casefold(), f"index:{question_type}")


def _by_words(text: str) -> Iterator[Found]:
    """Yield the submissions of which every word of `text` begins a word of declared answers."""
    words = search_key(text).split()[:MAX_WORDS]
    if not words:
        return
    # The longest word is usually the rarest: the others are only compared with its matches.
    first, *others = sorted(words, key=len, reverse=True)
    found = IndexEntry.objects.filter(_begins(first))
    for word in others:
        found = found.filter(submission__in=IndexEntry.objects.filter(_begins(word)).values("submission"))
    yield found.values("submission")


def _begins(start: str) -> Q:
    """Return the condition that a value begins with `start`, in a form that the index of either database can serve."""
    if connection.vendor == "sqlite":  # its LIKE needs no index of ours, hence uses none
        return Q(value__gte=start, value__lt=start + LAST_CHARACTER)
    return Q(value__startswith=start)


def _by_blind(text: str) -> Iterator[Found]:
    hashes, today = [], timezone.localdate()
    for name in BLIND_TYPES:
        parsed = QUESTION_TYPES[name].parse(Question(name, name, {"type": "string"}), text.strip(), today=today)
        if isinstance(parsed.answer, str) and not parsed.problems:
            hashes.append(_blind(name, parsed.answer))
    if hashes:
        yield IndexEntry.objects.filter(blind__in=hashes).values("submission")


def _by_reference(text: str) -> Iterator[Found]:
    if (reference := read_reference(text)) is not None:
        yield Submission.objects.order_by().filter(reference=reference).values("pk")
    if (ending := _reference_ending(text)) is not None:
        yield IndexEntry.objects.filter(_begins(from_the_end(ending))).values("submission")


def _reference_ending(text: str) -> str | None:
    """Return the last symbols of a reference that were typed, at least one group; None if they cannot be that."""
    symbols = _BETWEEN_SYMBOLS.sub("", text).upper()
    is_ending = GROUP <= len(symbols) <= REFERENCE_SYMBOLS + 1 and set(symbols) <= set(ALPHABET)
    return symbols if is_ending else None
