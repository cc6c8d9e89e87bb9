"""One run of the bench: a database and a folder of its own, the settings of a public server, a report."""

import base64
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cms.bench.browser import HOST
from cms.bench.database import own_database
from cms.bench.options import Options

ROOT = Path(__file__).resolve().parent.parent.parent
#: Variables that operators may set for their own site, and that the bench must not inherit.
OURS = ("REDIS_URL", "METRICS_PORT", "PROMETHEUS_MULTIPROC_DIR", "WEB_CONCURRENCY", "GUNICORN_CMD_ARGS", "DEBUG",
        "SECRET_HASH_KEY", "SECRET_KEY_FALLBACKS", "MAX_REQUEST_BYTES", "EMAIL_FROM")  # fmt: skip


def run_bench(parts: Sequence[str], options: Options, *, database: str = "") -> dict[str, Any]:
    """Measure these parts and return the report; nothing of the run is left. Raises `CommandError`."""
    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as name, own_database(database, Path(name)) as url:
        folder = Path(name)
        report = folder / "report.json"
        asked = {"parts": list(parts), "options": options.as_json(), "folder": name, "report": str(report)}
        _run_inside(asked, environment(url, folder))
        return dict(json.loads(report.read_text(encoding="utf-8")))


def environment(url: str, folder: Path) -> dict[str, str]:
    """Return the environment of a public server behind a proxy on this machine, with secrets of this run."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.bench",
        "DATABASE_URL": url,
        "SITE_URL": f"https://{HOST}",
        "TRUSTED_PROXIES": "127.0.0.1",
        "STORAGE_URL": f"file://{folder}/files",
        "EMAIL_URL": f"file://{folder}/mail",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }


def _run_inside(asked: dict[str, Any], variables: dict[str, str]) -> None:
    """Run the measures and let no process of theirs outlive them."""
    command = (sys.executable, "-m", "cms.bench.inside", json.dumps(asked))
    process = subprocess.Popen(command, cwd=ROOT, env=variables, start_new_session=True)  # noqa: S603 - our own command
    try:
        if process.wait():
            raise RuntimeError("The measures failed: what they wrote above says why.")
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait()
