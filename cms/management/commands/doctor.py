"""`manage.py doctor [--files]`: one page of what an operator should look at."""

import sys
from argparse import ArgumentParser

from django.core.management import BaseCommand

from cms.operations.doctor import examine


class Command(BaseCommand):
    """Print a line a finding: exit code 0 when all is well, 1 when something is to be looked at."""

    help = "Look at the database, storage, keys, mails, tasks, settings and lists, and say what to do about each."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--files", action="store_true", help="compare all files with their rows too, which is long")

    def handle(self, *args: object, files: bool, **options: object) -> None:
        is_well = True
        for told in examine(with_files=files):
            self.stdout.write(str(told))
            is_well = is_well and told.line.is_well
        if not is_well:
            sys.exit(1)
