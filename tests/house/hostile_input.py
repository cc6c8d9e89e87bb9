"""Table of all that reads what a stranger wrote: patterns, parsers, inspectors, each with its hostile sample (bar W1).

A sample is a piece, repeated: `work(row, n)` reads one of about `n` characters or bytes. `most` is the longest that can
reach the row: the limits of `schemas.questions.text_limits`, of a document, of a file.
"""

import ast
import functools
import importlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from cms.operations.logs import redacted
from runtime.api.parser import _texts_too_long
from runtime.files.inspection.file_names import extension_of, safe_name
from runtime.files.inspection.kinds import KINDS
from runtime.files.inspection.verdict import inspect_file
from runtime.submissions.reference import read_key, read_reference
from schemas.exchange.admission import read_foreign
from schemas.exchange.import_schema import import_schema
from schemas.format.reading import read_document, read_json, value_problems
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.text_cleaning import clean_lines, compact, comparison_key, plain_digits
from schemas.questions.text_limits import MAX_CHARACTERS, cut_text, is_cut, places_cut
from tests.house.tree import ROOT, modules, parsed, relative

MAX_TEXT = MAX_CHARACTERS + 1
MAX_FILE = 300_000
MAX_DOCUMENT = 300_000  # a third of the limit of a document is enough to see how the work grows
TODAY = date(2026, 6, 15)


@dataclass(frozen=True, slots=True)
class Hostile:
    """One reader, what it reads of `n` characters, and how many of them can reach it."""

    name: str
    sample: Callable[[int], object]
    read: Callable[[object], object]
    most: int = MAX_TEXT


# Patterns.

CALLS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall"}
#: Pieces that make a pattern try again: what it repeats, alone and between what it wants; then comes what it refuses.
PIECES = ("a", "1", " ", "A", ".", "a@", "a.", "1 ", "=", "/", "//a", "é", "\n", "/Encrypt ", "a1 ", ":")
#: Patterns that are only tried on a whole short text: `MAX_TYPED` of lists.
SHORT = {
    f"schemas/questions/types/{name}": 243
    for name in (
        "commune.py:_AFTER_POSTCODE", "commune.py:_BEFORE_POSTCODE", "commune.py:_ARRONDISSEMENT",
        "listed.py:_WITH_HINT",
    )
}  # fmt: skip
#: Calls that try a pattern at each place; the others try it at the start only.
SEARCHES = {"search", "sub", "split", "findall", "finditer"}
#: Patterns named by a variable: the reads of question types, below, go through each.
THROUGH_TYPES = ("schemas/questions/schema_parts.py:pattern", "schemas/questions/text_cleaning.py:dirty")
#: Folders that read nothing of strangers: measurements of our own, and messages of documents that are ours.
NOT_STRANGERS = ("cms/bench/", "builder/")


def patterns() -> Iterator[tuple[str, re.Pattern | str | None, str]]:
    """Yield each pattern of the product: its place, its text, the call that uses it (`compile` when it is kept)."""
    for path in modules("schemas", "runtime", "cms", "builder", "themes"):
        if not relative(path).startswith(NOT_STRANGERS):
            yield from _patterns_of(path)


def _patterns_of(path) -> Iterator[tuple[str, re.Pattern | str | None, str]]:
    kept = {
        id(node.value): ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Assign | ast.AnnAssign)
    }
    for node in ast.walk(parsed(path)):
        call = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if call.startswith("re.") and call.removeprefix("re.") in CALLS:
            name, given = kept.get(id(node)), node.args[0]
            text = _text(relative(path).removesuffix(".py").replace("/", "."), name, given)
            yield f"{relative(path)}:{name or ast.unparse(given)}", text, call.removeprefix("re.")


def _text(module, name, given) -> re.Pattern | str | None:
    """Return a pattern; None for one that a variable holds."""
    names = vars(importlib.import_module(module))
    try:
        return names[name] if name else eval(ast.unparse(given), names)
    except NameError:
        return None


def pattern_rows() -> Iterator[Hostile]:
    for place, pattern, call in patterns():
        if pattern is None:
            continue
        compiled = re.compile(pattern)
        file, _, name = place.partition(":")
        read = compiled.search if call in SEARCHES or name in searched(file) else compiled.match
        is_bytes = isinstance(compiled.pattern, bytes)
        most = SHORT.get(place, MAX_FILE if is_bytes else MAX_TEXT)
        for piece in (b"\xff", b"\x00", *(each.encode() for each in PIECES)) if is_bytes else PIECES:
            yield Hostile(f"{place} {piece!r}", _repeated(piece, b"\x00" if is_bytes else "\x00"), read, most)


