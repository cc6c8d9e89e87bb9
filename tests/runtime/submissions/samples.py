"""A small procedure with every kind of transition, and submissions of it, for tests of processing and of the desk."""

import copy
import hashlib
from datetime import UTC, datetime

from runtime.submissions.content import Content, seal_content
from runtime.submissions.events import record_event
from runtime.submissions.models import Event, IndexEntry, Submission
from runtime.submissions.reference import new_key, new_reference
from runtime.submissions.search import index_entries
from runtime.vault import encryption
from schemas.format.circuit import Actor
from schemas.format.reading import parse_document
from schemas.models import Department
from schemas.publishing import publish
from schemas.versions import load_compiled

RECEIVED_AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

ANSWERS = {
    "nom": "Éloïse Lenoir",
    "courriel": "eloise@example.fr",
    "telephone": "+33612345678",
    "naissance": "1990-03-01",
    "copie": True,
    "nombre": 12000,
    "enfants": [{"prenom": "Léa", "age": 7}, {"prenom": "Tom"}],
}


def _control(key, **options):
    return {"type": "Control", "scope": f"#/properties/{key}", "options": options}


def _state(name, label, category):
    return {"id": name, "label": label, "category": category, "text": f"{label}."}


def _transition(name, label, *, source, target, **more):
    return {"id": name, "label": label, "from": [source], "to": target, **more}


SOURCE = {
    "format": 1,
    "kind": "procedure",
    "key": "acte",
    "language": "fr",
    "title": "Demander un acte",
    "summary": "Une copie de votre acte.",
    "department": "etat-civil",
    "data": {
        "type": "object",
        "properties": {
            "nom": {"type": "string", "title": "Nom", "maxLength": 100},
            "courriel": {"type": "string", "format": "email", "title": "Courriel"},
            "telephone": {"type": "string", "title": "Téléphone"},
            "naissance": {"type": "string", "format": "date", "title": "Date de naissance"},
            "copie": {"type": "boolean", "title": "Voulez-vous une copie ?"},
            "nombre": {"type": "integer", "title": "Combien de copies ?"},
            "enfants": {
                "type": "array",
                "title": "Enfants",
                "items": {
                    "type": "object",
                    "properties": {
                        "prenom": {"type": "string", "title": "Prénom", "maxLength": 50},
                        "age": {"type": "integer", "title": "Âge"},
                    },
                    "required": ["prenom"],
                },
            },
            "pieces": {"type": "array", "title": "Pièces"},
            "remarque": {"type": "string", "title": "Remarque", "maxLength": 2000},
        },
        "required": ["nom"],
    },
    "ui": {
        "type": "Categorization",
        "elements": [
            {
                "type": "Category",
                "label": "Vous",
                "options": {"id": "vous"},
                "elements": [
                    {"type": "Label", "text": "Répondez à tout.", "options": {"id": "aide"}},
                    _control("nom", widget="short_text", index=True),
                    _control("courriel", widget="email"),
                    _control("telephone", widget="phone"),
                    _control("naissance", widget="date", index=True),
                ],
            },
            {
                "type": "Category",
                "label": "Votre demande",
                "options": {"id": "demande"},
                "elements": [
                    {
                        "type": "Group",
                        "label": "Copies",
                        "options": {"id": "copies"},
                        "elements": [_control("copie", widget="yes_no"), _control("nombre", widget="integer")],
                    },
                    _control(
                        "enfants",
                        widget="group",
                        item_label="Enfant",
                        detail={
                            "elements": [
                                _control("prenom", widget="short_text", index=True),
                                _control("age", widget="integer"),
                            ]
                        },
                    ),
                    _control("pieces", widget="file"),
                    _control("remarque", widget="long_text"),
                ],
            },
        ],
    },
    "rules": {
        "dialect": 1,
        "show": {"question/nombre": {"==": [{"var": "copie"}, True]}},
    },
    "circuit": {
        "initial": "recue",
        "states": [
            _state("recue", "Reçue", "received"),
            _state("traitement", "En traitement", "processing"),
            _state("acceptee", "Acceptée", "accepted"),
            _state("refusee", "Refusée", "refused"),
            _state("retiree", "Retirée", "closed"),
        ],
        "transitions": [
            _transition("prendre", "Prendre en charge", source="recue", target="traitement"),
            _transition("accepter", "Accepter", source="traitement", target="acceptee"),
            _transition("refuser", "Refuser", source="traitement", target="refusee", reason="required"),
            _transition("noter", "Noter", source="traitement", target="traitement", reason="optional"),
            _transition(
                "copier", "Copier", source="recue", target="traitement", guard={"==": [{"var": "copie"}, True]}
            ),
            _transition("annuler", "Annuler", source="acceptee", target="recue", by=["manager"]),
            _transition("retirer", "Retirer", source="recue", target="retiree", by=["citizen"]),
        ],
    },
    "privacy": {"purpose": "Délivrer un acte.", "basis": "Mission d'intérêt public", "retention": {"accepted": "P1Y"}},
    "reference": {"prefix": "ACT"},
    "translations": {
        "en": {
            "title": {"text": "Ask for a certificate"},
            "question/nom/title": {"text": "Name"},
            "state/traitement/label": {"text": "Being processed"},
        }
    },
}


def make_document(**changes):
    """Return the sample document with some of its top level replaced."""
    document, problems = parse_document(copy.deepcopy(SOURCE) | changes)
    assert not problems, problems
    return document


def make_department(site, key="etat-civil", name="État civil"):
    return Department.objects.get_or_create(site=site, key=key, defaults={"name": name})[0]


def make_version(site, **changes):
    """Publish the sample document for its department, which is made when missing."""
    document = make_document(**changes)
    make_department(site, document.department)
    return publish(document, site=site)


def make_submission(
    version, answers=None, *, received_at=RECEIVED_AT, state="recue", category="received", language="fr"
):
    """Store a submission as sending does: sealed content, first event, index."""
    answers = ANSWERS if answers is None else answers
    token, data_key = hashlib.sha256(new_key().encode()).hexdigest()[:32], encryption.new_data_key()
    submission = Submission.objects.create(
        reference=new_reference("ACT"),
        draft_token=token,
        digest="0" * 64,
        site=version.site,
        version=version,
        department=version.department,
        procedure_key=version.key,
        language=language,
        key_hash="0" * 64,
        wrapped_key=encryption.wrap(data_key, f"key:{token}"),
        sealed=seal_content(Content(answers, new_key()), data_key, token),
        state=state,
        category=category,
        received_at=received_at,
        updated_at=received_at,
    )
    record_event(submission, kind=Event.Kind.RECEIVED, actor=Actor.CITIZEN, target=state, at=received_at)
    IndexEntry.objects.bulk_create(index_entries(submission, load_compiled(version, language), answers))
    return submission
