"""The cleaning of typed text: one form of spaces, breaks and accents, no invisible or reordering characters."""

import re
import unicodedata
from typing import Final

# Written as ECMA 262 and Python both read it, since the JSON Schema of an answer refuses the same characters.
# Controls, no-break and other odd spaces, soft hyphen, zero-width and invisible characters, marks and overrides of
# direction (Unicode 16, Bidi_Control), line and paragraph separators, annotations, lone surrogates. The joiners
# U+200C and U+200D stay: Persian and emoji need them.
_ODD: Final = (
    r"\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f"
    r"\u3000\ufeff\ufff9-\ufffb\ud800-\udfff"
)

#: Characters that a clean line, or clean lines, never hold: a pattern to search for.
DIRTY_LINE: Final = rf"[\u0000-\u001f{_ODD}]"
DIRTY_LINES: Final = rf"[\u0000-\u0009\u000b-\u001f{_ODD}]"

#: Spaces, breaks and joiners at an end, which no clean text has: a text with nothing visible is blank.
#: `$` may match before a last line break, which is found all the same.
_ENDS: Final = " \n\u200c\u200d"
SPACE_AT_AN_END: Final = r"^[ \n\u200c\u200d]|[ \n\u200c\u200d]$"

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|[\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]")
_SPACE = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_DIRT = re.compile(DIRTY_LINES)

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"))
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"))


def clean_lines(text: str) -> str:
    r"""Return `text` in NFC, with LF for line breaks and plain spaces, and nothing at its ends.

    >>> clean_lines(" Bonjour,\r\nl'e\u0301te\u0301 \u202e:\u00a0non\x00 ")
    "Bonjour,\nl'été : non"
    """
    text = _BREAK.sub("\n", _SURROGATE.sub("\ufffd", text))
    return unicodedata.normalize("NFC", _DIRT.sub("", _SPACE.sub(" ", text))).strip(_ENDS)


def clean_line(text: str) -> str:
    """Return `text` as `clean_lines` does, on one line."""
    return clean_lines(text).replace("\n", " ")


def is_clean(text: str, *, dirty: str = DIRTY_LINE) -> bool:
    """Return whether a kept text is clean, accents aside."""
    return re.search(dirty, text) is None and re.search(SPACE_AT_AN_END, text) is None


def plain_digits(text: str) -> str:
    """Return `text` with the digits of any script as 0 to 9, and one kind of dash and of apostrophe."""
    text = text.translate(_DASHES).translate(_APOSTROPHES)
    return "".join(str(unicodedata.decimal(each, each)) for each in text)


def compact(text: str) -> str:
    """Return an identifier without separators: spaces, dots, dashes, underscores.

    >>> compact("732 829.320-00074")
    '73282932000074'
    """
    return re.sub(r"[\s.\-_]", "", plain_digits(text))


def comparison_key(text: str) -> str:
    """Return `text` for comparing names: no case, accents, hyphens nor apostrophes, and St as Saint.

    >>> comparison_key("St-Étienne-d'Orthe"), comparison_key("SAINTE  MARIE")
    ('saint etienne d orthe', 'sainte marie')
    """
    apart = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    words = re.sub(r"[^\w]+", " ", bare).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)
