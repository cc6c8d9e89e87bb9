"""`manage.py deliver`: send the due messages of the outbox, every minute or by hand."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from runtime.delivery.sender import deliver_due

DEFAULT_LIMIT = 1_000


class Command(BaseCommand):
    """`manage.py deliver [--limit N]`"""

    help = "Send the e-mails that are due, those that failed before included."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=DEFAULT_LIMIT, help="at most so many (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(deliver_due(options["limit"])))
