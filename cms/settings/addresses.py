"""Django settings made from the URLs of the database, mail, storage, antivirus and queue that operators write."""

import ipaddress
from typing import Any
from urllib.parse import unquote, urlsplit

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


def storage_folder(url: str) -> str:
    """Return the folder that `file:///folder` names; other kinds of storage are refused until they are supported."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or not parts.path:
        raise EnvValidationError("STORAGE_URL must look like file:///var/lib/guichet/files", ["scheme"])
    return unquote(parts.path)


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
