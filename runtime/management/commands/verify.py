"""`manage.py verify`: tell whether events, the audit log or their seals were tampered with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from runtime.seals.verification import verify_all


class Command(BaseCommand):
    """`manage.py verify`"""

    help = "Read every chain of events, the audit log and the daily seals; exit with 1 when something is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify_all()
        self.stdout.write(str(found))
        for seal in found.last:
            self.stdout.write(f"last seal of {seal.journal}: {seal.day}, {seal.hash}")
        for fault in found.faults:
            self.stdout.write(fault)
        if found.faults:
            raise CommandError("Something was tampered with. Keep the database as it is, and compare with a backup.")
