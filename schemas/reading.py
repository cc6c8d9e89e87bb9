"""Reading a document: from text to JSON, from JSON to frozen values, every mistake told with its place."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schemas.circuit import ID, name_problems, read_circuit, text_problems
from schemas.document import FORMAT, Document
from schemas.layout import read_steps
from schemas.problems import Problem, pointer_to, under
from schemas.retention import duration_parts

#: Limits of design 3, checked before anything else reads a document.
MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_QUESTIONS = 500
#: The official languages of the European Union: compiling in each takes its time.
MAX_LANGUAGES = 24

#: The largest whole number that every reader of JSON, canonical JSON included, holds exactly (RFC 8259 section 6).
LARGEST = 2**53 - 1
#: No whole number that JSON holds exactly has as many characters; longer ones take ever more time to read.
MAX_INTEGER_CHARACTERS = 20

#: A form that takes more than a day to fill in is a mistake.
MAX_MINUTES = 24 * 60

KEY = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\Z")
PREFIX = re.compile(r"[A-Z]{2,5}\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
#: Controls but tab and line feed, which PostgreSQL or a terminal would stumble on, and halves of surrogate pairs.
BAD_CHARACTERS = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]")

#: Words that stand in URLs beside the keys of procedures.
RESERVED_KEYS = frozenset({"reprendre"})


class Spot(NamedTuple):
    """Where a value stands: the spot above it, its key or place there, and how deep it is (the root: 0)."""

    above: "Spot | None"
    token: str | int
    depth: int

    @property
    def pointer(self) -> str:
        tokens: list[str | int] = []
        spot: Spot | None = self
        while spot is not None and spot.above is not None:
            tokens.append(spot.token)
            spot = spot.above
        return pointer_to(*reversed(tokens))


def read_document(text: str | bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read a document from its JSON text. Returns the document, or None and why not."""
    value, problems = read_json(text)
    return (None, problems) if problems else parse_document(value)


def read_json(text: str | bytes) -> tuple[object, tuple[Problem, ...]]:
    """Read JSON text (RFC 8259) of at most `MAX_BYTES`, refusing what two readers could read differently.

    Problems: too_large, not_utf8, not_json (with line and column), repeated_key, too_deep.
    """
    encoded = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    if len(encoded) > MAX_BYTES:
        return None, (Problem("too_large", "", {"limit": MAX_BYTES}),)
    repeated: list[tuple[object, str]] = []
    try:
        value = json.loads(
            encoded.decode("utf-8-sig"),
            object_pairs_hook=_pairs(repeated),
            parse_int=_integer,
            parse_constant=float,  # NaN and infinities are told with their place, as unsafe numbers
        )
    except UnicodeDecodeError:
        return None, (Problem("not_utf8"),)
    except json.JSONDecodeError as error:
        return None, (Problem("not_json", "", {"line": error.lineno, "column": error.colno}),)
    except RecursionError:
        return None, (Problem("too_deep", "", {"limit": MAX_DEPTH}),)
    return value, tuple(_repeated_problems(value, repeated)) if repeated else ()


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= MAX_INTEGER_CHARACTERS else math.inf


def _pairs(repeated: list[tuple[object, str]]):  # type: ignore[no-untyped-def]
    def build(pairs: list[tuple[str, object]]) -> dict[str, object]:
        built: dict[str, object] = {}
        for key, value in pairs:
            if key in built:
                repeated.append((built, key))
            built[key] = value
        return built

    return build


def _repeated_problems(root: object, repeated: list[tuple[object, str]]) -> Iterator[Problem]:
    spots = {id(value): spot for value, spot in _walk(root)}
    for holder, key in repeated:
        # An object that a repeated key of an object above has replaced stands nowhere: that key is told instead.
        spot = spots.get(id(holder))
        if spot is not None:
            yield Problem("repeated_key", spot.pointer + pointer_to(key), {"key": key})


def _walk(root: object) -> Iterator[tuple[object, Spot]]:
    """Yield every value with its spot, in the order of the text; what is too deep is not entered."""
    left = [(root, Spot(None, "", 0))]
    while left:
        value, spot = left.pop()
        yield value, spot
        if spot.depth < MAX_DEPTH:
            left += [(inner, Spot(spot, token, spot.depth + 1)) for token, inner in reversed(_inside(value))]


def _inside(value: object) -> list[tuple[str | int, object]]:
    if isinstance(value, Mapping):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def parse_document(source: object) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read a document from its JSON value. Returns the document, or None and every problem found."""
    if not isinstance(source, Mapping):
        return None, (Problem("not_an_object"),)
    problems = tuple(value_problems(source))
    if problems:
        return None, problems
    steps, step_problems = read_steps(source.get("data"), source.get("ui"), max_questions=MAX_QUESTIONS)
    circuit, circuit_problems = read_circuit(source.get("circuit"))
    problems = (*_head_problems(source), *step_problems, *under("/circuit", circuit_problems))
    if problems or circuit is None:
        return None, problems
    document = Document(
        source=source,
        key=str(source["key"]),
        language=str(source["language"]),
        title=str(source["title"]),
        summary=str(source.get("summary", "")),
        department=str(source["department"]),
        reference_prefix=str(source["reference"]["prefix"]),
        steps=steps,
        circuit=circuit,
    )
    return document, ()


def value_problems(source: object) -> Iterator[Problem]:
    """Yield what no part of a document may be, whatever it stands for."""
    for value, spot in _walk(source):
        if spot.depth >= MAX_DEPTH:
            yield Problem("too_deep", spot.pointer, {"limit": MAX_DEPTH})
            return
        texts = [value] if isinstance(value, str) else list(value) if isinstance(value, Mapping) else []
        if any(BAD_CHARACTERS.search(text) for text in texts):
            yield Problem("bad_characters", spot.pointer)
        if isinstance(value, int | float) and not _is_safe(value):
            yield Problem("unsafe_number", spot.pointer)


def _is_safe(number: float) -> bool:
    return abs(number) <= LARGEST if isinstance(number, int) else math.isfinite(number)


def _head_problems(source: Mapping[str, object]) -> Iterator[Problem]:
    if source.get("format") != FORMAT or isinstance(source.get("format"), bool):
        yield Problem("unknown_format", "/format", {"known": FORMAT})
    if source.get("kind") != "procedure":
        yield Problem("not_a_procedure", "/kind", {"known": ["procedure"]})
    for name, pattern in (("key", KEY), ("language", LANGUAGE), ("department", KEY)):
        yield from name_problems(source.get(name), f"/{name}", pattern)
    if any(source.get("key") == word for word in RESERVED_KEYS):
        yield Problem("reserved_id", "/key", {"id": source["key"]})
    yield from text_problems(source, "title", is_required=True)
    yield from text_problems(source, "summary")
    reference = source.get("reference")
    prefix = reference.get("prefix") if isinstance(reference, Mapping) else None
    yield from name_problems(prefix, "/reference/prefix", PREFIX)
    yield from under("/privacy", _privacy_problems(source.get("privacy")))
    yield from under("/texts", _texts_problems(source.get("texts", {})))
    yield from under("/translations", _translations_problems(source.get("translations", {}), source.get("language")))


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
        # A draft that is kept no time at all is lost as it is written.
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
