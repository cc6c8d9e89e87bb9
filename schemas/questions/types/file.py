"""Files: an answer is the list of the stored files, never their content."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.fragment_checks import count_problems, fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK, MISSHAPEN_LIST, as_list
from schemas.questions.schema_parts import (
    Schema,
    annotations,
    clean_string,
    clean_string_problems,
    closed_object,
    fits,
    is_integer,
    whole,
    whole_number,
    wrong_type,
)

_OOXML = "application/vnd.openxmlformats-officedocument."

#: The kinds that a question may ask for by name (`options.kinds`), with the media type that a stored file has.
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "jpeg": "image/jpeg",
        "png": "image/png",
        "webp": "image/webp",
        "heic": "image/heic",
        "gif": "image/gif",
        "odt": "application/vnd.oasis.opendocument.text",
        "docx": f"{_OOXML}wordprocessingml.document",
        "xlsx": f"{_OOXML}spreadsheetml.sheet",
        "zip": "application/zip",
        "csv": "text/csv",
        "txt": "text/plain",
    }
)
DEFAULT_KINDS = ("pdf", "jpeg", "png", "webp", "heic", "odt", "docx")

DEFAULT_MAX_FILES = 1
DEFAULT_MAX_BYTES = 10_000_000
#: The most that an author may ask for.
CEILING_FILES = 20
CEILING_BYTES = 100_000_000

MAX_NAME = 250
ID = r"[A-Za-z0-9_-]{1,64}"
SHA256 = r"[0-9a-f]{64}"
KEYS = ("id", "name", "media_type", "size", "sha256")


class File(QuestionType):
    """One kind of document; options `kinds` (names of `MEDIA_TYPES`), `max_files` and `max_bytes` (of each)."""

    key = "file"
    is_group = True
    is_multiple = True

    def kinds(self, question: Question) -> tuple[str, ...]:
        listed = question.options.get("kinds")
        return tuple(str(kind) for kind in listed) if isinstance(listed, list) else DEFAULT_KINDS

    def max_files(self, question: Question) -> int:
        return whole_number(question.options.get("max_files"), DEFAULT_MAX_FILES)

    def max_bytes(self, question: Question) -> int:
        return whole_number(question.options.get("max_bytes"), DEFAULT_MAX_BYTES)

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(fragment_problems(question, type="array"))
        limits = (("max_files", CEILING_FILES), ("max_bytes", CEILING_BYTES))
        for name, ceiling in limits:
            found += [
                Problem("bad_limit", "", problem.params)
                for problem in count_problems(question.options, "", name, ceiling=ceiling)
            ]
        return (*found, *_kind_problems(question.options))

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        """Take the stored files as they are: they do not come from the page."""
        stored = as_list(raw)
        if stored is None:
            return MISSHAPEN_LIST
        files = [dict(each) if isinstance(each, Mapping) else each for each in stored]
        return Parsed(files) if files else BLANK

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, list):
            return wrong_type("array")
        found = [problem for place, each in enumerate(answer) for problem in self._file_problems(question, each, place)]
        ids = [each["id"] for each in answer if isinstance(each, Mapping) and isinstance(each.get("id"), str)]
        if len(set(ids)) < len(ids):
            found.append(Problem("repeated_file"))
        if not answer:
            found.append(Problem("too_few_files", "", {"limit": 1}))
        if len(answer) > self.max_files(question):
            found.append(Problem("too_many_files", "", {"limit": self.max_files(question)}))
        return tuple(found)

    def _file_problems(self, question: Question, stored: object, place: int) -> tuple[Problem, ...]:
        here = pointer_to(place)
        if not isinstance(stored, Mapping) or set(stored) != set(KEYS):
            return (Problem("bad_file", here),)
        accepted = self.kinds(question)
        found = [*under(f"{here}/name", clean_string_problems(stored["name"], most=MAX_NAME))]
        found += [Problem("bad_file", f"{here}/{name}") for name in _badly_written(stored)]
        if stored["media_type"] not in [MEDIA_TYPES[kind] for kind in accepted]:
            params = {"accepted": sorted(accepted), "found": str(stored["media_type"])}
            found.append(Problem("file_kind", f"{here}/media_type", params))
        return (*found, *under(f"{here}/size", _size_problems(stored["size"], self.max_bytes(question))))

    def raw(self, question: Question, answer: object) -> Raw:
        return [dict(each) for each in answer] if isinstance(answer, list) else []

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return tuple(str(each["name"]) for each in answer) if isinstance(answer, list) else ()

    def json_schema(self, question: Question) -> dict[str, object]:
        properties: dict[str, Schema] = {
            "id": whole(ID),
            "name": clean_string(most=MAX_NAME),
            "media_type": {"enum": [MEDIA_TYPES[kind] for kind in self.kinds(question)]},
            "size": {"type": "integer", "minimum": 1, "maximum": self.max_bytes(question)},
            "sha256": whole(SHA256),
        }
        counts = {"minItems": 1, "maxItems": self.max_files(question), "uniqueItems": True}
        items = closed_object(properties, KEYS)
        return {**annotations(question.schema), "type": "array", "items": items, **counts}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return (
            {"constraint": "unknown_file"},  # it must have been sent with this draft
            {"constraint": "repeated_file"},  # no two may have the same id
            {"constraint": "not_an_integer", "at": "/items/properties/size"},  # 1.0 is an integer to JSON Schema
        )

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": "group"}


def _badly_written(stored: Mapping[str, object]) -> Iterator[str]:
    for name, pattern in (("id", ID), ("sha256", SHA256)):
        text = stored[name]
        if not isinstance(text, str) or not fits(pattern, text):
            yield name


def _size_problems(size: object, limit: int) -> Iterator[Problem]:
    if isinstance(size, float) and size.is_integer():
        yield Problem("not_an_integer")
    elif not is_integer(size) or int(str(size)) < 1:
        yield Problem("bad_file")
    elif int(str(size)) > limit:
        yield Problem("file_too_large", "", {"limit": limit})


def _kind_problems(options: Mapping[str, object]) -> Iterator[Problem]:
    listed = options.get("kinds", list(DEFAULT_KINDS))
    if not isinstance(listed, list) or not listed:
        yield Problem("bad_limit", "", {"name": "kinds"})
        return
    for kind in listed:
        if not isinstance(kind, str) or kind not in MEDIA_TYPES:
            yield Problem("unknown_kind", "", {"kind": str(kind), "known": sorted(MEDIA_TYPES)})
