"""Safe file names: a person's name for a file, made safe to keep, to show and to give back."""

import re
import unicodedata

MAX_CHARACTERS = 120
#: Name of a file when nothing of its own name is left.
FALLBACK = "document"

_EXTENSION = re.compile(r"[A-Za-z0-9]{1,10}")
# Controls, surrogates, private use and unassigned characters; of the format characters (Cf) the ones that reorder or
# hide text, but not the joiners that some scripts and emoji need.
_UNWANTED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn"})
_UNWANTED = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_RESERVED = re.compile(r'[<>:"|?*]')  # Microsoft, "Naming Files, Paths, and Namespaces": agents save on Windows too


def safe_name(name: str) -> str:
    r"""Return `name` as NFC, without folders, controls, tricks of direction and lone surrogates; never empty.

    At most 120 characters, the extension kept.

    >>> safe_name("C:\\scans\\acte\u202efdp.exe")
    'actefdp.exe'
    """
    stem, extension = _parts(name)
    dotted = f".{extension}" if extension else ""
    kept = stem[: MAX_CHARACTERS - len(dotted)].rstrip(" .")
    return (kept or FALLBACK) + dotted


def extension_of(name: str) -> str:
    """Return the extension of the safe form of `name`, lower case and without dot; empty when there is none."""
    return _parts(name)[1].lower()


def _parts(name: str) -> tuple[str, str]:
    clean = _without_tricks(name).rstrip(" .")
    stem, dot, extension = clean.rpartition(".")
    if dot and _EXTENSION.fullmatch(extension):
        return stem.strip(" ."), extension
    return clean.strip(" ."), ""


def _without_tricks(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    # Composed twice: removing a character can bring two others together.
    shown = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", last))
    kept = "".join(character for character in shown if _is_wanted(character))
    return unicodedata.normalize("NFC", _RESERVED.sub("_", re.sub(r" {2,}", " ", kept)))


def _is_wanted(character: str) -> bool:
    return character not in _UNWANTED and unicodedata.category(character) not in _UNWANTED_CATEGORIES
