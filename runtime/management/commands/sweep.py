"""`manage.py sweep`: erase expired drafts and files, every hour."""

from typing import Any

from django.core.management.base import BaseCommand

from runtime.privacy.expiry import sweep_all


class Command(BaseCommand):
    """`manage.py sweep`"""

    help = "Erase expired drafts, files sent ahead and files that nothing names; tell rows whose file is gone."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(sweep_all()))
