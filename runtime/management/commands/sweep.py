"""`manage.py sweep`: erase what has expired and what is old; `tick` does it every hour."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from runtime.upkeep.retention import GUARDED
from runtime.upkeep.sweep import sweep_all


class Command(BaseCommand):
    """`manage.py sweep [--erase-over-half KIND]`"""

    help = "Erase what has expired and what is old, and tell rows whose file is gone. Exits with 1 when a kind waits."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--erase-over-half",
            action="append",
            default=[],
            choices=GUARDED,
            help="erase this kind even if more than half of it goes; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        swept = sweep_all(confirmed=options["erase_over_half"])
        self.stdout.write(str(swept))
        if not swept.is_well:
            raise CommandError(f"Not everything was swept: {', '.join([*swept.held, *swept.failed])}.")
