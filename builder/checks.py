"""Errors that block the publishing of a document, and warnings."""

from dataclasses import dataclass

from django.utils import timezone

from schemas.authoring.publishable import check, study_trials
from schemas.format.document import Document
from schemas.format.reading import read_document
from schemas.format.translations import stale_or_missing, texts_of
from schemas.problems import Problem, pointer_to

#: Codes of warnings, by the verdict of `schemas.format.translations.stale_or_missing`.
TRANSLATION_CODES = {"missing": "translation_missing", "stale": "translation_stale"}


@dataclass(frozen=True, slots=True)
class Findings:
    """Result of a check: `document` is None when it cannot be read at all."""

    document: Document | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def check_document(content: bytes, *, with_study: bool = False) -> Findings:
    """Read, compile and lint a document, and run its tests. Pointers of all problems start at the document.

    `with_study` adds what the tests do not try, or would not notice: it takes a few seconds on large tables.
    """
    document, problems = read_document(content)
    if document is None:
        return Findings(None, problems)
    today = timezone.localdate()
    found = check(document, today=today)
    studied = study_trials(document, today=today) if with_study and not found.problems else ()
    untranslated = (each for language in document.languages[1:] for each in _translation_warnings(document, language))
    return Findings(document, found.problems, (*found.warnings, *studied, *untranslated))


def _translation_warnings(document: Document, language: str) -> list[Problem]:
    texts = texts_of(document)
    verdicts = stale_or_missing(document, language)
    translations = document.source["translations"][language]
    warnings = [
        Problem(TRANSLATION_CODES[verdict], pointer_to("translations", language, address), {"text": texts[address]})
        for address, verdict in verdicts.items()
    ]
    unused = [address for address in translations if address not in texts]
    return warnings + [Problem("translation_unused", pointer_to("translations", language, each)) for each in unused]
