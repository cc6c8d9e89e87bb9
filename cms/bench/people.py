"""Site of a bench run: a department, its agent, the procedure, and a few submissions that were really filed."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from wagtail.models import Site

from cms.bench.procedure import DEPARTMENT, KEY, source
from runtime.desk.groups import agent_group
from runtime.programs.models import Scope
from runtime.programs.tokens import issue_token
from runtime.submissions.content import Content, key_hash, seal_content
from runtime.submissions.events import record_event
from runtime.submissions.models import Event, IndexEntry, Submission
from runtime.submissions.reference import new_key, new_reference
from runtime.submissions.search import index_entries
from runtime.vault.encryption import keyed_hash, new_data_key, wrap
from schemas.format.circuit import Actor
from schemas.format.reading import parse_document
from schemas.models import Department, Membership, Version
from schemas.publishing import publish
from schemas.versions import load_compiled

AGENT = "agent@example.org"
KNOWN = 20


@dataclass(frozen=True, slots=True)
class Known:
    """A submission that the bench looks for."""

    reference: str
    email: str


def found_site() -> Version:
    """Create the department, its agent and the published procedure in an empty database."""
    site = Site.objects.get(is_default_site=True)
    department = Department.objects.create(site=site, key=DEPARTMENT, name="Service d’essai")
    agent = get_user_model().objects.create_user(AGENT, secrets.token_urlsafe(20))
    agent.groups.add(agent_group())
    Membership.objects.create(user=agent, department=department)
    document, problems = parse_document(source())
    if document is None:
        raise ValueError(f"the procedure of the bench does not read: {problems}")
    return publish(document, site=site)


def agent_cookies() -> dict[str, str]:
    """Return the cookies of the agent once logged in."""
    agent = get_user_model().objects.get(email=AGENT)
    session = SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session.create()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key)}


def service_token() -> str:
    """Return the token of a program that pulls events."""
    department, expires_at = Department.objects.get(key=DEPARTMENT), timezone.now() + timedelta(days=1)
    return issue_token(department, name="bench", scopes=[Scope.EVENTS, Scope.READ_STATUS], expires_at=expires_at)[1]


def known_submissions() -> list[Known]:
    """File a few submissions whose content can be decrypted, one of them under a rare name, and return them."""
    version = Version.objects.get(key=KEY)
    return [_filed(version, number) for number in range(KNOWN)]


def _filed(version: Version, number: int) -> Known:
    compiled, token, data_key = load_compiled(version, "fr"), secrets.token_urlsafe(16), new_data_key()
    family = "Zzyzxova" if number == 0 else f"Connu-{number}"
    answers = {
        "nom": {"given_names": "Camille", "family_name": family},
        "courriel": f"connue-{number}@example.org",
        "commentaire": "Merci de votre aide.",
    }
    content, now = Content(answers, new_key()), timezone.now() - timedelta(days=number)
    submission = Submission.objects.create(
        reference=new_reference(compiled.document.reference_prefix),
        draft_token=token,
        digest=keyed_hash(token, "answers digest"),
        site=version.site,
        version=version,
        department=version.department,
        procedure_key=version.key,
        language="fr",
        key_hash=key_hash(content.key),
        wrapped_key=wrap(data_key, f"key:{token}"),
        sealed=seal_content(content, data_key, token),
        state="recue",
        category="received",
        received_at=now,
        updated_at=now,
    )
    record_event(submission, kind=Event.Kind.RECEIVED, actor=Actor.CITIZEN, target="recue", at=now)
    IndexEntry.objects.bulk_create(index_entries(submission, compiled, answers))
    return Known(submission.reference, str(answers["courriel"]))
