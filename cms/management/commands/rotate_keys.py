"""`manage.py rotate_keys`: wrap every data key again under the newest of ENCRYPTION_KEYS."""

import sys

from django.conf import settings
from django.core.management import BaseCommand

from cms.operations.key_rotation import Rotated, rotate_all
from cms.operations.wrapped_keys import Standing

HASHES = (
    "Return codes, tracking keys, links, tokens and the search by e-mail still depend on the last of ENCRYPTION_KEYS: "
    "first set SECRET_HASH_KEY to its text."
)


class Command(BaseCommand):
    """`manage.py rotate_keys`: exit code 0 when nothing is left under former keys, else 1."""

    help = (
        "Wrap the keys of drafts, requests, files sent ahead and waiting mails again under the first of "
        "ENCRYPTION_KEYS, with the site up. Safe to kill and to repeat."
    )

    def handle(self, *args: object, **options: object) -> None:
        rotated = rotate_all()
        for table, rows in rotated.rewrapped.items():
            self.stdout.write(f"{table}: wrapped again {rows}")
        for use in rotated.uses:
            if use.standing is not Standing.CURRENT:
                self.stdout.write(f"{use}, {use.standing.value}")
        self.stdout.write(f"left: {rotated.left}")
        self._advise(rotated)

    def _advise(self, rotated: Rotated) -> None:
        """Say what to do next; exit with 1 unless all is under the first key."""
        damaged, unknown = sum(rotated.damaged.values()), rotated.rows_of(Standing.UNKNOWN)
        if damaged:
            self.stdout.write(f"{damaged} rows do not open with their own key: restore them from a backup.")
        if unknown:
            self.stdout.write(
                f"{unknown} rows need keys that are not in ENCRYPTION_KEYS: put them back, each before those older."
            )
        if rotated.left:
            self.stdout.write("Requests held some rows: run this again.")
        elif len(settings.ENCRYPTION_KEYS) > 1:
            if not settings.SECRET_HASH_KEY:
                self.stdout.write(HASHES)
            self.stdout.write("All data is under the first of ENCRYPTION_KEYS: drop the others and restart.")
        if rotated.left or damaged or unknown:
            sys.exit(1)
