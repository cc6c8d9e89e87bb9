"""Health checks for load balancers and watchdogs: whether the process is alive, and whether it can serve.

`/healthz` says that the process answers, and checks nothing else. `/readyz` checks the parts that serving needs:

    {"status": "ready", "checks": {"database": {"ok": true}, "outbox": {"ok": true, "oldest_seconds": 0},
     "clock": {"ok": true, "skew_seconds": 0}, "storage": {"ok": true}, "disk": {"ok": true, "free_mib": 51200},
     "encryption": {"ok": true}, "needed_keys": {"ok": true, "unknown": 0}}}

and, with CLAMD_URL, `"antivirus": {"ok": true, "oldest_seconds": 0}`: its daemon answers and no file waits for long.

ready       200, all is well
degraded    200, something needs an operator, and people are served all the same
unready     503, without the database, the storage or encryption nothing can be filed
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from cms.operations.wrapped_keys import sampled_key_ids
from runtime.delivery.backlog import read_backlog
from runtime.files.antivirus import is_answering
from runtime.submissions.scans import LATE_SECONDS, oldest_pending_seconds
from runtime.vault.encryption import VaultError, new_data_key, seal, site_key_ids, unseal, unwrap, wrap
from runtime.vault.storage import StorageError

logger = logging.getLogger(__name__)

#: Mails leave within seconds; after a quarter of an hour an operator should look.
LATE_OUTBOX_SECONDS = 900
#: The window in which others take a signed message of ours (Standard Webhooks): beyond it this machine is wrong.
MOST_SKEW_SECONDS = 300
#: Several times the size of the largest request (`MAX_REQUEST_BYTES`).
LEAST_FREE_MIB = 500
#: Without these nothing can be filed.
NEEDED = ("database", "storage", "encryption")
MIB = 2**20


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """Result of one check; `facts` are numbers."""

    is_well: bool
    facts: Mapping[str, int] = field(default_factory=dict)


class HealthMiddleware:
    """Answers the two addresses before anything else: whatever host name is asked for, and without HTTPS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = answer()
        response["Cache-Control"] = "no-store"
        return response


def alive() -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def ready() -> HttpResponse:
    """Run every check and report the results."""
    findings = all_findings()
    failed = {name for name, finding in findings.items() if not finding.is_well}
    is_unready = bool(failed.intersection(NEEDED))
    status = "unready" if is_unready else "degraded" if failed else "ready"
    if failed:
        logger.warning("Not all is well: %s.", ", ".join(sorted(failed)))
    checks = {name: {"ok": finding.is_well, **finding.facts} for name, finding in findings.items()}
    return JsonResponse({"status": status, "checks": checks}, status=503 if is_unready else 200)


def all_findings() -> dict[str, HealthFinding]:
    """Return the finding of each check; those that need a part which does not answer are left out."""
    encryption = HealthFinding(is_well=_can_seal())
    findings = {**_database(ask_for_keys=encryption.is_well), **_storage_and_disk(), "encryption": encryption}
    if settings.GUICHET_CLAMD and findings["database"].is_well:
        findings["antivirus"] = _antivirus()
    return findings


def _database(*, ask_for_keys: bool) -> dict[str, HealthFinding]:
    """Ask for the time and the oldest waiting delivery, and for the keys that an old and a recent row of each table
    need.
    """
    try:
        backlog = read_backlog()
        keys = {"needed_keys": _needed_keys()} if ask_for_keys else {}
    except DatabaseError:
        connection.close()
        return {"database": HealthFinding(is_well=False)}
    seconds, skew = backlog.oldest_seconds, int(abs((timezone.now() - backlog.read_at).total_seconds()))
    return {
        "database": HealthFinding(is_well=True),
        "outbox": HealthFinding(seconds <= LATE_OUTBOX_SECONDS, {"oldest_seconds": seconds}),
        "clock": HealthFinding(skew <= MOST_SKEW_SECONDS, {"skew_seconds": skew}),
        **keys,
    }


def _needed_keys() -> HealthFinding:
    unknown = len(sampled_key_ids().difference(site_key_ids()))
    return HealthFinding(not unknown, {"unknown": unknown})


def _can_seal() -> bool:
    """Return whether a new data key can be wrapped and what it seals opened again."""
    try:
        wrapped = wrap(data_key := new_data_key(), "readyz")
        return unseal(seal("sealed", data_key, "readyz"), unwrap(wrapped, "readyz"), "readyz") == "sealed"
    except (ImproperlyConfigured, VaultError):
        return False


def _antivirus() -> HealthFinding:
    seconds = oldest_pending_seconds()
    return HealthFinding(seconds <= LATE_SECONDS and is_answering(), {"oldest_seconds": seconds})


def _storage_and_disk() -> dict[str, HealthFinding]:
    try:
        free = storages["private"].probe()  # type: ignore[attr-defined] # ours
    except StorageError:
        return {"storage": HealthFinding(is_well=False)}
    storage = {"storage": HealthFinding(is_well=True)}
    if free is None:  # a bucket has no size
        return storage
    free_mib = free // MIB
    return storage | {"disk": HealthFinding(free_mib >= LEAST_FREE_MIB, {"free_mib": free_mib})}


ANSWERS: Mapping[str, Callable[[], HttpResponse]] = {"/healthz": alive, "/readyz": ready}
