"""Departments, versions, drafts and submissions for tests, as publishing and filing leave them."""

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
from runtime.submissions.models import Event, IndexEntry, Submission
from runtime.submissions.reference import new_key, new_reference
from runtime.submissions.search import index_entries
from runtime.vault.encryption import keyed_hash, new_data_key, wrap
from runtime.vault.storage import new_name
from schemas.format.circuit import Actor
from schemas.format.reading import parse_document
from schemas.models import Department
from schemas.publishing import publish
from schemas.versions import load_compiled
from tests.runtime.procedures import ACTE, BADGE, RECEIVED_AT, USUAL_ANSWERS


def make_document(source=ACTE, **changes):
    """Return the document of a procedure with some of its members replaced."""
    document, problems = parse_document({**copy.deepcopy(source), **changes})
    assert not problems, problems
    return document


def make_version(site=None, source=BADGE, **changes):
    """Publish a procedure, some of its members replaced, for its department, made if need be."""
    site = site or make_site()
    document = make_document(source, **changes)
    make_department(site, document.department)
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


def make_department(site, key="accueil", name="État civil"):
    """Return the department of this key, made if need be; only `accueil` says how to reach it."""
    reception = {"name": "Service de l’accueil", "email": "accueil@ville.example", "phone": "01 99 00 12 34"}
    defaults = reception if key == "accueil" else {"name": name}
    return Department.objects.get_or_create(site=site, key=key, defaults=defaults)[0]


def make_submission(version, answers=None, key=None, *, language="fr", **changes):
    """Return a request as sending leaves it: these final answers, opened by `key`, its first event, its index."""
    compiled = load_compiled(version, language)
    prefix, circuit = compiled.document.reference_prefix, compiled.document.circuit
    at = changes.pop("received_at", RECEIVED_AT if prefix == "ACT" else timezone.now())
    initial, token = circuit.states[circuit.initial], uuid.uuid4().hex
    answers, key, data_key = answers or USUAL_ANSWERS[prefix], key or new_key(), new_data_key()
    fields = {
        "reference": new_reference(prefix),
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
        "received_at": at,
        "updated_at": at,
    }
    submission = Submission.objects.create(**{**fields, **changes})
    record_event(submission, kind=Event.Kind.RECEIVED, actor=Actor.CITIZEN, target=submission.state, at=at)
    IndexEntry.objects.bulk_create(index_entries(submission, compiled, answers))
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
