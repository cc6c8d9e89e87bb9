"""Requests of a small procedure, sent as a citizen would have."""

import copy
import uuid
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from runtime.drafts.content import DraftContent, seal_draft
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from runtime.submissions.content import Content, data_key_of, key_hash, seal_content
from runtime.submissions.events import record_event
from runtime.submissions.models import Event, Submission
from runtime.submissions.reference import new_key, new_reference
from runtime.vault.encryption import keyed_hash, new_data_key, wrap
from runtime.vault.storage import new_name
from schemas.format.circuit import Actor
from schemas.format.reading import parse_document
from schemas.models import Department
from schemas.publishing import publish
from schemas.versions import load_compiled

#: A procedure of one step: who asks, how to write to them, why, and a document.
DOCUMENT = {
    "format": 1,
    "kind": "procedure",
    "key": "badge",
    "language": "fr",
    "title": "Demander un badge",
    "summary": "Pour entrer au dépôt.",
    "department": "accueil",
    "reference": {"prefix": "BAD"},
    "data": {
        "type": "object",
        "properties": {
            "nom": {"type": "string", "title": "Votre nom"},
            "courriel": {"type": "string", "format": "email", "title": "Votre adresse électronique"},
            "motif": {"type": "string", "title": "Pourquoi un badge"},
            "photo": {"type": "array", "title": "Votre photo"},
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
                    {"type": "Control", "scope": "#/properties/nom", "options": {"widget": "short_text"}},
                    {"type": "Control", "scope": "#/properties/courriel", "options": {"widget": "email"}},
                    {"type": "Control", "scope": "#/properties/motif", "options": {"widget": "long_text"}},
                    {"type": "Control", "scope": "#/properties/photo", "options": {"widget": "file"}},
                ],
            }
        ],
    },
    "rules": {"dialect": 1},
    "circuit": {
        "initial": "recue",
        "states": [
            {"id": "recue", "label": "Reçue", "category": "received", "text": "Le service va lire votre demande."},
            {"id": "instruite", "label": "En cours d’examen", "category": "processing"},
            {"id": "acceptee", "label": "Acceptée", "category": "accepted"},
            {"id": "retiree", "label": "Retirée", "category": "closed", "text": "Vous avez retiré votre demande."},
        ],
        "transitions": [
            {"id": "instruire", "label": "Instruire", "from": ["recue"], "to": "instruite", "by": ["agent", "system"]},
            {
                "id": "accepter",
                "label": "Accepter",
                "from": ["instruite"],
                "to": "acceptee",
                "by": ["agent", "system"],
                "reason": "optional",
            },
            {
                "id": "retirer",
                "label": "Retirer ma demande",
                "from": ["recue", "instruite"],
                "to": "retiree",
                "by": ["citizen"],
                "reason": "required",
            },
        ],
    },
    "texts": {"sent": "Nous vous répondons sous dix jours."},
    "privacy": {"purpose": "Donner des badges", "basis": "Mission d’intérêt public", "retention": {"draft": "P90D"}},
    "translations": {"en": {"title": {"text": "Ask for a badge", "of": ""}}},
}


def make_version(site=None, **changes):
    """Publish the document above, some of its members changed, for a department that answers for it."""
    site = site or make_site()
    make_department(site)
    document, problems = parse_document({**copy.deepcopy(DOCUMENT), **changes})
    assert not problems, problems
    return publish(document, site=site)


def make_site():
    """Return the default site, made if a test before emptied the database or no migration has run."""
    found = Site.objects.filter(is_default_site=True).first()
    if found:
        return found
    locale = Locale.objects.get_or_create(language_code="fr")[0]
    kind = ContentType.objects.get_for_model(Page)
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale, content_type=kind)
    return Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)


def make_department(site, key="accueil"):
    """Return the department of this key, made if need be."""
    defaults = {"name": "Service de l’accueil", "email": "accueil@ville.example", "phone": "01 99 00 12 34"}
    return Department.objects.get_or_create(site=site, key=key, defaults=defaults)[0]


def make_submission(version, answers=None, key=None, *, language="fr", **changes):
    """Return a request of `version` just sent with these final answers, opened by `key`."""
    circuit = load_compiled(version, language).document.circuit
    initial, now, token = circuit.states[circuit.initial], timezone.now(), uuid.uuid4().hex
    answers, key, data_key = answers or {"nom": "Zoé Kervadec"}, key or new_key(), new_data_key()
    fields = {
        "reference": new_reference(load_compiled(version, language).document.reference_prefix),
        "draft_token": token,
        "digest": keyed_hash(str(answers), "answers digest"),
        "site": version.site,
        "version": version,
        "department": version.department,
        "procedure_key": version.key,
        "language": language,
        "key_hash": key_hash(key),
        "wrapped_key": wrap(data_key, f"key:{token}"),
        "sealed": seal_content(Content(answers, key), data_key, token),
        "state": initial.id,
        "category": initial.category.value,
        "received_at": now,
        "updated_at": now,
    }
    submission = Submission.objects.create(**{**fields, **changes})
    record_event(submission, kind=Event.Kind.RECEIVED, actor=Actor.CITIZEN, target=submission.state, at=now)
    return submission


def make_draft(version, answers=None, *, language="fr", **changes):
    """Return a draft of `version` with these answers, its return code `code`."""
    token, code, data_key = uuid.uuid4().hex, changes.pop("code", new_key()), new_data_key()
    fields = {
        "token": token,
        "version": version,
        "language": language,
        "wrapped_key": wrap(data_key, f"key:{token}"),
        "sealed": seal_draft(DraftContent(code=code, answers=answers or {}), data_key, token),
        "code_hash": keyed_hash(code, "draft code"),
        "expires_at": timezone.now() + timedelta(days=90),
    }
    return Draft.objects.create(**{**fields, **changes})


def make_submission_with_file(version, *, name="moi.pdf", content=b"%PDF-1.4 secret", media_type="application/pdf"):
    """Return a request with one joined file, and the file."""
    file_id = uuid.uuid4()
    answer = {"id": str(file_id), "name": name, "media_type": media_type, "size": len(content), "sha256": "0" * 64}
    submission = make_submission(version, {"nom": "Zoé Kervadec", "photo": [answer]})
    path = new_name()
    storages["private"].write_encrypted(path, [content], data_key_of(submission))
    stored = StoredFile.objects.create(
        id=file_id, submission=submission, question="photo", path=path, media_type=media_type, size=len(content)
    )
    return submission, stored
