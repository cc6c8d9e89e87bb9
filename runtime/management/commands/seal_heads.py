"""`manage.py seal_heads`: seal the events and the audit log of the last day that is over, once a day."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from runtime.seals.daily import last_day_over, seal_heads


class Command(BaseCommand):
    """`manage.py seal_heads [--day DAY]`"""

    help = "Seal what was added up to the end of a day; keep what it prints elsewhere, to compare with `verify`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, help="as 2026-11-30 (default: the last that is over)")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["day"] or last_day_over(timezone.now())
        try:
            seals = seal_heads(day)
        except ValueError as error:
            raise CommandError(str(error)) from None
        for seal in seals:
            self.stdout.write(f"{seal.journal} {seal.day}: {seal.rows} rows, seal {seal.hash}")
