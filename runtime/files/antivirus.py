"""Client of clamd, the daemon of the ClamAV antivirus: a file in, a verdict out (clamd(8), INSTREAM and PING).

NoVerdict       the daemon said neither that a file is clean nor that it is infected
"""

import re
import socket
import time
from collections.abc import Iterable

from django.conf import settings

CONNECT_SECONDS = 2
#: For a whole file, from its first byte to the verdict.
SCAN_SECONDS = 30
#: For the answer to `ping`: whoever asks about the health of the site waits for it.
PING_SECONDS = 1
#: More than any answer has: the name of a signature has some tens of characters.
MAX_ANSWER_BYTES = 4_096

_FOUND = re.compile(rb"stream: ([^\x00]+) FOUND\x00")


class NoVerdict(Exception):  # noqa: N818 - says what is missing
    """The daemon is down, slow or over one of its limits, or its answer was cut: the file is not known to be clean."""


def scan_stream(chunks: Iterable[bytes]) -> str:
    """Return the signature of the virus in a file, "" when it is clean. Raises `NoVerdict`, and what `chunks` raises.

    A file whose chunks stop with an error is never ended, so that no verdict can come on half of it.
    """
    try:
        return _verdict(_answer_to(b"zINSTREAM\0", chunks, seconds=SCAN_SECONDS))
    except OSError as error:
        raise NoVerdict(f"{type(error).__name__} {error.errno or ''}".strip()) from error


def is_answering() -> bool:
    """Return whether the daemon is there."""
    try:
        return _answer_to(b"zPING\0", None, seconds=PING_SECONDS) == b"PONG\0"
    except OSError:
        return False


def _verdict(answer: bytes) -> str:
    """Read an answer that ends where the protocol says: one that was cut could be the start of another."""
    if answer == b"stream: OK\0":
        return ""
    found = _FOUND.fullmatch(answer)
    if found is None:
        raise NoVerdict(answer[:100].decode("ascii", "replace").rstrip("\0") or "no answer")
    return found[1].decode("ascii", "replace")[:200]


def _answer_to(command: bytes, chunks: Iterable[bytes] | None, *, seconds: float) -> bytes:
    """Send a command and, for a file, its chunks; return the answer, all of it within so many seconds."""
    with _connected(min(CONNECT_SECONDS, seconds)) as daemon:
        deadline = time.monotonic() + seconds
        _send(daemon, command, deadline)
        if chunks is not None:
            for chunk in filter(None, chunks):  # an empty one would end the file
                _send(daemon, len(chunk).to_bytes(4, "big") + chunk, deadline)
            _send(daemon, bytes(4), deadline)
        return _received(daemon, deadline)


def _connected(seconds: float) -> socket.socket:
    address = settings.GUICHET_CLAMD
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=seconds)
    daemon = socket.socket(socket.AF_UNIX)
    try:
        daemon.settimeout(seconds)
        daemon.connect(address)
    except BaseException:
        daemon.close()
        raise
    return daemon


def _send(daemon: socket.socket, sent: bytes, deadline: float) -> None:
    daemon.settimeout(_left(deadline))
    daemon.sendall(sent)


def _received(daemon: socket.socket, deadline: float) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER_BYTES:
        daemon.settimeout(_left(deadline))
        block = daemon.recv(MAX_ANSWER_BYTES)
        if not block:
            break
        answer += block
    return answer


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("too slow")
    return left
