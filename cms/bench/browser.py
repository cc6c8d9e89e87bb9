"""Minimal browser of the bench: cookies, forms, redirections. It must cost little beside a server."""

import re
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

HOST = "bench.example"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_COOKIE = re.compile(r"set-cookie: ([^=]+)=([^;]*)", re.IGNORECASE)
_LOCATION = re.compile(r"^location: (\S+)", re.IGNORECASE | re.MULTILINE)
BOUNDARY = "bench-boundary"
CHUNK = 65_536


class UnexpectedAnswerError(Exception):
    """The site did not answer as expected: there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One response of the site, and how long it took from the connection to its last byte."""

    status: int
    head: str
    body: bytes
    milliseconds: float

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        """The path that a redirection leads to."""
        found = _LOCATION.search(self.head)
        target = urlsplit(found[1] if found else "")
        if target.query:
            raise UnexpectedAnswerError(f"the page was not taken: {target.path}?{target.query}")
        return target.path

    def hidden(self) -> dict[str, str]:
        """Return the hidden fields of the form of a page, `csrfmiddlewaretoken` included."""
        return dict(_HIDDEN.findall(self.text))


@dataclass(slots=True)
class Browser:
    """A person behind the proxy of a site that listens on `port` of this machine.

    `address` is the person's, `token` that of a program which calls the API.
    """

    port: int
    address: str = "198.51.100.1"
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str, *, status: int = 200) -> Answer:
        return self._ask("GET", path, b"", status=status)

    def post(self, path: str, fields: dict[str, str], *, status: int = 302) -> Answer:
        body = urlencode(fields).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded", status=status)

    def post_file(self, path: str, fields: dict[str, str], name: str, content: bytes) -> Answer:
        """Post fields and one PDF."""
        parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}' for key in fields]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="piece.pdf"\r\n'
        parts.append(f"{head}Content-Type: application/pdf\r\n\r\n")
        body = "\r\n".join(parts).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}", status=302)

    def _ask(self, method: str, path: str, body: bytes, kind: str = "", *, status: int) -> Answer:
        answer = _read(self.port, self._head(method, path, len(body), kind).encode() + body)
        self.cookies.update(_COOKIE.findall(answer.head))
        if answer.status != status:
            raise UnexpectedAnswerError(
                f"{method} {path} gave {answer.status} instead of {status}:\n{answer.text[:2000]}"
            )
        return answer

    def _head(self, method: str, path: str, size: int, kind: str) -> str:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close", "X-Forwarded-Proto: https"]
        lines += [f"X-Forwarded-For: {self.address}"]
        lines += [f"Content-Type: {kind}", f"Content-Length: {size}", f"Origin: https://{HOST}"] if kind else []
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        return "\r\n".join([*lines, "", ""])


def _read(port: int, request: bytes) -> Answer:
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(CHUNK):
            parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    text = head.decode("latin-1")
    if not text.startswith("HTTP/1.1 "):
        raise UnexpectedAnswerError(f"The server closed the connection: {text[:200]!r}")
    return Answer(int(text.split(" ", 2)[1]), text, body, (time.perf_counter() - began) * 1000)
