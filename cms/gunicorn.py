"""Configuration of gunicorn: `gunicorn -c python:cms.gunicorn cms.wsgi`; GUNICORN_CMD_ARGS changes any of it."""

import gc
import logging
import os
import shutil
import signal
from pathlib import Path
from typing import Any

from gunicorn.systemd import sd_notify

from cms.operations.logs import outline

#: Where workers count requests for `manage.py metrics`, when METRICS_PORT asks for it (cms/settings/base.py).
METRICS_FOLDER = Path(__file__).resolve().parent.parent / "var" / "metrics"
SHARED_MEMORY = "/dev/shm"  # noqa: S108 - heartbeats of workers, by file descriptor; never a disk that may be slow

# One request a worker at a time: the processor is the bottleneck, so there are as many workers as cores. Slow clients
# are kept away by the proxy in front, which is part of the site (cms/operations/examples).
workers = int(os.environ.get("WEB_CONCURRENCY") or os.cpu_count() or 1)
worker_class = "sync"
# The site is loaded once and shared by the workers: a killed one is replaced at once, and memory counts once.
preload_app = True
worker_tmp_dir = SHARED_MEMORY if Path(SHARED_MEMORY).is_dir() else None
# A worker that does not answer for a minute is replaced; one that is asked to stop finishes its request.
timeout = 60
graceful_timeout = 30
# A leak, should there be one, ends with its worker; not all of them at the same moment.
max_requests = 20_000
max_requests_jitter = 5_000
# Nothing uses it, and its socket would be in a home folder.
control_socket_disable = True

if os.environ.get("METRICS_PORT", "0") != "0":
    # Read when prometheus_client is imported, hence here, before the site is.
    shutil.rmtree(METRICS_FOLDER, ignore_errors=True)
    METRICS_FOLDER.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_FOLDER)


def on_starting(server: Any) -> None:
    """Keep what clients send out of gunicorn's own lines."""
    server.log.error_log.addFilter(without_request)


def without_request(record: logging.LogRecord) -> bool:
    """Cut what gunicorn quotes of a request: its address, its method, the IP address; every line is kept."""
    for beginning in ("Invalid request", "Error handling request"):
        if str(record.msg).startswith(beginning):
            record.msg, record.args = beginning, ()
            error = record.exc_info[1] if record.exc_info else None
            record.exc_info, record.exc_text = None, outline(error) if error else None
    return True


def when_ready(server: Any) -> None:
    """Load what a first request would, then exempt all of it from garbage collection: workers share it untouched."""
    from cms.operations.preload import warm  # noqa: PLC0415 - the site can be imported only once gunicorn has set it up

    warm()
    gc.collect()
    gc.freeze()
    take_over(server)


def take_over(server: Any) -> None:
    """Replace the master that USR2 reached, now that all is loaded: its workers finish, new requests come here.

    Connections wait in the socket that both share until the first worker is forked, some milliseconds later.
    """
    if server.master_pid:
        sd_notify(f"MAINPID={server.pid}", server.log)
        os.kill(server.master_pid, signal.SIGTERM)


def child_exit(server: Any, worker: Any) -> None:
    """Remove the figures of a dead worker from the metrics."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - only where it is used

        mark_process_dead(worker.pid)
