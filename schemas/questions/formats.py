"""The formats of JSON Schema that a text is checked for (2020-12 Validation, section 7.3)."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from schemas.json_schema.patterns import read_pattern

_TIME: Final = re.compile(
    r"([01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:\.[0-9]+)?)?(?:[zZ]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?"
)
_HOST: Final = re.compile(
    r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_DURATION: Final = re.compile(
    r"P(?=[0-9T])(?:[0-9]+W|(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?)"
)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_URI_TEXT: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_POINTER: Final = re.compile(r"(?:/(?:[^~/]|~[01])*)*")
_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _is_date_time(text: str) -> bool:
    day, separator, time = text[:10], text[10:11], text[11:]
    return separator in ("T", "t", " ") and _is_date(day) and _TIME.fullmatch(time) is not None


def _is_uri(text: str) -> bool:
    return bool(_URI_TEXT.fullmatch(text)) and bool(_parts(text).scheme)


def _is_uri_reference(text: str) -> bool:
    return bool(_URI_TEXT.fullmatch(text))


def _parts(text: str):  # type: ignore[no-untyped-def]
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def _is_address(family: Callable[[str], object]) -> Callable[[str], bool]:
    def is_address(text: str) -> bool:
        try:
            return family(text) is not None and "%" not in text
        except ValueError:
            return False

    return is_address


#: By name of format, the function that returns whether a text has it. Other formats are not checked.
FORMATS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "date": _is_date,
        "time": lambda text: _TIME.fullmatch(text) is not None,
        "date-time": _is_date_time,
        "duration": lambda text: _DURATION.fullmatch(text) is not None,
        "email": lambda text: _EMAIL.fullmatch(text) is not None,
        "idn-email": lambda text: _EMAIL.fullmatch(text) is not None,
        "hostname": lambda text: _HOST.fullmatch(text) is not None,
        "idn-hostname": lambda text: 0 < len(text) <= 253 and " " not in text,
        "ipv4": _is_address(ipaddress.IPv4Address),
        "ipv6": _is_address(ipaddress.IPv6Address),
        "uri": _is_uri,
        "url": _is_uri,
        "iri": lambda text: bool(_parts(text).scheme) and " " not in text,
        "uri-reference": _is_uri_reference,
        "iri-reference": lambda text: " " not in text,
        "uuid": lambda text: _UUID.fullmatch(text) is not None,
        "json-pointer": lambda text: _POINTER.fullmatch(text) is not None,
        "regex": lambda text: read_pattern(text)[0] is not None,
        "color": lambda text: _COLOR.fullmatch(text) is not None,
    }
)


def has_format(name: str, text: str) -> bool:
    """Return whether a text has a format; formats that are not known are annotations.

    >>> has_format("uuid", "x"), has_format("date-time", "2026-03-01T12:00:00Z"), has_format("alpha", "x")
    (False, True, True)
    """
    check = FORMATS.get(name)
    return check is None or check(text)
