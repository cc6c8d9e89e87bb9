"""`manage.py load_list NAME FILE`: load a list that questions look things up in, such as the communes of France."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from runtime.lookups import load_list
from schemas.lookups import Entry

#: A code or a name longer than its column would be cut.
LIMITS = {"code": 20, "name": 120, "context": 120}


class Command(BaseCommand):
    """Replace a list by the rows of a file, all or nothing."""

    help = "Replace a list (communes, schools…) by the rows of a CSV or JSON file with code, name and, if any, context."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="name of the list, for example communes")
        parser.add_argument("file", type=Path, help="CSV with a header line, or a JSON list of objects")

    def handle(self, *args: object, **options: object) -> None:
        path = Path(str(options["file"]))
        try:
            entries = list(read_entries(path))
        except OSError as error:
            raise CommandError(f"{path.name} cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise CommandError(f"{path.name}: {error} Nothing was loaded.") from error
        count = load_list(str(options["name"]), entries)
        self.stdout.write(f"{options['name']}: {count} entries.")


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a file. Raises ValueError that names the first row at fault, and `OSError`."""
    text = path.read_text(encoding="utf-8-sig")
    rows = json.loads(text) if path.suffix == ".json" else list(csv.DictReader(text.splitlines()))
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        entry = _read_row(row, number)
        if entry.code in seen:
            raise ValueError(f"row {number}: the code {entry.code} was there before.")
        seen.add(entry.code)
        yield entry


def _read_row(row: object, number: int) -> Entry:
    if not isinstance(row, Mapping):
        raise ValueError(f"row {number} is not an object.")  # noqa: TRY004 - a mistake in a file, not in the code
    found = {name: str(row.get(name) or "").strip() for name in LIMITS}
    for name in ("code", "name"):
        if not found[name]:
            raise ValueError(f"row {number} has no {name}: the columns are code, name and, if any, context.")
    for name, limit in LIMITS.items():
        if len(found[name]) > limit:
            raise ValueError(f"row {number}: its {name} is over {limit} characters.")
    return Entry(found["code"], found["name"], found["context"])
