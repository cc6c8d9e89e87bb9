"""Defaults of an imported procedure: circuit, privacy, key, reference and texts that no schema gives."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from schemas.format.header import KEY, PREFIX

_LABELS: Final = {
    "fr": ("Reçue", "En cours", "Acceptée", "Refusée", "Prendre en charge", "Accepter", "Refuser",
           "Traiter les demandes reçues par ce formulaire.", "Mission d’intérêt public"),
    "en": ("Received", "In progress", "Accepted", "Refused", "Take charge", "Accept", "Refuse",
           "To process the requests received through this form.", "Public interest"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """The names of the procedure, given by the caller; blanks are filled from the title of the schema."""

    key: str = ""
    department: str = ""
    language: str = "fr"
    title: str = ""
    prefix: str = ""


def document_of(head: Head, *, title: str, summary: str, form: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON of a whole procedure around `form`: its `data`, `ui` and `rules`."""
    name = head.title or title
    key = head.key or key_from_title(name)
    return {
        "format": 1,
        "kind": "procedure",
        "key": key,
        "language": head.language,
        "title": name,
        "summary": summary,
        "department": head.department or "accueil",
        **form,
        "circuit": _circuit(head.language),
        "texts": {},
        "privacy": _privacy(head.language),
        "reference": {"prefix": head.prefix or _prefix(key)},
    }


def key_from_title(title: str) -> str:
    """Return a key made of a title.

    >>> key_from_title("Déclaration d’un chantier (2026)"), key_from_title("!")
    ('declaration-d-un-chantier-2026', 'formulaire')
    """
    plain = "".join(each for each in unicodedata.normalize("NFKD", title.lower()) if not unicodedata.combining(each))
    key = "-".join(re.findall(r"[a-z0-9]+", plain))[:50].strip("-")
    key = key if key[:1].isalpha() else f"formulaire-{key}".strip("-")
    return key if KEY.match(key) else "formulaire"


def _prefix(key: str) -> str:
    letters = "".join(each for each in key.upper() if each.isascii() and each.isalpha())[:3]
    return letters if PREFIX.match(letters) else "FOR"


def _circuit(language: str) -> dict[str, Any]:
    received, processing, accepted, refused, take, accept, refuse, *_ = _LABELS.get(language, _LABELS["en"])
    states = [
        {"id": "received", "category": "received", "label": received},
        {"id": "processing", "category": "processing", "label": processing},
        {"id": "accepted", "category": "accepted", "label": accepted},
        {"id": "refused", "category": "refused", "label": refused},
    ]
    before = ["received", "processing"]
    transitions = [
        {"id": "take", "label": take, "from": ["received"], "to": "processing", "by": ["agent"]},
        {"id": "accept", "label": accept, "from": before, "to": "accepted", "by": ["agent"]},
        {"id": "refuse", "label": refuse, "from": before, "to": "refused", "by": ["agent"], "reason": "required"},
    ]
    return {"initial": "received", "states": states, "transitions": transitions}


def _privacy(language: str) -> dict[str, Any]:
    *_, purpose, basis = _LABELS.get(language, _LABELS["en"])
    retention = {"draft": "P90D", "accepted": "P1Y", "refused": "P1Y", "closed": "P1Y"}
    return {"purpose": purpose, "basis": basis, "retention": retention}
