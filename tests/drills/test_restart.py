"""Workers and masters that end while people file: nobody sees an error, nothing acknowledged is lost (F20)."""

import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from runtime.submissions.models import Submission
from tests.drills.conftest import site_of
from tests.drills.people import filled, permit, receipt_of
from tests.faults.server import ROOT, Server, is_alive, wait_until

CLIENTS = 8
ROUNDS = 3


class Renewed(Server):
    """A gunicorn that is replaced by another one on the same socket, as an upgrade does it."""

    # A master starts the next one by the command that started it, which `python -m` does not keep.
    program = (str(Path(sys.executable).with_name("gunicorn")),)

    def _bound(self):
        """Return an address: gunicorn 27 starts no second master on a socket given as `fd://`, which it closed."""
        self.socket.close()
        return self.url.removeprefix("http://")

    def renew(self):
        """Start another master beside the first and, once its workers serve, end the first and all of its own."""
        first = psutil.Process(self.process.pid) if not hasattr(self, "master") else self.master
        others = {child.pid for child in first.children()}
        first.send_signal(signal.SIGUSR2)
        wait_until(lambda: len(self._grandchildren(first, others)) >= 2, what=self.told)
        self.master = next(child for child in first.children() if child.pid not in others)
        first.terminate()
        wait_until(lambda: not is_alive(first), what=self.told)

    @staticmethod
    def _grandchildren(first, others):
        return [each for child in first.children() if child.pid not in others for each in child.children()]

    def renew_workers(self):
        """End the workers one by one, each once all of them serve."""
        for worker in self.all_workers():
            psutil.Process(worker).terminate()
            wait_until(lambda worker=worker: worker not in self.workers(), what=self.told)
            self.all_workers()

    def __exit__(self, *error):
        if hasattr(self, "master") and is_alive(self.master):
            self.master.terminate()
            wait_until(lambda: not is_alive(self.master), what=self.told)
        super().__exit__(*error)


class Crowd:
    """Clients who file without a pause until they are told to stop."""

    def __init__(self, url):
        self.url, self.is_open, self.compiled = url, True, permit()  # read here: threads have no database
        self.receipts, self.errors = [], []
        self.threads = [threading.Thread(target=self._file) for _ in range(CLIENTS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_open = False
        for thread in self.threads:
            thread.join()

    def _file(self):
        while self.is_open:
            try:
                self.receipts.append(receipt_of(filled(self.url, compiled=self.compiled)))
            except Exception as error:  # noqa: BLE001 - whatever a client saw is counted
                self.errors.append(repr(error))

    def file_more(self, count=CLIENTS):
        """Return once so many more were filed, or somebody saw an error."""
        enough = len(self.receipts) + count
        deadline = time.monotonic() + 120
        while len(self.receipts) < enough and not self.errors:
            assert time.monotonic() < deadline, self.receipts
            time.sleep(0.05)


@pytest.mark.parametrize("renew", [Renewed.renew_workers, Renewed.renew], ids=["workers", "whole"])
def test_nobody_who_files_sees_a_restart(renew, database, folder, request):
    with site_of(ROOT, database, folder, make=Renewed, log=f"{renew.__name__}.log") as site, Crowd(site.url) as crowd:
        for _ in range(ROUNDS):
            crowd.file_more()
            renew(site)
        crowd.file_more()
        # Before the server ends, so must its clients.
        crowd.__exit__()

    references = [receipt.reference for receipt in crowd.receipts]
    assert crowd.errors == []
    assert len(references) >= CLIENTS * (ROUNDS + 1)
    assert Submission.objects.filter(reference__in=references).count() == len(references) == len(set(references))
