"""Communes, from the list that an operator loads; kept as INSEE code and name."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from schemas.questions.base import Question, Shown
from schemas.questions.lookups import Entry, Lookups
from schemas.questions.schema_parts import fits
from schemas.questions.types.address import COMMUNE_CODE
from schemas.questions.types.listed import Listed

LIST_NAME: Final = "communes"

_AFTER_POSTCODE: Final = re.compile(r"([0-9]{5}) (.+)")
_BEFORE_POSTCODE: Final = re.compile(r"(.+?),? ([0-9]{5})")
_ARRONDISSEMENT: Final = re.compile(r"(.+?) [0-9]{1,2} ?(?:er|e|eme|ème)?(?: arrondissement)?", re.IGNORECASE)


class Commune(Listed):
    """One commune, typed by its name, with its department or postcode where it has namesakes, or by its code.

    Also accepted: a name with its code, department or postcode (`Saint-Denis (93)`, `Saint-Denis (93066)`,
    `69001 Lyon`), and the arrondissements of Paris, Lyon and Marseille.
    """

    key = "commune"
    example = "Saint-Denis (93)"
    code_pattern = COMMUNE_CODE
    bad_code = "not_a_commune_code"
    unknown = "unknown_commune"

    def list_name(self, question: Question) -> str:
        return LIST_NAME

    def find(self, list_name: str, text: str, lookups: Lookups) -> Sequence[Entry]:
        found = super().find(list_name, text, lookups)
        if found:
            return found
        # With one space at a time the patterns try each place once.
        name, postcode = _name_and_postcode(" ".join(text.split()))
        named = lookups.search(list_name, name) or lookups.search(list_name, _ARRONDISSEMENT.sub(r"\1", name))
        return [entry for entry in named if not postcode or self.agrees(entry, postcode)]

    def agrees(self, entry: Entry, hint: str) -> bool:
        """Return whether a code, department or postcode is one of a commune; the postcodes of Corsica begin with 20."""
        department = department_of(entry.code)
        if super().agrees(entry, hint) or hint.casefold() == department.casefold():
            return True
        postcodes = "20" if department in {"2A", "2B"} else department
        return fits("[0-9]{5}", hint) and hint.startswith(postcodes)

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        if not isinstance(answer, Mapping):
            return ()
        return (f"{answer['name']} ({department_of(str(answer['code']))})",)


def department_of(code: str) -> str:
    """Return the department of an INSEE code: two characters, three overseas.

    >>> department_of("2A004"), department_of("97411")
    ('2A', '974')
    """
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def _name_and_postcode(text: str) -> tuple[str, str]:
    if found := _BEFORE_POSTCODE.fullmatch(text):
        return found[1], found[2]
    found = _AFTER_POSTCODE.fullmatch(text)
    return (found[2], found[1]) if found else (text, "")
