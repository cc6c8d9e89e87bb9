"""Checks of `manage.py doctor`: each looks at one part of the site and says what stands, or what to do."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from redis import Redis
from redis.exceptions import RedisError

from cms.operations.health import all_findings
from cms.operations.wrapped_keys import Standing, key_uses
from runtime.delivery.models import Delivery
from runtime.drafts.content import open_draft
from runtime.drafts.models import Draft
from runtime.drafts.repository import CODE_PURPOSE
from runtime.files.models import Upload
from runtime.privacy.expiry import count_missing, orphan_names
from runtime.submissions.content import key_hash, open_content
from runtime.submissions.models import Submission
from runtime.vault.encryption import VaultError, matches
from schemas.models import ListEntry, Publication
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.listed import Listed
from schemas.versions import load_compiled

#: A mail given up is an operator's business for so long.
RECENT = timedelta(days=7)
#: `manage.py sweep` runs each hour: what expired so long ago should be gone.
SWEPT_WITHIN = timedelta(days=1)
#: Tasks start within seconds.
LATE_TASK = timedelta(minutes=15)
#: Questions inside questions are looked at down to this depth; some hold themselves.
DEPTH = 3

#: What to do about each finding of /readyz (cms.operations.health).
ADVICE = {
    "database": "does not answer or has no tables: look at DATABASE_URL, run manage.py migrate",
    "outbox": "mails are late: run manage.py deliver every minute, look at EMAIL_URL",
    "storage": "cannot be written: look at STORAGE_URL and at the rights on its folder",
    "disk": "is nearly full: make room, or files will be refused",
    "encryption": "does not work: look at ENCRYPTION_KEYS",
    "needed_keys": "some data needs keys that are not in ENCRYPTION_KEYS: see keys",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What one check found: all is well, or something is to be looked at."""

    is_well: bool
    text: str


def serving() -> Iterator[Line]:
    """Tell what /readyz finds."""
    for name, finding in all_findings().items():
        facts = ", ".join(f"{fact} {value}" for fact, value in finding.facts.items())
        told = " ".join(filter(None, [name, "" if finding.is_well else ADVICE[name]]))
        yield Line(finding.is_well, f"{told} ({facts})" if facts else told)


def migrations() -> Iterator[Line]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield _told(len(plan), "all applied", "not applied: run manage.py migrate")


def keys() -> Iterator[Line]:
    """Tell which rows do not need the first of ENCRYPTION_KEYS, by the id of the key that they need."""
    advice = {
        Standing.FORMER: "a former key: run manage.py rotate_keys",
        Standing.UNKNOWN: "which is not in ENCRYPTION_KEYS: put it back, the oldest key last",
    }
    others = [use for use in key_uses() if use.standing is not Standing.CURRENT]
    yield from (Line(is_well=False, text=f"{use}, {advice[use.standing]}") for use in others)
    if not others:
        spare = " and the others may be dropped (manage.py rotate_keys says how)" * (len(settings.ENCRYPTION_KEYS) > 1)
        yield Line(is_well=True, text=f"all is under the first of ENCRYPTION_KEYS{spare}")


def hashes() -> Iterator[Line]:
    """Compare the hashes of an old and a recent request and draft with what they are hashes of."""
    wrong = "tracking keys and return codes do not match: SECRET_HASH_KEY must be the oldest key of all, word for word"
    yield _told(sum(not each for each in _compared_hashes()), "stored hashes match", wrong)


def given_up_mails() -> Iterator[Line]:
    rows = Delivery.objects.filter(status=Delivery.Status.FAILED, due_at__gte=timezone.now() - RECENT)
    yield _told(rows.count(), "none given up", f"given up in {RECENT.days} days: search the logs for 'is given up'")


def task_queue() -> Iterator[Line]:
    """Ask Redis, if it is configured; else look for a task that no worker takes."""
    if getattr(settings, "RQ_QUEUES", None):
        yield _told_by_redis(settings.RQ_QUEUES["default"]["URL"])
        return
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - LATE_TASK).count()
    yield _told(late, "none waits", "waiting for a worker: run manage.py db_worker")


def public_settings() -> Iterator[Line]:
    """Tell the settings that a public server should not have."""
    wrong = {
        "DEBUG is on: errors show what people typed": settings.DEBUG,
        "SITE_URL is not https": not settings.GUICHET_SITE_URL.startswith("https://"),
        "TRUSTED_PROXIES is empty: behind a proxy every page redirects to itself, and everybody has one address":
            settings.SECURE_SSL_REDIRECT and not settings.GUICHET_TRUSTED_PROXIES,
    }  # fmt: skip
    found = [text for text, is_wrong in wrong.items() if is_wrong]
    yield from (Line(is_well=False, text=text) for text in found)
    if not found:
        yield Line(is_well=True, text="fit for a public server")


def last_sweep() -> Iterator[Line]:
    """Count what the hourly sweep should have erased."""
    before = timezone.now() - SWEPT_WITHIN
    late = sum(model.objects.filter(expires_at__lt=before).count() for model in (Draft, Upload))
    yield _told(late, "nothing is overdue", "drafts and files expired over a day ago: run manage.py tick every minute")


def empty_lists() -> Iterator[Line]:
    """Tell the lists that published documents ask for and that hold nothing."""
    versions = [each.version for each in Publication.objects.select_related("version").exclude(version=None)]
    questions = [each for version in versions for each in load_compiled(version, "fr").document.questions]
    named = {name for question in questions for name in _lists_of(question, DEPTH)}
    empty = sorted(named.difference(ListEntry.objects.filter(list_name__in=named).values_list("list_name", flat=True)))
    yield from (Line(is_well=False, text=f"{name} is empty: run manage.py load_list {name} FILE") for name in empty)
    if not empty:
        yield Line(is_well=True, text="those that procedures ask for are loaded")


def files() -> Iterator[Line]:
    yield _told(count_missing(), "every row has its file", "files are gone: restore them from a backup")
    yield _told(sum(1 for _ in orphan_names()), "every file has its row", "files have no row: run manage.py sweep")


def _told(count: int, well: str, wrong: str) -> Line:
    """Return `well` when nothing was counted, else how much and what to do about it."""
    return Line(is_well=False, text=f"{count} {wrong}") if count else Line(is_well=True, text=well)


def _told_by_redis(url: str) -> Line:
    try:
        Redis.from_url(url).ping()
    except RedisError:
        wrong = "Redis does not answer: look at REDIS_URL; meanwhile tasks run where they are made"
        return Line(is_well=False, text=wrong)
    return Line(is_well=True, text="Redis answers")


def _compared_hashes() -> Iterator[bool]:
    """Yield whether each hash that can be compared matches; what does not open is for `keys` to tell."""
    for end in ("pk", "-pk"):
        with suppress(VaultError):
            for submission in Submission.objects.order_by(end)[:1]:
                yield key_hash(open_content(submission).key) == submission.key_hash
        with suppress(VaultError):
            for draft in Draft.objects.order_by(end)[:1]:
                yield matches(open_draft(draft).code, CODE_PURPOSE, draft.code_hash)


def _lists_of(question: Question, depth: int) -> Iterator[str]:
    kind = QUESTION_TYPES[question.type]
    if isinstance(kind, Listed):
        yield kind.list_name(question)
    for inner in kind.inner(question) if depth else ():
        yield from _lists_of(inner, depth - 1)
