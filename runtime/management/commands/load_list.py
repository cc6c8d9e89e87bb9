"""`manage.py load_list NAME FILE`: load a list that questions look up, such as the communes of France."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from runtime.lists.lookups import load_list
from schemas.questions.lookups import Entry
from schemas.questions.text_cleaning import clean_line
from schemas.questions.types.list_entry import LIST_NAME
from schemas.questions.types.listed import MAX_CODE, MAX_NAME

#: A code or a name longer than its column would be cut.
LIMITS = {"code": MAX_CODE, "name": MAX_NAME, "context": MAX_NAME}
#: Separator of the other names of an entry in a CSV file.
BETWEEN_ALIASES = ";"


class Command(BaseCommand):
    """Replace a list by the rows of a file, all or nothing."""

    help = (
        "Replace a list (communes, countries, schools…) by the rows of a CSV or JSON file with code, name and, if any, "
        "context (tells namesakes apart) and aliases (other names, with ; between them)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="name of the list, for example communes")
        parser.add_argument("file", type=Path, help="CSV with a header line, or a JSON list of objects")

    def handle(self, *args: object, **options: object) -> None:
        path, name = Path(str(options["file"])), str(options["name"])
        if not LIST_NAME.fullmatch(name):
            raise CommandError(f"{name} is no name of a list: use small letters, figures, - and _, a letter first.")
        try:
            entries = list(read_entries(path))
        except OSError as error:
            raise CommandError(f"{path.name} cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise CommandError(f"{path.name}: {error} Nothing was loaded.") from error
        self.stdout.write(f"{name}: {load_list(name, entries)} entries.")


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
    found = {name: clean_line(str(row.get(name) or "")) for name in LIMITS}
    for name in ("code", "name"):
        if not found[name]:
            raise ValueError(f"row {number} has no {name}: the columns are code, name and, if any, context.")
    for name, limit in LIMITS.items():
        if len(found[name]) > limit:
            raise ValueError(f"row {number}: its {name} is over {limit} characters.")
    return Entry(found["code"], found["name"], found["context"], _aliases(row.get("aliases"), number))


def _aliases(value: object, number: int) -> tuple[str, ...]:
    """Return the other names of a row: a JSON list, or one text of a CSV."""
    listed = value if isinstance(value, list) else str(value or "").split(BETWEEN_ALIASES)
    found = tuple(filter(None, (clean_line(str(each)) for each in listed)))
    if any(len(each) > LIMITS["name"] for each in found):
        raise ValueError(f"row {number}: one of its aliases is over {LIMITS['name']} characters.")
    return found
