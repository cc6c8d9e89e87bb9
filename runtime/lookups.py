"""The lists that an operator loads, found in the database through the port of the core."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from schemas.lookups import Entry
from schemas.models import ListEntry
from schemas.questions.cleaning import folded

#: More namesakes than this are not worth showing.
MAX_FOUND = 20


class DatabaseLookups:
    """The port `schemas.lookups.Lookups` on the table `ListEntry`."""

    def find(self, list_name: str, code: str) -> Entry | None:
        found = ListEntry.objects.filter(list_name=list_name, code=code).first()
        return Entry(found.code, found.name, found.context) if found else None

    def search(self, list_name: str, text: str) -> Sequence[Entry]:
        rows = ListEntry.objects.filter(list_name=list_name, search=folded(text)).order_by("context", "code")
        return [Entry(row.code, row.name, row.context) for row in rows[:MAX_FOUND]]


def load_list(list_name: str, entries: Iterable[Entry]) -> int:
    """Replace the entries of a list; returns how many there are now."""
    rows = [
        ListEntry(list_name=list_name, code=e.code, name=e.name, context=e.context, search=folded(e.name))
        for e in entries
    ]
    with transaction.atomic():
        ListEntry.objects.filter(list_name=list_name).delete()
        ListEntry.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


LOOKUPS = DatabaseLookups()
