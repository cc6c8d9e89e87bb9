"""The site served by a real gunicorn, whose workers a test kills at a named place."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
#: The file in the folder of a server that says where its next request dies.
ARMED = "failpoint"
DEADLINE_SECONDS = 30
ENVIRONMENT = {
    "CLAMD_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "STORAGE_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE",
}  # fmt: skip


class Server:
    """One gunicorn master with two workers, on a socket that listens before it starts: no port is guessed.

    `root` is the tree whose code is served.
    """

    program = (sys.executable, "-m", "gunicorn")

    def __init__(self, *, database_url, folder, log="gunicorn.log", root=ROOT, most_bytes_a_file=None, **environment):
        self.root = root
        self.armed = folder / ARMED
        self._wrapped = ("prlimit", f"--fsize={most_bytes_a_file}") if most_bytes_a_file else ()
        self.log = folder / log
        self.environment = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT} | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database_url,
            "STORAGE_URL": f"file://{folder / 'private'}",
            "GUICHET_FAILPOINT_FILE": str(self.armed),
            **environment,
        }

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        # Workers are forked from a master that has loaded the site: a killed one is replaced at once.
        command = (
            *self._wrapped, *self.program, "tests.faults.served:warm_application()", "--preload",
            "--workers", str(WORKERS), "--bind", self._bound(), "--graceful-timeout", "5",
            "--no-control-socket",
        )  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.root, env=self.environment, stdout=log, stderr=log, start_new_session=True,
                pass_fds=[fd for fd in (self.socket.fileno(),) if fd >= 0],
            )  # fmt: skip
        self.socket.close()
        try:
            self.all_workers()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _bound(self):
        """Return what gunicorn binds: the socket itself, or its address once the socket is closed."""
        return f"fd://{self.socket.fileno()}"

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(DEADLINE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def workers(self):
        """Return the ids of the workers that live."""
        if self.process.poll() is not None:
            raise AssertionError(self.told())
        return {child.pid for child in psutil.Process(self.process.pid).children() if is_alive(child)}

    def all_workers(self):
        """Return the ids of the workers once there are as many as there should be."""
        wait_until(lambda: len(self.workers()) == WORKERS, what=self.told)
        return self.workers()

    def arm(self, place, action="kill"):
        """Make the next request that comes to `place` die there."""
        written = self.armed.with_suffix(".written")
        written.write_text(f"{place}={action}", encoding="utf-8")
        written.rename(self.armed)

    @property
    def is_armed(self):
        return self.armed.exists()

    def told(self):
        """Return what gunicorn and its workers wrote."""
        return self.log.read_text(encoding="utf-8")


def is_alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(is_so, *, what):
    """Return once `is_so()` is true; fail with the words of `what()` when it does not become so."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(what())
        time.sleep(0.02)
