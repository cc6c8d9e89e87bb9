"""Lists loaded by an operator, looked up in the database through the `Lookups` port of the core."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Case, Q, QuerySet, When

from schemas.models import ListAlias, ListEntry
from schemas.questions.lookups import Entry
from schemas.questions.text_cleaning import comparison_key
from schemas.questions.types.listed import MAX_CANDIDATES

#: One more than are shown, so that the caller sees that there are too many.
MAX_FOUND = MAX_CANDIDATES + 1


class DatabaseLookups:
    """The port `schemas.questions.lookups.Lookups` on the table `ListEntry`."""

    def find(self, list_name: str, code: str) -> Entry | None:
        found = ListEntry.objects.filter(list_name=list_name, code=code).first()
        return Entry(found.code, found.name, found.context) if found else None

    def search(self, list_name: str, text: str) -> Sequence[Entry]:
        wanted, rows = comparison_key(text), ListEntry.objects.filter(list_name=list_name)
        return _entries(rows.filter(search=wanted)) or _entries(rows.filter(aliases__search=wanted).distinct())

    def suggest(self, list_name: str, text: str) -> Sequence[Entry]:
        """Return at most `MAX_FOUND` entries, in one query; those whose own name begins with `text` come first."""
        wanted = comparison_key(text)
        begins, inside = Q(search__startswith=wanted), Q(search__contains=f" {wanted}")
        aliases = ListAlias.objects.filter(begins | inside, entry__list_name=list_name)
        rows = ListEntry.objects.filter(list_name=list_name).filter(begins | inside | Q(pk__in=aliases.values("entry")))
        rank = Case(When(begins, then=0), default=1)
        return _entries(rows.alias(rank=rank).order_by("rank", "search", "context", "code")) if wanted else ()


def _entries(rows: QuerySet[ListEntry]) -> Sequence[Entry]:
    found = rows if rows.query.order_by else rows.order_by("context", "code")
    return [Entry(row.code, row.name, row.context) for row in found[:MAX_FOUND]]


def load_list(list_name: str, entries: Iterable[Entry]) -> int:
    """Replace the entries of a list; returns how many there are now."""
    given = list(entries)
    rows = [
        ListEntry(list_name=list_name, code=e.code, name=e.name, context=e.context, search=comparison_key(e.name))
        for e in given
    ]
    with transaction.atomic():
        ListEntry.objects.filter(list_name=list_name).delete()
        made = ListEntry.objects.bulk_create(rows, batch_size=1000)
        pairs = zip(made, given, strict=True)
        aliases = [ListAlias(entry=row, search=comparison_key(each)) for row, entry in pairs for each in entry.aliases]
        ListAlias.objects.bulk_create(aliases, batch_size=1000)
    return len(rows)


LOOKUPS = DatabaseLookups()