@functools.cache
def searched(file: str) -> frozenset[str]:
    """Return the names of the patterns that a module keeps and searches with."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return frozenset(re.findall(rf"\b([A-Z_]+)\.(?:{'|'.join(SEARCHES)})\(", text))


def _repeated(piece, end):
    return lambda n: piece * (n // len(piece)) + end


# Functions: what a field, a body, a document, a file goes through.


def type_rows() -> Iterator[Hostile]:
    for key, kind in QUESTION_TYPES.items():
        if kind.structure or kind.is_silent or key in {"file", "computed", "constant"}:
            continue
        question = Question(key, key, FRAGMENTS.get(key, {"type": "string", "title": "A"}), OPTIONS.get(key, {}))
        for piece in ("a", "1", " ", "a.", "a@", "-1 ", "\u0301", "\u0f73"):
            yield Hostile(f"{key} typed {piece!r}", _raw(kind, piece), _reads(kind, question), 400_000)
            yield Hostile(f"{key} answered {piece!r}", _repeated(piece, ""), _judges(kind, question))


FRAGMENTS = {
    "single_choice": {"type": "string", "title": "A", "oneOf": [{"const": "a", "title": "a"}]},
    "several_choices": {"type": "array", "items": {"oneOf": [{"const": "a", "title": "a"}]}},
    "plain_choice": {"enum": ["a", 1]},
    "plain_choices": {"type": "array", "items": {"enum": ["a", 1]}},
    "json_number": {"type": "number"},
    "short_text": {"type": "string", "title": "A", "pattern": "^(a+)+$", "format": "uri"},
}
OPTIONS = {"list_entry": {"list": "ecoles"}}


def _raw(kind, piece):
    if kind.parts:
        return lambda n: dict.fromkeys(kind.parts, piece * (n // len(piece)))
    return lambda n: [piece * (n // len(piece))] if kind.is_multiple else piece * (n // len(piece))


def _reads(kind, question):
    return lambda raw: kind.read(question, raw, today=TODAY)


def _judges(kind, question):
    return lambda text: kind.judge(question, text, today=TODAY)


READERS = (clean_lines, plain_digits, compact, comparison_key, read_key, read_reference, safe_name, extension_of)


def function_rows() -> Iterator[Hostile]:
    for piece in (*PIECES, "a@a@", "a@a.", "key ", "0 ", "/suivi/ouvrir/", "?a", "\u0301"):
        yield Hostile(f"logs {piece!r}", _repeated(f"/x/{piece}", "/"), redacted, MAX_DOCUMENT)
        for read in READERS:
            yield Hostile(f"{read.__name__} {piece!r}", lambda n, one=piece: cut_text(one * n), read, MAX_DOCUMENT)
    for read in (cut_text, is_cut):
        yield Hostile(read.__name__, _repeated("e\u0301", ""), read, 5 * MAX_DOCUMENT)
        yield Hostile(f"{read.__name__} marks", _repeated("\u0301", ""), read, 5 * MAX_DOCUMENT)
    yield Hostile("places_cut", lambda n: [{"a": "b"}] * (n // 10), lambda value: list(places_cut(value)), MAX_DOCUMENT)
    yield Hostile("body", lambda n: {f"k{i}": 1 for i in range(n // 8)}, lambda body: list(_texts_too_long(body)))


def json_rows() -> Iterator[Hostile]:
    pieces = {"list": "[", "numbers": "1,", "objects": '{"a":', "repeated": '"a":1,', "text": '"\\u0301",', "long": "9"}
    for name, piece in pieces.items():
        start, end = ("{", "}") if name == "repeated" else ("[", "]")
        text = _wrapped(start, piece, end)
        yield Hostile(f"JSON {name}", text, read_json, MAX_DOCUMENT)
        yield Hostile(f"document {name}", text, read_document, MAX_DOCUMENT)
    yield Hostile(
        "values", lambda n: json.loads(f"[{'[1],' * (n // 4)}1]"), lambda v: list(value_problems(v)), MAX_DOCUMENT
    )


def _wrapped(start, piece, end):
    return lambda n: start + (piece * (n // len(piece))).rstrip(",") + end


#: Schemas of about `n` values, each with one thing many times.
SCHEMAS: dict[str, Callable[[int], dict]] = {
    "enum": lambda n: _of({"allOf": [{"enum": _names("v", n // 2)}, {"enum": [*_names("w", n // 2), "v1"]}]}),
    "objects": lambda n: _of({"allOf": [{"enum": [{"a": i} for i in range(n // 4)]}] * 2}),
    "choices": lambda n: _of({"oneOf": [{"const": f"v{i}", "title": "a"} for i in range(n // 4)]}),
    "texts": lambda n: _of({"allOf": [{"type": "string", "maxLength": i + 9} for i in range(n // 4)]}),
    "patterns": lambda n: _of({"allOf": [{"pattern": f"a{i}"} for i in range(n // 2)]}),
    "required": lambda n: {**_of({"type": "string"}), "required": _names("v", n)},
    "requirements": lambda n: {**_of({"type": "string"}), "dependentRequired": {v: ["a"] for v in _names("v", n // 2)}},
    "names": lambda n: {**_of({}), "patternProperties": {f"^v{i}$": {"type": "string"} for i in range(n // 2)}},
    "definitions": lambda n: {**_of({"$ref": "#/$defs/d1"}), "$defs": {f"d{i}": {} for i in range(n)}},
    "properties": lambda n: {"type": "object", "properties": {f"p{i}": {"type": "string"} for i in range(n // 2)}},
    "merged": lambda n: {**_of({}), "allOf": [_of({"maxLength": i + 9}) for i in range(n // 4)]},
    "conditions": lambda n: {
        **_of({"type": "string"}),
        "allOf": [{"if": _of({"const": f"{i}"}), "then": {"required": ["a"]}} for i in range(n // 8)],
    },
    "examples": lambda n: _of({"type": "string", "examples": _names("v", n)}),
    "default": lambda n: _of({"type": "array", "items": {"type": "string"}, "default": _names("v", n)}),
    "tuple": lambda n: _of({"type": "array", "prefixItems": [{"type": "string"}] * (n // 2)}),
    "kinds": lambda n: _of({"type": ["string"] * n}),
}


def _of(schema):
    return {"type": "object", "properties": {"a": schema}}


def _names(letter, count):
    return [f"{letter}{number}" for number in range(count)]


def import_rows() -> Iterator[Hostile]:
    for name, make in SCHEMAS.items():
        yield Hostile(f"import {name}", lambda n, make=make: json.dumps(make(n)), _imported, 25_000)


def _imported(text):
    value, problems = read_foreign(text)
    return problems or import_schema(value)


def file_rows() -> Iterator[Hostile]:
    for name, make in FILES.items():
        extension = name.partition(" ")[0]
        yield Hostile(f"file {name}", make, _inspected(extension), MAX_FILE)


def _inspected(extension):
    return lambda content: inspect_file(
        io.BytesIO(content), f"a.{extension}", kinds=frozenset(KINDS), max_bytes=20_000_000
    )


def _png(piece: bytes, n: int) -> bytes:
    chunk = struct.pack(">I", len(piece)) + b"tEXt" + piece + struct.pack(">I", zlib.crc32(b"tEXt" + piece))
    return b"\x89PNG\r\n\x1a\n" + chunk * (n // len(chunk))


def _zip(count: int, name: str = "a") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"{name}{number}", b"")
    return out.getvalue()


FILES: dict[str, Callable[[int], bytes]] = {
    "jpg run of FF": lambda n: b"\xff\xd8\xff\xe0\x00\x02" + b"\xff" * n,
    "jpg segments": lambda n: b"\xff\xd8" + b"\xff\xe0\x00\x02" * (n // 4),
    "jpg scan": lambda n: b"\xff\xd8\xff\xda\x00\x02" + b"\xff\x00" * (n // 2),
    "png chunks": lambda n: _png(b"", n),
    "png text": lambda n: _png(b"a" * 1_000, n),
    "gif comment": lambda n: b"GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xfe" + (b"\xff" + b"a" * 255) * (n // 256),
    "gif blocks": lambda n: b"GIF89a\x01\x00\x01\x00\x00\x00\x00" + b"\x21\xfe\x01a\x00" * (n // 5),
    "webp": lambda n: b"RIFF" + struct.pack("<I", n) + b"WEBPVP8 " + b"\x00" * n,
    "heic boxes": lambda n: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + b"\x00\x00\x00\x08free" * (n // 8),
    "pdf encrypt": lambda n: b"%PDF-1.4\n" + b"/Encrypt " * (n // 9) + b"startxref 0 %%EOF",
    "pdf spaces": lambda n: b"%PDF-1.4\n/Encrypt" + b" " * n + b"startxref 0 %%EOF",
    "pdf figures": lambda n: b"%PDF-1.4\n/Encrypt " + b"1" * n + b"startxref 0 %%EOF",
    "pdf end": lambda n: b"%PDF-1.4\n" + b"startxref " * (n // 10),
    "txt angles": lambda n: b"<" * n,
    "txt spaces": lambda n: b" " * n,
    "csv": lambda n: b"a;" * (n // 2),
    "zip members": lambda n: _zip(n // 100),
    "docx members": lambda n: _zip(n // 100, "word/"),
    "odt members": lambda n: _zip(n // 100, "Basic/"),
    "zip ends": lambda n: b"PK\x03\x04" + b"PK\x05\x06" * (n // 4),
}


@functools.cache
def rows() -> list[Hostile]:
    """Return the whole table."""
    makers = (pattern_rows, type_rows, function_rows, json_rows, import_rows, file_rows)
    return [row for make in makers for row in make()]
