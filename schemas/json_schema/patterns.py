"""Foreign patterns (ECMA 262), read by RE2 alone: a search takes linear time."""

import re
from functools import lru_cache
from typing import Final

import re2

from schemas.problems import Problem

#: Longest pattern, in characters.
MAX_PATTERN: Final = 1_000
#: Memory that one compiled pattern may take: a counted repetition of a counted repetition is refused.
MAX_MEMORY: Final = 1_000_000

#: The spaces of ECMA 262, as RE2 writes them inside a class.
_SPACES: Final = r"\t\n\v\f\r \x{a0}\x{feff}\p{Z}"
#: One escape, or the beginning or the end of a class.
_PIECE: Final = re.compile(
    r"\\u\{(?P<long>[0-9A-Fa-f]{1,6})\}|\\u(?P<short>[0-9A-Fa-f]{4})|\\c(?P<control>[A-Za-z])|\\(?P<escape>.)"
    r"|(?P<open>\[)|(?P<close>\])|\(\?<(?![=!])(?P<name>[A-Za-z_$][\w$]*)>",
    re.DOTALL,
)
#: Long names of the categories that people write (Unicode 16, PropertyValueAliases): RE2 knows the short ones.
_CATEGORIES: Final = {
    "Letter": "L", "Lowercase_Letter": "Ll", "Uppercase_Letter": "Lu", "Number": "N", "Decimal_Number": "Nd",
    "Punctuation": "P", "Symbol": "S", "Separator": "Z", "Mark": "M", "digit": "Nd", "Space_Separator": "Zs",
    "Control": "Cc", "Titlecase_Letter": "Lt", "Letter_Number": "Nl",
}  # fmt: skip
_CATEGORY: Final = re.compile(r"\\([pP])\{(?:General_Category=|gc=)?(" + "|".join(_CATEGORIES) + r")\}")


@lru_cache(maxsize=2_000)
def read_pattern(pattern: str) -> tuple[object | None, tuple[Problem, ...]]:
    """Return a pattern compiled by RE2, or why it is refused: `pattern_too_long`, `pattern_not_supported` (reason).

    RE2 has no look-around and no back-reference: what needs them is refused, not tried another way.
    """
    if len(pattern) > MAX_PATTERN:
        return None, (Problem("pattern_too_long", "", {"limit": MAX_PATTERN}),)
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    try:
        return re2.compile(as_re2(pattern), options), ()
    except re2.error as error:
        return None, (Problem("pattern_not_supported", "", {"pattern": pattern, "reason": _reason(error)}),)


def finds(pattern: str, text: str) -> bool:
    """Return whether a pattern that `read_pattern` accepts is found somewhere in `text`.

    >>> finds("^(a+)+$", "a" * 5000 + "!"), finds(r"\\d{2}", "n° 42")
    (False, True)
    """
    compiled, problems = read_pattern(pattern)
    if compiled is None:
        raise ValueError(f"a pattern that was not checked before: {problems[0].code}")
    return compiled.search(text.encode("utf-8", "replace").decode()) is not None  # type: ignore[attr-defined]


def size_of(pattern: str) -> int:
    """Return the size of a compiled pattern, in instructions of RE2, each tried on each character at worst; 0 for one
    that is refused.
    """
    compiled, _ = read_pattern(pattern)
    return 0 if compiled is None else compiled.programsize  # type: ignore[attr-defined]


def as_re2(pattern: str) -> str:
    r"""Return an ECMA 262 pattern as RE2 writes it: escapes of code points, spaces, names of groups and categories.

    >>> as_re2("\\u00e9[\\s-]"), as_re2("^\\cJ(?<an>\\d)$")
    ('\\x{00e9}[\\t\\n\\v\\f\\r \\x{a0}\\x{feff}\\p{Z}-]', '^\\x{0a}(?P<an>\\d)$')
    """
    inside = False
    written: list[str] = []
    place = 0
    pattern = _CATEGORY.sub(lambda found: rf"\{found[1]}{{{_CATEGORIES[found[2]]}}}", pattern)
    for piece in _PIECE.finditer(pattern):
        written.append(pattern[place : piece.start()])
        place = piece.end()
        written.append(_translated(piece, inside=inside))
        inside = (inside or piece["open"] is not None) and piece["close"] is None
    return "".join((*written, pattern[place:]))


def _translated(piece: re.Match[str], *, inside: bool) -> str:
    code = piece["long"] or piece["short"]
    if code:
        return rf"\x{{{code}}}"
    if piece["control"]:
        return rf"\x{{{ord(piece['control'].upper()) - 64:02x}}}"
    if piece["name"]:
        return f"(?P<{piece['name'].replace('$', '_')}>"
    escape = piece["escape"] or ""
    known = _IN_A_CLASS if inside else _ELSEWHERE
    return known.get(escape, rf"\x{{{ord(escape):02x}}}" if escape in _THEMSELVES and escape else piece[0])


_IN_A_CLASS: Final = {"s": _SPACES, "b": r"\x{08}", "0": r"\x{00}"}
_ELSEWHERE: Final = {"s": f"[{_SPACES}]", "S": f"[^{_SPACES}]", "0": r"\x{00}"}
#: Letters that mean themselves after a backslash (ECMA 262, annex B), and something else in RE2.
_THEMSELVES: Final = frozenset("aegilmoqyzACEFGHIJKLMNOQRTUVXYZ")


def _reason(error: Exception) -> str:
    found = error.args[0] if error.args else ""
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else str(found)
