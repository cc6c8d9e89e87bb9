"""Scripts, programs and attachments inside a PDF: what it could do besides being read (ISO 32000-2:2020, 12.6, 7.11.4).

Names are looked for in the bytes and in inflated object streams, where most programs put them (7.5.7); nothing is
interpreted. What cannot be looked into counts as active. One pass over the bytes, bounded work on what they inflate to.
"""

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

#: Compressed bytes read and bytes inflated, in all, for the object streams of one file: several times what programs
#: write in a file of the largest usual size (10 MB).
MAX_INFLATED_BYTES = 48 * 1024 * 1024
#: Small, for what follows the end of a stream is copied once a stream.
_BLOCK_BYTES = 4 * 1024
#: A file has one, and one more each time it is changed and saved.
_MOST_OPEN_ACTIONS = 20
_MOST_BYTES_AN_ACTION = 1_000
#: Actions that only move or turn pages (12.6.4.2, 12.6.4.12).
_HARMLESS = re.compile(rb"GoTo|Named")

_SPACE = rb"[\x00\t\n\f\r ]"  # and comments (7.2.4), which nobody writes there: what holds one is active
_END_OF_NAME = rb"(?![^\x00\t\n\f\r ()<>\[\]{}/%])"


def _spelled(name: str) -> bytes:
    """Return the pattern of a name, any of whose characters may be written as `#` and two figures (7.3.5)."""
    return "".join(f"(?:{each}|(?i:#{ord(each):02x}))" for each in name).encode()


def _any_of(*names: str) -> bytes:
    return b"(?:" + b"|".join(map(_spelled, names)) + b")" + _END_OF_NAME


# Three bytes are found by chance in compressed ones: a script has a text, in a string or in an object of its own.
_TEXT = _SPACE + rb"*+(?:[(<%]|\d++" + _SPACE + rb"++\d++" + _SPACE + rb"++R)"
_NAME = re.compile(
    rb"/(?=[JLEO#])(?:"
    + (b"(?P<runs>" + _any_of("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles"))
    + (b"|" + _any_of("JS") + b"(?=" + _TEXT + b"))")
    + (b"|(?P<opens>" + _any_of("OpenAction") + b")|(?P<packed>" + _any_of("ObjStm") + b"))")
)
_PLACE = re.compile(_SPACE + rb"*+\[")
_DICTIONARY = re.compile(_SPACE + rb"*+<<([^<>]*+)>>")
_REFERENCE = re.compile(_SPACE + rb"*+(\d{1,10}+)" + _SPACE + rb"++(\d{1,5}+)" + _SPACE + rb"++R")
_TYPE_OF_ACTION = re.compile(rb"/S" + _SPACE + rb"*+/([^\x00\t\n\f\r ()<>\[\]{}/%]++)")

_HEADING = re.compile(rb"(?<!\d)(\d{1,10}+)" + _SPACE + rb"++(\d{1,5}+)" + _SPACE + rb"++obj")
_STREAM = re.compile(rb"(?<!end)stream\r?\n?")
_FIRST = re.compile(rb"/First" + _SPACE + rb"++(\d{1,9}+)")
_NUMBERS = re.compile(_SPACE + rb"*+\d++" + _SPACE + rb"++\d++")
_PAIR = re.compile(rb"(?<!\d)(\d++)" + _SPACE + rb"++(\d{1,9}+)")
_MOST_BYTES_BEFORE_STREAM = 1_000


class _Unreadable(Exception):  # noqa: N818 - says what the stream is
    """An object stream that cannot be inflated, or would cost too much."""


class _ObjectStream(NamedTuple):
    """Inflated objects; `first` is where the first one begins, after the numbers and places of all."""

    text: bytes
    first: int


def is_active_pdf(content: bytes) -> bool:
    """Return whether a PDF has scripts, starts programs, holds files, or does something else when it is opened."""
    try:
        streams = list(_object_streams(content))
    except _Unreadable:
        return True
    opened = []
    for text in (content, *(stream.text for stream in streams)):
        for name in _NAME.finditer(text):
            if name.lastgroup == "runs" or len(opened) > _MOST_OPEN_ACTIONS:
                return True
            if name.lastgroup == "opens":
                opened.append((text, name.end()))
    return not all(_only_moves(text, at, content, streams) for text, at in opened)


def _only_moves(text: bytes, at: int, content: bytes, streams: list[_ObjectStream]) -> bool:
    """Return whether the value at this place is a page to show or an action that only moves there."""
    reference = _REFERENCE.match(text, at)
    if reference is None:
        return _is_move(text, at)
    found = list(_objects(reference[1], reference[2], content, streams))
    return bool(found) and all(_is_move(*each) for each in found)


def _is_move(text: bytes, at: int) -> bool:
    if _PLACE.match(text, at):
        return True
    action = _DICTIONARY.match(text, at, at + _MOST_BYTES_AN_ACTION)
    types = _TYPE_OF_ACTION.findall(action[1]) if action else []
    return bool(types) and all(map(_HARMLESS.fullmatch, types))


def _objects(
    number: bytes, generation: bytes, content: bytes, streams: list[_ObjectStream]
) -> Iterator[tuple[bytes, int]]:
    """Yield the text and the place of each object with this number: a changed file keeps those it had."""
    for found in _HEADING.finditer(content):
        if found.groups() == (number, generation):
            yield content, found.end()
    for stream in streams:
        for pair in _PAIR.finditer(stream.text, 0, stream.first):
            if pair[1] == number:
                yield stream.text, stream.first + int(pair[2])


def _object_streams(content: bytes) -> Iterator[_ObjectStream]:
    """Yield the object streams of a file. Raises `_Unreadable`."""
    left, start = MAX_INFLATED_BYTES, -1
    for name in _NAME.finditer(content):
        if name.lastgroup != "packed" or name.end() < start:
            continue
        stream = _STREAM.search(content, name.end())
        if stream is None:
            return
        start = stream.end()
        first = _FIRST.findall(content, max(0, start - _MOST_BYTES_BEFORE_STREAM), start)
        if _NUMBERS.match(content, start):
            continue  # not compressed: its names are among the bytes of the file
        text, cost = _inflated(content, start, left)
        left -= cost
        if not _NUMBERS.match(text):
            raise _Unreadable
        yield _ObjectStream(text, int(first[-1]) if first else 0)


def _inflated(content: bytes, start: int, left: int) -> tuple[bytes, int]:
    """Return the stream that starts here, inflated, and what that cost. Raises `_Unreadable` when it exceeds `left`."""
    inflater, parts, cost = zlib.decompressobj(), bytearray(), 0
    try:
        for at in range(start, len(content), _BLOCK_BYTES):
            packed = content[at : at + _BLOCK_BYTES]
            parts += inflater.decompress(packed, left - cost + 1)
            cost = len(parts) + at + len(packed) - start
            if cost > left or inflater.unconsumed_tail:
                raise _Unreadable
            if inflater.eof:
                return bytes(parts), cost
    except zlib.error:
        pass
    raise _Unreadable
