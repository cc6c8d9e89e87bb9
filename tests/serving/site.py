"""The site as operators are told to serve it: gunicorn and its settings of a public server, nginx and the example."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from cms.bench.processes import children_of
from cms.bench.run import environment
from tests.faults.server import ROOT, wait_until

EXAMPLES = ROOT / "cms" / "operations" / "examples"
HOST = "demarches.example.fr"
WORKERS = 2
STOP_SECONDS = 40
#: What gunicorn writes when the one that it replaces is gone; until then it takes no other.
PROMOTED = "Master has been promoted"
#: What `/etc/nginx/nginx.conf` of Debian says of our server's surroundings.
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
{user}
worker_processes 2;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    gzip on;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/guichet.conf;
}}
"""


class Gunicorn:
    """gunicorn with the file shipped; `arguments` come last."""

    def __init__(self, *, database_url, folder, arguments=(), **variables):
        self.arguments, self.log = arguments, folder / "gunicorn.log"
        # Everybody here has the same address: only the limit that a test tries is as it ships.
        limits = ",".join(f"{name}=1000000" for name in ("drafts", "uploads", "posts", "kilobytes"))
        self.environment = environment(database_url, folder) | {
            "SITE_URL": f"https://{HOST}",
            "SECRET_KEY": settings.SECRET_KEY,
            "ENCRYPTION_KEYS": settings.ENCRYPTION_KEYS[0],
            "LIMITS": limits,
            **variables,
        }

    def __enter__(self):
        # By address and by its own program, as in the unit: with a socket, or by `python -m`, it cannot replace itself.
        program, (self.port,) = Path(sys.executable).with_name("gunicorn"), free_ports(1)
        command = (program, "-c", "python:cms.gunicorn", "--workers", str(WORKERS),
                   "--bind", f"127.0.0.1:{self.port}", *self.arguments, "cms.wsgi")  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.master = self.process.pid
        wait_until(lambda: len(children_of(self.master)) == WORKERS, what=self.told)
        return self

    def __exit__(self, *_):
        try:
            os.kill(self.master, signal.SIGTERM)
            wait_until(lambda: not children_of(self.master), what=self.told)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def told(self):
        """Return what gunicorn wrote, without a line for each request."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return "\n".join(line for line in lines if "guichet.requests" not in line)

    def reload(self):
        """Do what `systemctl reload guichet` does, and return once the former master is gone and the new one knows."""
        former, promoted = self.master, self.told().count(PROMOTED)
        os.kill(former, signal.SIGUSR2)
        wait_until(lambda: self._newer(former), what=self.told)
        self.master = self._newer(former)
        wait_until(lambda: self.told().count(PROMOTED) > promoted, what=self.told)

    def _newer(self, former):
        """Return the master that takes over once it has its workers: all of ours are of one session."""
        pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
        ours = (pid for pid in pids if pid != former and _session(pid) == self.process.pid)
        return next((pid for pid in ours if len(children_of(pid)) == WORKERS), None)


class Nginx:
    """nginx with the example, whose ports, certificate and paths alone are others."""

    def __init__(self, *, folder, upstream):
        self.folder = folder
        self.port, plain = free_ports(2)
        self.certificate, key = _certificate(folder)
        text = (EXAMPLES / "nginx.conf").read_text(encoding="utf-8")
        for old, new in (
            ("127.0.0.1:8001 ", f"127.0.0.1:{upstream} "),
            ("listen 443 ", f"listen 127.0.0.1:{self.port} "),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("    listen [::]:80;\n", ""),
            ("/etc/letsencrypt/live/demarches.example.fr/fullchain.pem", str(self.certificate)),
            ("/etc/letsencrypt/live/demarches.example.fr/privkey.pem", str(key)),
            ("/var/log/nginx/guichet.log", str(folder / "site.log")),
        ):
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / "guichet.conf").write_text(text, encoding="utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")

    def __enter__(self):
        self.process = subprocess.Popen(("/usr/sbin/nginx", "-p", self.folder, "-c", self.folder / "nginx.conf"))
        wait_until(self._listens, what=(self.folder / "nginx.log").read_text)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(STOP_SECONDS)

    def _listens(self):
        if self.process.poll() is not None:
            raise AssertionError((self.folder / "nginx.log").read_text(encoding="utf-8"))
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0


def free_ports(count):
    """Return different ports that nobody listens on."""
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [server.getsockname()[1] for server in servers]


def _session(pid):
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


def _certificate(folder):
    """Make a certificate of this host that nobody signed, and return the paths of it and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
         "-addext", f"subjectAltName=DNS:{HOST},IP:127.0.0.1", "-keyout", key, "-out", certificate),
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key
