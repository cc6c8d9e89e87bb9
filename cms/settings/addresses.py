"""Django settings made from the URLs of the database, mail, storage, antivirus and queue that operators write."""

import ipaddress
import os
import re
from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import dj_database_url
import dj_email_url
from environs import EnvValidationError

CONNECTION_SECONDS = 600  # how long a worker keeps its connection to the database
#: For each address of a host name: an IPv6 and an IPv4 one that do not answer still leave time to say so (bar F7).
CONNECT_TIMEOUT_SECONDS = 2
#: A server that vanished without a word is given up after so long (Linux, tcp(7), TCP_USER_TIMEOUT).
SILENCE_MILLISECONDS = 4_000
SQLITE_BUSY_SECONDS = 20
REDIS_TIMEOUT_SECONDS = 1

STORAGE_FORMS = (
    "STORAGE_URL must look like file:///var/lib/guichet/files"
    " or s3://bucket/folder?endpoint=https://s3.example.fr&region=fr-par"
)
#: Amazon S3, "Bucket naming rules"; a colon after it would be a port, which the endpoint has.
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
#: Read by every client of S3; they may be in the address too: s3://id:secret@bucket/folder
BUCKET_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")

SQLITE_OPTIONS = {
    "init_command": "PRAGMA journal_mode=WAL",
    # A transaction that reads first and writes later cannot wait for the lock, it fails: take the lock at once.
    "transaction_mode": "IMMEDIATE",
    "timeout": SQLITE_BUSY_SECONDS,
}

POSTGRESQL_OPTIONS = {
    "connect_timeout": CONNECT_TIMEOUT_SECONDS,
    "tcp_user_timeout": SILENCE_MILLISECONDS,
}


def database(url: str) -> dict[str, Any]:
    """Return the entry of DATABASES for `sqlite:///path` or `postgres://user:password@host:port/name`."""
    parsed = dict(dj_database_url.parse(url, conn_max_age=CONNECTION_SECONDS, conn_health_checks=True))
    is_sqlite = "sqlite" in parsed["ENGINE"]
    extra = SQLITE_OPTIONS if is_sqlite else POSTGRESQL_OPTIONS
    engine = parsed["ENGINE"] if is_sqlite else "cms.operations.postgresql"
    return parsed | {"ENGINE": engine, "OPTIONS": extra | parsed.get("OPTIONS", {})}


def email(url: str) -> dict[str, Any]:
    """Return the EMAIL_* settings for `submission://user:password@host:587`, `file:///folder` or `console:`."""
    parsed = dj_email_url.parse(url)
    if "EMAIL_BACKEND" not in parsed:
        raise EnvValidationError("EMAIL_URL must start with smtp:, submission:, file: or console:", ["scheme"])
    folder = unquote(urlsplit(url).path)
    return parsed | {"EMAIL_FILE_PATH": folder or None, "EMAIL_TIMEOUT": parsed["EMAIL_TIMEOUT"] or 10}


def storage(url: str) -> dict[str, Any]:
    """Return the entry of STORAGES for `file:///folder` or `s3://bucket/folder?endpoint=https://host&region=region`."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return {"BACKEND": "runtime.vault.bucket.BucketStorage", "OPTIONS": _bucket(parts)}
    if parts.scheme != "file" or parts.netloc or not parts.path:
        raise EnvValidationError(STORAGE_FORMS, ["scheme"])
    return {"BACKEND": "runtime.vault.folder.FolderStorage", "OPTIONS": {"location": unquote(parts.path)}}


def _bucket(parts: SplitResult) -> dict[str, str]:
    """Return the options of a bucket: where it is, and the keys when they are in the address."""
    if find_spec("obstore") is None:
        raise EnvValidationError("STORAGE_URL=s3:… needs one more package: pip install -r requirements-s3.txt", ["s3"])
    bucket, query = parts.netloc.rpartition("@")[2], dict(parse_qsl(parts.query))
    endpoint = urlsplit(query.get("endpoint", ""))
    is_service = endpoint.scheme in {"http", "https"} and endpoint.hostname and endpoint.path in {"", "/"}
    if not (BUCKET.fullmatch(bucket) and is_service and query.get("region") and query.keys() == {"endpoint", "region"}):
        raise EnvValidationError(STORAGE_FORMS, ["s3"])
    where = {"bucket": bucket, "prefix": unquote(parts.path).strip("/"), **query}
    if parts.username and parts.password:
        return where | {"access_key_id": unquote(parts.username), "secret_access_key": unquote(parts.password)}
    if parts.username or not all(os.environ.get(name) for name in BUCKET_KEYS):
        raise EnvValidationError(f"STORAGE_URL=s3:… needs {' and '.join(BUCKET_KEYS)}", list(BUCKET_KEYS))
    return where


def antivirus(url: str) -> tuple[str, int] | str | None:
    """Return where clamd listens: host and port of `tcp://host:port`, the path of `unix:///path`, None for no URL."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path and not parts.netloc:
        return unquote(parts.path)
    try:
        if parts.scheme == "tcp" and parts.hostname and parts.port and not parts.path:
            return parts.hostname, parts.port
    except ValueError:  # a port that is none
        pass
    raise EnvValidationError(
        "CLAMD_URL must look like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl", ["clamd_url"]
    )


def host(site_url: str) -> str:
    """Return the only host name that requests may ask for: the one of SITE_URL."""
    parts = urlsplit(site_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EnvValidationError("SITE_URL must look like https://demarches.example.fr", ["site_url"])
    return parts.hostname


def networks(proxies: list[str]) -> tuple[str, ...]:
    """Return the addresses and networks of the proxies whose X-Forwarded-For may be believed, each in CIDR notation."""
    try:
        return tuple(str(ipaddress.ip_network(proxy.strip())) for proxy in proxies if proxy.strip())
    except ValueError as error:
        raise EnvValidationError(f"TRUSTED_PROXIES: {error}", [str(error)]) from error


def tasks(redis_url: str) -> dict[str, Any]:
    """Return the TASKS setting and its needs: Redis when it has an address, else the database."""
    if not redis_url:
        return {"TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}}
    timeouts = f"socket_connect_timeout={REDIS_TIMEOUT_SECONDS}&socket_timeout={REDIS_TIMEOUT_SECONDS}"
    return {
        "TASKS": {"default": {"BACKEND": "cms.operations.redis_queue.RedisQueue", "QUEUES": ["default"]}},
        "RQ_QUEUES": {"default": {"URL": f"{redis_url}{'&' if '?' in redis_url else '?'}{timeouts}"}},
        # Without this class every job fails in the worker.
        "RQ": {"JOB_CLASS": "django_tasks_rq.Job"},
    }
