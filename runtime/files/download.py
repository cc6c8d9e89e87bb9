"""Headers of the download of a joined file: saved, never shown or run by the browser."""

import unicodedata
from urllib.parse import quote

from runtime.files.inspection.file_names import safe_name

#: Types that are sent as such; all others go out as bytes.
SERVED_AS_THEMSELVES = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif"})
_QUOTED_SAFE = frozenset("!#$&'()+,-.;=@[]^_`{}~ ")


def download_headers(name: str, media_type: str) -> dict[str, str]:
    """Return the headers of a download of `name`, a file of `media_type` that was inspected.

    Whatever the bytes are, a browser saves them: attachment, fixed type, no sniffing, and a sandbox should anything
    render them all the same.
    """
    return {
        "Content-Disposition": content_disposition(name),
        "Content-Type": media_type if media_type in SERVED_AS_THEMSELVES else "application/octet-stream",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store, private",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def content_disposition(name: str) -> str:
    r"""Return the header that saves under `name`: once in ASCII, once in UTF-8 (RFC 6266, 2011, appendix D).

    >>> content_disposition('café "1".pdf')
    'attachment; filename="cafe _1_.pdf"; filename*=UTF-8\'\'caf%C3%A9%20_1_.pdf'
    """
    safe = safe_name(name)
    return f"attachment; filename=\"{_ascii(safe)}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _ascii(name: str) -> str:
    """Return the nearest name that needs neither escape nor percent sign (RFC 6266, section 4.3 and appendix D)."""
    plain = unicodedata.normalize("NFKD", name)
    kept = (character for character in plain if not unicodedata.combining(character))
    return "".join(each if (each.isascii() and each.isalnum()) or each in _QUOTED_SAFE else "_" for each in kept)
