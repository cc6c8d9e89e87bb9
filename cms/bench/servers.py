"""Servers of a bench run: gunicorn as in production, on a free port of 127.0.0.1."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from cms.bench.processes import children_of

WORKERS = 2
START_SECONDS = 120
STOP_SECONDS = 20
SITE = "cms.wsgi"
BARE = "cms.bench.bare_wsgi"


class Server:
    """One gunicorn that serves `application`; `log` receives its output and that of its workers."""

    def __init__(self, application: str, folder: Path, *, workers: int = WORKERS) -> None:
        self.application = application
        self.wanted = workers
        self.log = folder / f"{application}.log"

    def __enter__(self) -> Self:
        # The socket listens before the server starts: no port is guessed, no request is too early.
        with socket.create_server(("127.0.0.1", 0), backlog=256) as listening, self.log.open("ab") as log:
            self.port: int = listening.getsockname()[1]
            command = (sys.executable, "-m", "gunicorn", "-c", "python:cms.gunicorn", "--workers", str(self.wanted),
                       "--bind", f"fd://{listening.fileno()}", self.application)  # fmt: skip
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                command, pass_fds=(listening.fileno(),), stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._wait_for_workers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def workers(self) -> list[int]:
        return children_of(self.process.pid)

    def written(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self) -> None:
        """Stop the server and its workers, by force if they do not stop by themselves."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _wait_for_workers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while len(self.workers()) < self.wanted:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"gunicorn does not start:\n{self.written()[-4000:]}")
            time.sleep(0.05)
