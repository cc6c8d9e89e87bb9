"""Doing the same thing in many threads at once, each with a connection of its own, on either database."""

import sqlite3
import threading

from django.db import connection, connections
from django.db.utils import load_backend


def in_parallel(count, work, *, folder):
    """Start `work` in `count` threads at the same moment and return what each returned.

    The tests' SQLite lives in memory, where threads cannot wait for each other's locks: it is copied to a file first.
    The test must be one with `transaction=True`.
    """
    path = None if connection.vendor == "postgresql" else _copied(folder / "parallel.sqlite3")
    results, barrier = [], threading.Barrier(count)
    threads = [threading.Thread(target=_run, args=(work, barrier, results, path)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _copied(path):
    connection.ensure_connection()
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    target.execute("PRAGMA journal_mode=WAL")
    target.close()
    return path


def _run(work, barrier, results, path):
    if path is not None:
        connections["default"] = _on_file(path)
    try:
        connections["default"].ensure_connection()
        barrier.wait()
        results.append(work())
    finally:
        connections["default"].close()


def _on_file(path):
    settings = {**connections.settings["default"], "NAME": str(path)}
    return load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
