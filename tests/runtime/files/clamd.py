"""A clamd for tests: it speaks INSTREAM and PING on 127.0.0.1, and keeps what it was sent."""

import socket
import socketserver
import threading
from contextlib import contextmanager

from tests.eicar import eicar

CLEAN = b"stream: OK\0"
FOUND = b"stream: Eicar-Test-Signature FOUND\0"


class FakeClamd(socketserver.ThreadingTCPServer):
    """`files` are the bodies that were ended properly; `answer` is given to each instead of a verdict when it is set.

    `calls` counts connections; with `is_silent` nothing is ever answered, as by a daemon that hangs.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, path=None):
        self.address_family = socket.AF_UNIX if path else socket.AF_INET
        super().__init__(path or ("127.0.0.1", 0), _Call)
        self.files, self.answer, self.calls, self.is_silent = [], None, 0, False
        self.released = threading.Event()

    def verdict(self, content):
        if self.answer is not None:
            return self.answer
        return FOUND if eicar() in content else CLEAN


class _Call(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.calls += 1
        command = b""
        while not command.endswith(b"\0"):
            read = self.rfile.read(1)
            if not read:
                return
            command += read
        if self.server.is_silent:
            self.server.released.wait()
            return
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            self._scan()

    def _scan(self):
        content = b""
        while True:
            header = self.rfile.read(4)
            if len(header) < 4:  # hung up before the end: no verdict
                return
            length = int.from_bytes(header, "big")
            if not length:
                break
            content += self.rfile.read(length)
        self.server.files.append(content)
        self.wfile.write(self.server.verdict(content))


@contextmanager
def running_clamd(path=None):
    """Run a daemon for the time of the block, on this socket of the file system if there is one."""
    with FakeClamd(path) as daemon:
        thread = threading.Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield daemon
        finally:
            daemon.released.set()
            daemon.shutdown()
            thread.join()
