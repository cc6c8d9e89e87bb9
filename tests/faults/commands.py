"""Commands of `manage.py` in processes of their own, whose clocks may be wrong, and the mails that they sent."""

import os
import subprocess
import sys
from collections import Counter

from tests.faults.server import ENVIRONMENT, ROOT

DEADLINE_SECONDS = 120
#: Run a command with the clock of the process so many minutes ahead.
PROGRAM = """
import sys, time
import time_machine
from django.core.management import execute_from_command_line
with time_machine.travel(time.time() + 60 * float(sys.argv[1]), tick=True):
    execute_from_command_line(["manage.py", *sys.argv[2:]])
"""


class Commands:
    """Processes on one database and one storage, each with a folder of its own for its mails."""

    def __init__(self, *, database_url, folder, private, root=ROOT, **environment):
        self.folder, self.root = folder, root
        self.environment = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT} | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database_url,
            "STORAGE_URL": f"file://{private}",
            **environment,
        }
        self.number = 0

    def start(self, *command, minutes_ahead=0, **environment):
        """Start `manage.py` with these words, and return its process."""
        self.number += 1
        mails = {"EMAIL_URL": f"file://{self.folder / f'mails-{self.number}'}"}
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(minutes_ahead), *command], cwd=self.root, text=True,
            env={**self.environment, **mails, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *command, **options):
        """Run `manage.py` to its end and return its status, and what it said."""
        return ended(self.start(*command, **options))

    def mails(self):
        """Return how many mails left, by the id that they carry."""
        lines = [line for path in self.folder.glob("mails-*/*") for line in path.read_text("utf-8").splitlines()]
        return Counter(line.partition(": ")[2] for line in lines if line.startswith("X-Guichet-Delivery: "))


def ended(process):
    output, errors = process.communicate(timeout=DEADLINE_SECONDS)
    return process.returncode, output + errors
