"""Formats of logs without personal data: redacted messages, outlines of exceptions, lines of text or JSON."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from http.client import responses
from typing import Any

from schemas.questions.text_limits import MAX_CHARACTERS

REDACTED = "[…]"

#: The name of the current request, empty outside of one: every line written meanwhile carries it.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# The order matters: addresses first, since the following patterns would eat parts of them. An address is tried only
# where a run of its characters begins, so that the time of a search grows as the text does.
_EMAIL = re.compile(r"(?<![^\s<>\"'=/:,;@])[^\s<>\"'=/:,;@]*+@[^\s<>\"'/,;]*")
_QUERY = re.compile(r"(?<=[\w/])\?[^\s\"']+")
_SECRET_PATH = re.compile(r"(/suivi/ouvrir/|/demarches/[\w-]+/d/)[^/\s\"']+")
# A token: long, and unlike the words of a slug in that it holds a digit or a capital.
_TOKEN = re.compile(r"(?<=/)(?=[^/\s\"']*[A-Z0-9])[\w:=~-]{16,}(?=[/\s\"']|$)")
_NAMED_SECRET = re.compile(r"(?i)\b(cookie|authorization|password|secret|token|key)(['\"]?\s*[=:]\s*)\S[^\r\n]*")
_PHONE = re.compile(r"(?<![\w.:/-])(?:\+33|0)[\s.]?[1-9](?:[\s.-]?\d{2}){4}(?!\w)")


def redacted(text: str) -> str:
    """Return the text without query strings, secrets in paths, e-mail addresses, phone numbers and named secrets; at
    most `MAX_CHARACTERS` of it, since it may quote what a stranger sent (bar W1).

    >>> redacted('"GET /suivi/ouvrir/abc-def/?retour=1 HTTP/1.1" 200 12')
    '"GET /suivi/ouvrir/[…]/?[…] HTTP/1.1" 200 12'
    """
    text = _EMAIL.sub(REDACTED, text[:MAX_CHARACTERS])
    text = _QUERY.sub(f"?{REDACTED}", text)
    text = _SECRET_PATH.sub(rf"\g<1>{REDACTED}", text)
    text = _TOKEN.sub(REDACTED, text)
    text = _NAMED_SECRET.sub(rf"\g<1>\g<2>{REDACTED}", text)
    return _PHONE.sub(REDACTED, text)


def cleaned(record: logging.LogRecord) -> logging.LogRecord:
    """Return a copy of the record with its message redacted and its exception reduced to an outline."""
    clean = logging.makeLogRecord(record.__dict__)
    clean.msg, clean.args = told(record), ()
    error = record.exc_info[1] if record.exc_info else None
    clean.exc_info, clean.exc_text = None, outline(error) if error else None
    return clean


def told(record: logging.LogRecord) -> str:
    """Return the message of a record, redacted; what is said of a request is its status and its route instead.

    Django and its development server quote the address, the host and the method there: anything may have been typed.
    """
    request = getattr(record, "request", None)
    if request is not None:
        route = getattr(getattr(request, "resolver_match", None), "view_name", None)
        return f"{responses.get(getattr(record, 'status_code', 0), 'Request')}: {route or 'unknown'}"
    if isinstance(record.msg, BaseException):
        return type(record.msg).__qualname__
    return redacted(record.getMessage())


def outline(error: BaseException) -> str:
    """Return where an exception came from and its class, innermost cause last; never its message.

    Databases quote values in theirs (`Key (email)=(…) already exists`).
    """
    chain = [error]
    while following := chain[-1].__cause__ or chain[-1].__context__:
        if following in chain:
            break
        chain.append(following)
    return "\ncaused by ".join(_outline_of_one(each) for each in chain)


def _outline_of_one(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *lines])


class PlainFormatter(logging.Formatter):
    """Lines for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(cleaned(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message; where present, the name of the request, the `facts`
    that our code gave as `extra`, the status, the exception.
    """

    def format(self, record: logging.LogRecord) -> str:
        # A line of facts was written without raw input: nothing has to be searched.
        record = record if hasattr(record, "facts") else cleaned(record)
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := request_id.get():
            entry["request_id"] = name
        entry |= getattr(record, "facts", {})
        if status := getattr(record, "status_code", None):
            entry["status"] = status
        if record.exc_text:
            entry["exception"] = record.exc_text
        return json.dumps(entry, ensure_ascii=False)
