"""Titles that an imported form needs and its schema lacks, made of property names and of types."""

import re
from collections.abc import Mapping
from typing import Final

_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")

#: The title of a branch by the type of its answers, by language; English for all other languages.
SHAPES: Final[Mapping[str, Mapping[str, str]]] = {
    "fr": {
        "string": "Texte", "integer": "Nombre entier", "number": "Nombre", "boolean": "Oui ou non", "object": "Fiche",
        "array": "Liste", "form": "Formulaire", "value": "Réponse", "more": "Autres questions", "choice": "Choix",
    },
    "en": {
        "string": "Text", "integer": "Whole number", "number": "Number", "boolean": "Yes or no", "object": "Record",
        "array": "List", "form": "Form", "value": "Answer", "more": "Other questions", "choice": "Choice",
    },
}  # fmt: skip


def word(name: str, language: str) -> str:
    return SHAPES.get(language, SHAPES["en"]).get(name, name)


def title_of(name: str) -> str:
    """Return a property name as a title.

    >>> title_of("firstName"), title_of("postal_code"), title_of("Do you have any pets?"), title_of("URL")
    ('First name', 'Postal code', 'Do you have any pets?', 'URL')
    """
    if " " in name.strip():
        return name.strip()
    parts = _PARTS.findall(name)
    words = [part if part.isupper() and len(part) > 1 else part.lower() for part in parts]
    text = " ".join(words)
    return text[:1].upper() + text[1:] if text else name or "?"
