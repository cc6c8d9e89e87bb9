"""`manage.py outbox hold|release`: keep the mails of a restored backup from leaving a second time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from runtime.delivery.holds import hold_pending, release_held


class Command(BaseCommand):
    """`manage.py outbox hold|release`"""

    help = "After a restore and before anything else runs: hold what waits to be sent, which may have been sent since."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=("hold", "release"))

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        if act == "hold":
            self.stdout.write(f"held {hold_pending()}: they are given up unless manage.py outbox release sends them")
        else:
            self.stdout.write(f"released {release_held()}")
