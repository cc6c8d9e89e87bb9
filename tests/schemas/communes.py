"""The lists that ship as look-ups (50 communes, all countries), and one of schools."""

import json
from pathlib import Path

import schemas
from schemas.questions.lookups import Entry
from schemas.questions.text_cleaning import comparison_key

FOLDER = Path(schemas.__file__).parent / "library" / "lists"
ROWS = json.loads((FOLDER / "communes.json").read_text())
COUNTRIES = json.loads((FOLDER / "countries.json").read_text())
SCHOOLS = (
    Entry("0690001A", "École Jules-Ferry", "Bron"),
    Entry("0690002B", "École Jules-Ferry", "Écully"),
    Entry("0690003C", "École du Lac (maternelle)"),
)


class Lists:
    """Look-ups over the fixtures: by code, and by a folded name."""

    def __init__(self):
        communes = [Entry(row["code"], row["name"], row["department"]) for row in ROWS]
        countries = [Entry(row["code"], row["name"], "", tuple(row["aliases"])) for row in COUNTRIES]
        self.lists = {"communes": communes, "countries": countries, "ecoles": list(SCHOOLS)}
        self.entries = {entry.code: entry for entry in communes}

    def find(self, list_name, code):
        return next((entry for entry in self.lists.get(list_name, ()) if entry.code == code), None)

    def search(self, list_name, text):
        return self._by_name(list_name, lambda name: name == comparison_key(text))

    def suggest(self, list_name, text):
        return self._by_name(list_name, lambda name: f" {comparison_key(text)}" in f" {name}")

    def _by_name(self, list_name, is_wanted):
        entries = self.lists.get(list_name, ())
        return [
            entry for entry in entries if any(is_wanted(comparison_key(each)) for each in (entry.name, *entry.aliases))
        ]


COMMUNES = Lists()
