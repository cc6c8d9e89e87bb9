"""The header of a document: names, texts, privacy, retention, reference and languages."""

import re
from collections.abc import Iterator, Mapping

from schemas.format.document import FORMAT
from schemas.format.durations import duration_parts
from schemas.format.names_and_texts import ID, name_problems, text_problems
from schemas.problems import Problem, pointer_to, under

#: The number of official languages of the European Union: each more is one more compilation.
MAX_LANGUAGES = 24

#: A form that takes more than a day to fill in is a mistake.
MAX_MINUTES = 24 * 60

KEY = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\Z")
PREFIX = re.compile(r"[A-Z]{2,5}\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}\Z")

PROCEDURE = "procedure"
SIMULATOR = "simulator"
KINDS = (PROCEDURE, SIMULATOR)

#: Words of URLs that could be taken for the key of a procedure.
RESERVED_KEYS = frozenset({"reprendre"})

#: What only a procedure has: a simulator keeps nothing and shows its result at once.
OF_PROCEDURES = ("circuit", "reference", "privacy", "availability")


def head_problems(source: Mapping[str, object]) -> Iterator[Problem]:
    """Yield the problems of everything but the form, the rules, the circuit and the simulation."""
    if source.get("format") != FORMAT or isinstance(source.get("format"), bool):
        yield Problem("unknown_format", "/format", {"known": FORMAT})
    if source.get("kind") not in KINDS:
        yield Problem("not_a_procedure", "/kind", {"known": list(KINDS)})
    for name, pattern in (("key", KEY), ("language", LANGUAGE), ("department", KEY)):
        yield from name_problems(source.get(name), f"/{name}", pattern)
    if any(source.get("key") == word for word in RESERVED_KEYS):
        yield Problem("reserved_id", "/key", {"id": source["key"]})
    yield from text_problems(source, "title", is_required=True)
    yield from text_problems(source, "summary")
    yield from _simulator_problems(source) if source.get("kind") == SIMULATOR else _procedure_problems(source)
    yield from under("/texts", _texts_problems(source.get("texts", {})))
    yield from under("/translations", _translations_problems(source.get("translations", {}), source.get("language")))


def _procedure_problems(source: Mapping[str, object]) -> Iterator[Problem]:
    reference = source.get("reference")
    prefix = reference.get("prefix") if isinstance(reference, Mapping) else None
    yield from name_problems(prefix, "/reference/prefix", PREFIX)
    yield from under("/privacy", _privacy_problems(source.get("privacy")))
    if "simulation" in source:
        yield Problem("not_of_this_kind", "/simulation", {"name": "simulation", "kind": PROCEDURE})


def _simulator_problems(source: Mapping[str, object]) -> Iterator[Problem]:
    for name in OF_PROCEDURES:
        if name in source:
            yield Problem("not_of_this_kind", pointer_to(name), {"name": name, "kind": SIMULATOR})


def _privacy_problems(privacy: object) -> Iterator[Problem]:
    if not isinstance(privacy, Mapping):
        yield Problem("not_an_object")
        return
    for name in ("purpose", "basis"):
        yield from text_problems(privacy, name, is_required=True)
    yield from under("/retention", _retention_problems(privacy.get("retention")))
    yield from under("/recipients", _recipients_problems(privacy.get("recipients", [])))


def _retention_problems(retention: object) -> Iterator[Problem]:
    if not isinstance(retention, Mapping):
        yield Problem("not_an_object")
        return
    for outcome, duration in retention.items():
        amounts = duration_parts(duration) if isinstance(duration, str) else {}
        # A draft that is kept for no time is lost as soon as it is written.
        if not amounts or (outcome == "draft" and not any(amounts.values())):
            yield Problem("bad_duration", pointer_to(outcome), {"duration": str(duration)})


def _recipients_problems(recipients: object) -> Iterator[Problem]:
    if not isinstance(recipients, list):
        yield Problem("not_a_list")
        return
    seen: set[str] = set()
    for place, each in enumerate(recipients):
        here = pointer_to(place)
        recipient_id = each.get("id") if isinstance(each, Mapping) else None
        if not isinstance(each, Mapping) or not isinstance(recipient_id, str) or not ID.match(recipient_id):
            yield Problem("missing_id", here)
            continue
        if recipient_id in seen:
            yield Problem("repeated_id", here, {"id": recipient_id})
        seen.add(recipient_id)
        yield from under(here, text_problems(each, "label", is_required=True))


def _texts_problems(texts: object) -> Iterator[Problem]:
    if not isinstance(texts, Mapping):
        yield Problem("not_an_object")
        return
    for name in ("before", "who", "sent"):
        yield from text_problems(texts, name)
    minutes = texts.get("minutes", 1)
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= MAX_MINUTES:
        yield Problem("bad_minutes", "/minutes", {"limit": MAX_MINUTES})
    documents = texts.get("documents", {})
    if not isinstance(documents, Mapping):
        yield Problem("not_an_object", "/documents")
        return
    for name in documents:
        yield from under("/documents", text_problems(documents, name, is_required=True))


def _translations_problems(translations: object, own_language: object) -> Iterator[Problem]:
    if not isinstance(translations, Mapping):
        yield Problem("not_an_object")
        return
    if len(translations) > MAX_LANGUAGES:
        yield Problem("too_many_languages", "", {"limit": MAX_LANGUAGES})
    for language, texts in translations.items():
        here = pointer_to(language)
        yield from name_problems(language, here, LANGUAGE)
        if language == own_language:
            yield Problem("own_language", here, {"language": language})
        yield from under(here, _translation_problems(texts))


def _translation_problems(texts: object) -> Iterator[Problem]:
    if not isinstance(texts, Mapping):
        yield Problem("not_an_object")
        return
    for address, translation in texts.items():
        if not isinstance(translation, Mapping):
            yield Problem("not_an_object", pointer_to(address))
            continue
        for name in ("text", "of"):
            yield from under(pointer_to(address), text_problems(translation, name))
