"""The fixture of 50 communes as look-ups, and namesakes of them."""

import json
from pathlib import Path

import schemas
from schemas.lookups import Entry
from schemas.questions.cleaning import folded

SOURCE = Path(schemas.__file__).parent / "library" / "lists" / "communes.json"
ROWS = json.loads(SOURCE.read_text())


class Communes:
    """Look-ups over the fixture: by code, and by the folded name, label or code."""

    def __init__(self):
        self.entries = {row["code"]: Entry(row["code"], row["name"], row["department"]) for row in ROWS}

    def find(self, list_name, code):
        return self.entries.get(code) if list_name == "communes" else None

    def search(self, list_name, text):
        wanted = folded(text)
        return [
            entry
            for entry in self.entries.values()
            if list_name == "communes" and wanted in (folded(entry.name), folded(entry.label), entry.code.casefold())
        ]


COMMUNES = Communes()
