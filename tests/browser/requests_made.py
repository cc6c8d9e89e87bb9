"""What people ask for in these tests: whole answers for each procedure, and wrong ones."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from playwright.sync_api import FilePayload

from schemas.compilation.compiled import Compiled, compile_document
from schemas.format.reading import read_document
from schemas.format.translations import translated
from tests.journeys.person import PDF, a_photo
from tests.schemas.library.test_answers import FOLDER, WHOLE

PROCEDURES = tuple(WHOLE)
LANGUAGES = ("fr", "en")


@cache
def procedure(key: str, language: str = "fr") -> Compiled:
    """Return a procedure of the library, in the words of a language."""
    document, problems = read_document((FOLDER / f"{key}.json").read_bytes())
    assert document is not None, problems
    compiled, problems = compile_document(translated(document, language), language=language)
    assert compiled is not None, problems
    return compiled


def pdf(name: str) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def photo(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": a_photo(name).read()}


def new_email() -> str:
    """Return an address that got no e-mail yet: so many an hour go to one."""
    return f"camille-{secrets.token_hex(4)}@example.org"


#: Files in the place of what the library's own answers say about them.
FILES: Mapping[str, list[FilePayload]] = {
    "piece_identite": [pdf("carte-recto.pdf"), photo("carte-verso.jpg")],
    "livret_famille": [photo("livret.jpg")],
    "document_accord": [pdf("accord.pdf")],
    "photos": [photo("trottoir.jpg")],
}


def answers_of(key: str, **changes: object) -> dict[str, object]:
    """Return whole answers to a procedure, with `changes`."""
    answers = {name: FILES.get(name, answer) for name, answer in WHOLE[key].items()}
    if "courriel" in answers:
        answers["courriel"] = new_email()
    if "date_installation" in answers:
        answers["date_installation"] = (date.today() + timedelta(days=120)).isoformat()  # noqa: DTZ011 - any day to come
    return answers | changes


#: What is typed or chosen wrong, by question, as its inputs hold it.
WRONG: Mapping[str, Mapping[str, object]] = {
    "acte-naissance": {
        "lieu_naissance": "etranger",
        "nombre": "deux",
        "date_naissance": {"day": "31", "month": "2", "year": "2024"},
        "courriel": "camille",
        "telephone": "12",
        "adresse_envoi": {"street": "12 rue des Exemples", "postcode": "69", "city": ""},
        "piece_identite": [{"name": "carte.pdf", "mimeType": "application/pdf", "buffer": b"rien"}],
    },
    "signalement-voirie": {
        "photos": [{"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b""}],
        "courriel": "camille@",
        "telephone": "zéro un",
    },
    "permis-vegetaliser": {
        "courriel": "camille",
        "adresse": {"street": "", "postcode": "ABCDE", "city": "Lyon"},
        "surface": "grande",
        "largeur_passage": "1,20",
        "reseaux": "yes",
        "date_installation": {"day": "1", "month": "1", "year": "2020"},
        "photos": [pdf("photo.pdf")],
    },
}
