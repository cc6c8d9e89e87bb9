"""The size that a text from a stranger may have before anything else reads it: characters, and marks on one letter."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

#: The longest text that any question takes.
MAX_CHARACTERS: Final = 20_000
#: Combining marks in a row: no writing needs more (Unicode 16, UAX 15, section 13, Stream-Safe Text Format), and
#: putting them in order takes the square of their number.
MAX_MARKS: Final = 30


def _ranges(numbers: Iterable[int]) -> str:
    """Return the body of a character class of these code points, in order."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in found)


#: No mark is beyond the plane of symbols, nor is any below U+0300.
_MARKS: Final = _ranges(
    code for code in range(0x300, 0x1F000) if unicodedata.combining(unicodedata.normalize("NFD", chr(code))[0])
)
_TOO_MANY_MARKS: Final = re.compile(f"([{_MARKS}]{{{MAX_MARKS + 1}}})[{_MARKS}]*")


def cut_text(text: str) -> str:
    """Return at most `MAX_CHARACTERS` of a text and `MAX_MARKS` marks in a row, and one more, by which `is_cut` knows.

    >>> len(cut_text("a" * 90_000)), len(cut_text("e" + "\\u0301" * 90_000)), cut_text("e\\u0301")
    (20001, 32, 'e\\u0301')
    """
    text = text[: MAX_CHARACTERS + 1]
    return text if text.isascii() else _TOO_MANY_MARKS.sub(r"\1", text)


def is_cut(text: str) -> bool:
    """Return whether a text is over the limits, or was until it was cut."""
    return len(text) > MAX_CHARACTERS or (not text.isascii() and _TOO_MANY_MARKS.search(text) is not None)


def places_cut(value: object) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of each text of a JSON value, or name in it, that is over the limits."""
    left: list[tuple[object, tuple[str | int, ...]]] = [(value, ())]
    while left:
        each, place = left.pop()
        if isinstance(each, str):
            if is_cut(each):
                yield place
        elif isinstance(each, Mapping):
            left += [(inner, (*place, cut_text(str(name)))) for name, inner in each.items()]
            left += [(name, place) for name in each]
        elif isinstance(each, list | tuple):
            left += [(inner, (*place, number)) for number, inner in enumerate(each)]
