"""A PostgreSQL server of a test's own, which can be stopped without hurting anybody."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


class Cluster:
    """A server on a free port of 127.0.0.1, run by another user than root, whom PostgreSQL refuses."""

    def __init__(self):
        self.port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}"

    def __enter__(self):
        # Not where pytest keeps its own: that belongs to one user alone.
        self.folder = Path(tempfile.mkdtemp(prefix="guichet-cluster-"))
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()
        shutil.rmtree(self.folder)

    def start(self):
        """Start the server, unless it runs, and return once it answers."""
        if self.is_up:
            return
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder / 'log'}", f"--options={options}")

    def stop(self):
        """Stop the server at once, as a crash would."""
        if self.is_up:
            self._run("pg_ctl", "stop", "--mode=immediate", "--wait", "--silent")

    @property
    def is_up(self):
        return (self.folder / "postmaster.pid").exists()

    def _run(self, program, *arguments):
        user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        home = pwd.getpwnam("postgres").pw_dir if user else os.environ["HOME"]
        command = [newest(program), f"--pgdata={self.folder}", *arguments]
        environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"}
        # The server keeps what it inherits open: no pipe, or nobody could read to its end.
        subprocess.run(command, check=True, cwd="/", env=environment, stdout=subprocess.DEVNULL, timeout=60, **user)


def newest(program):
    """Return the path of a program of the server, where Debian puts them, else the one that PATH knows."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: float(path.parts[4]))
    return str(found[-1]) if found else program


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
