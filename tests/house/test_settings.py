"""Settings: what each is when nobody sets it, what the environment changes, and what production insists on."""

import ast
import importlib
import os
import re
import subprocess
import sys

import pytest
from django.conf import global_settings
from environs import EnvError

from tests.house.tree import ROOT, modules, parsed, relative

SECRETS = {"SECRET_KEY": "s" * 50, "ENCRYPTION_KEYS": f"{'k' * 43}="}
OTHER_KEY, SHORT_KEY = f"{'m' * 43}=", "c2hvcnQ="
PRODUCTION = {**SECRETS, "SITE_URL": "https://demarches.example.fr", "EMAIL_URL": "submission://mail.example.fr"}
FOREIGN = re.compile(
    r"WAGTAIL|WHITENOISE_|CONTENT_SECURITY_POLICY$|EMAIL_FILE_PATH$|ROOT_URLCONF$|TASKS$|RQ(_QUEUES)?$"
)
SECRET_NAMES = {"ENCRYPTION_KEYS", "SECRET_HASH_KEY"}  # named like SECRET_KEY, beside which they stand
VARIABLES = {
    "ACTIVE_FILES", "CLAMD_URL", "DATABASE_URL", "DEBUG", "EMAIL_FROM", "EMAIL_URL", "ENCRYPTION_KEYS", "KEEP_DAYS",
    "LIMITS", "MAX_REQUEST_BYTES", "METRICS_PORT", "REDIS_URL", "SECRET_HASH_KEY", "SECRET_KEY", "SECRET_KEY_FALLBACKS",
    "SITE_URL", "STORAGE_URL", "TRUSTED_PROXIES",
}  # fmt: skip


@pytest.fixture
def load(monkeypatch):
    """Import a settings module afresh, in an environment that holds these variables and no other of ours."""

    def loaded(name, **variables):
        for variable in VARIABLES:
            monkeypatch.delenv(variable, raising=False)
        for variable, value in variables.items():
            monkeypatch.setenv(variable, value)
        for module in [each for each in sys.modules if each.startswith("cms.settings.")]:
            monkeypatch.delitem(sys.modules, module)
        return importlib.import_module(f"cms.settings.{name}")

    return loaded


def variables_read():
    """The names of the environment variables that the settings modules read."""
    calls = [node for path in modules("cms/settings") for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if re.fullmatch(r"env\.\w+|required", ast.unparse(call.func)) and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("GUICHET_SITE_URL", "http://127.0.0.1:8000"),
        ("GUICHET_TRUSTED_PROXIES", ()),
        ("GUICHET_CLAMD", None),
        ("GUICHET_ACTIVE_FILES", "flag"),
        ("GUICHET_FAILPOINTS_ALLOWED", False),
        ("GUICHET_CLOCK_OF_PROCESS", False),
        ("GUICHET_MAX_REQUEST_BYTES", 100_000_000),
        ("GUICHET_METRICS_PORT", 0),
        ("GUICHET_METRICS_FOLDER", ROOT / "var" / "metrics"),
        ("SECRET_HASH_KEY", ""),
        ("ALLOWED_HOSTS", ["127.0.0.1"]),
        ("DEFAULT_FROM_EMAIL", "ne-pas-repondre@127.0.0.1"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"),
        ("EMAIL_FILE_PATH", str(ROOT / "var" / "mail")),
        ("TASKS", {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}),
        ("LANGUAGE_CODE", "fr"),
        ("TIME_ZONE", "Europe/Paris"),
        ("DEBUG", False),
        ("WAGTAIL_ENABLE_UPDATE_CHECK", False),
        ("WAGTAIL_GRAVATAR_PROVIDER_URL", None),
    ],
)
def test_default(load, name, default):
    assert getattr(load("base"), name) == default


def test_the_public_policy_allows_nothing_that_is_not_ours(load):
    directives = load("base").CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert directives["default-src"] == ["'none'"]
    assert {source for sources in directives.values() for source in sources} == {"'none'", "'self'"}


def test_the_default_policy_of_the_admin_loads_nothing_from_elsewhere(load):
    sources = {source for each in load("base").GUICHET_ADMIN_CONTENT_SECURITY_POLICY.values() for source in each}

    assert sources == {"'none'", "'self'", "'unsafe-inline'", "data:", "blob:"}


def test_the_default_database_is_sqlite_made_for_several_writers(load):
    database = load("base").DATABASES["default"]

    assert database["NAME"] == str(ROOT / "var" / "guichet.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["init_command"] == "PRAGMA journal_mode=WAL"
    assert database["CONN_MAX_AGE"] == 600


def test_postgresql_keeps_its_connections_and_checks_them(load):
    database = load("base", DATABASE_URL="postgres://anna:secret@db.example.fr:5433/guichet").DATABASES["default"]

    assert database["ENGINE"] == "cms.operations.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.fr", 5433, "guichet")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (600, True)


def test_a_database_that_does_not_answer_is_given_up_in_time_to_say_so(load):
    options = load("base", DATABASE_URL="postgres://db.example.fr/guichet").DATABASES["default"]["OPTIONS"]

    assert 2 * options["connect_timeout"] < 5  # an IPv6 and an IPv4 address, one after the other
    assert options["tcp_user_timeout"] < 5_000


def test_files_go_where_storage_url_says(load):
    assert load("base").STORAGES["private"]["OPTIONS"] == {"location": str(ROOT / "var" / "files")}
    assert load("base", STORAGE_URL="file:///srv/files").STORAGES["private"]["OPTIONS"] == {"location": "/srv/files"}


def test_the_antivirus_is_where_clamd_url_says(load):
    assert load("base", CLAMD_URL="tcp://127.0.0.1:3310").GUICHET_CLAMD == ("127.0.0.1", 3310)
    assert load("base", CLAMD_URL="tcp://[::1]:3310").GUICHET_CLAMD == ("::1", 3310)
    assert load("base", CLAMD_URL="unix:///run/clamav/clamd.ctl").GUICHET_CLAMD == "/run/clamav/clamd.ctl"


def test_a_wrong_address_of_the_antivirus_is_told_with_right_ones(load):
    with pytest.raises(EnvError, match=r"CLAMD_URL must look like tcp://127\.0\.0\.1:3310 or unix:///run"):
        load("base", CLAMD_URL="clamd.ctl")


SERVICE = "endpoint=https://s3.example.fr&region=fr-par"
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@pytest.fixture
def no_keys(monkeypatch):
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)


def test_files_go_into_a_bucket_with_the_keys_of_its_address(load, no_keys):
    private = load("base", STORAGE_URL=f"s3://AKID:s%2Fecret@guichet/a/b/?{SERVICE}").STORAGES["private"]

    assert private["BACKEND"] == "runtime.vault.bucket.BucketStorage"
    assert private["OPTIONS"] == {
        "bucket": "guichet", "prefix": "a/b", "endpoint": "https://s3.example.fr", "region": "fr-par",
        "access_key_id": "AKID", "secret_access_key": "s/ecret",
    }  # fmt: skip


def test_the_keys_of_a_bucket_may_be_where_every_client_reads_them(load):
    private = load("base", STORAGE_URL=f"s3://guichet?{SERVICE}", **dict.fromkeys(KEYS, "k")).STORAGES["private"]

    assert private["OPTIONS"].keys() == {"bucket", "prefix", "endpoint", "region"}


@pytest.mark.parametrize("given", [{}, {KEYS[0]: "k"}, {KEYS[0]: "k", KEYS[1]: ""}])
def test_a_bucket_without_keys_is_refused_at_the_start(load, no_keys, given):
    with pytest.raises(EnvError, match="needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        load("base", STORAGE_URL=f"s3://guichet?{SERVICE}", **given)


def test_a_bucket_without_its_client_says_what_to_install(load, monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore", None)

    with pytest.raises(EnvError, match=r"pip install -r requirements-s3\.txt"):
        load("base", STORAGE_URL=f"s3://k:s@guichet?{SERVICE}")


def test_redis_takes_the_tasks_when_it_has_an_address(load):
    base = load("base", REDIS_URL="redis://127.0.0.1:6379/3")

    assert base.TASKS["default"]["BACKEND"] == "cms.operations.redis_queue.RedisQueue"
    assert base.RQ == {"JOB_CLASS": "django_tasks_rq.Job"}
    assert base.RQ_QUEUES["default"]["URL"].startswith("redis://127.0.0.1:6379/3?socket_connect_timeout=1")
    assert "django_rq" in base.INSTALLED_APPS


def test_requests_are_counted_where_somebody_reads_the_counts(load):
    counted = "cms.operations.metrics.MetricsMiddleware"

    assert counted not in load("base").MIDDLEWARE
    assert counted in load("base", METRICS_PORT="9100").MIDDLEWARE


def test_periods_are_days_and_those_that_nobody_chose_are_the_usual_ones(load):
    usual, chosen = load("base").GUICHET_KEEP_DAYS, load("base", KEEP_DAYS="audit_log=180,links=7").GUICHET_KEEP_DAYS

    assert chosen == usual | {"audit_log": 180, "links": 7}
    assert usual["audit_log"] == 365


def test_nothing_needs_a_shared_cache(load):
    assert load("base", REDIS_URL="redis://127.0.0.1").CACHES["default"]["BACKEND"].endswith("LocMemCache")


def test_only_the_host_of_the_site_is_served(load):
    assert load("base", SITE_URL="https://demarches.example.fr:8443/").ALLOWED_HOSTS == ["demarches.example.fr"]


def test_proxies_are_networks(load):
    base = load("base", TRUSTED_PROXIES="10.0.0.0/8, 2001:db8::1")

    assert base.GUICHET_TRUSTED_PROXIES == ("10.0.0.0/8", "2001:db8::1/128")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("STORAGE_URL", "s3://k:s@bucket"),
        ("STORAGE_URL", "s3://k:s@bucket?endpoint=https://s3.example.fr"),
        ("STORAGE_URL", "s3://k:s@bucket?endpoint=s3.example.fr&region=fr-par"),
        ("STORAGE_URL", "s3://k:s@bucket?endpoint=https://s3.example.fr/path&region=fr-par"),
        ("STORAGE_URL", "s3://k:s@bucket?endpoint=https://s3.example.fr&region=fr-par&acl=public"),
        ("STORAGE_URL", "s3://k:s@Bucket:9000?endpoint=https://s3.example.fr&region=fr-par"),
        ("STORAGE_URL", "s3://k:s@?endpoint=https://s3.example.fr&region=fr-par"),
        ("STORAGE_URL", "s3://k@bucket?endpoint=https://s3.example.fr&region=fr-par"),
        ("STORAGE_URL", "gs://bucket"),
        ("STORAGE_URL", "file://server/share"),
        ("SITE_URL", "demarches.example.fr"),
        ("TRUSTED_PROXIES", "the-proxy"),
        ("EMAIL_URL", "carrier-pigeon://roof"),
        ("KEEP_DAYS", "audit_logs=180"),
        ("KEEP_DAYS", "audit_log=0"),
        ("KEEP_DAYS", "audit_log=P1Y"),
        ("LIMITS", "draft=9"),
        ("LIMITS", "drafts=0"),
        ("LIMITS", "drafts=many"),
        ("CLAMD_URL", "127.0.0.1:3310"),
        ("CLAMD_URL", "tcp://127.0.0.1"),
        ("CLAMD_URL", "tcp://127.0.0.1:99999"),
        ("CLAMD_URL", "tcp://127.0.0.1:3310/path"),
        ("CLAMD_URL", "unix://run/clamd.ctl"),
        ("ACTIVE_FILES", "accept"),
    ],
)
def test_an_address_that_means_nothing_is_refused_at_the_start(load, variable, value):
    with pytest.raises(EnvError):
        load("base", **{variable: value})


def test_mail_is_sent_with_a_time_limit(load):
    base = load("base", EMAIL_URL="submission://anna:pass@mail.example.fr")

    assert (base.EMAIL_HOST, base.EMAIL_PORT, base.EMAIL_USE_TLS, base.EMAIL_TIMEOUT) == (
        "mail.example.fr", 587, True, 10,
    )  # fmt: skip


def test_a_developer_sees_errors_unless_debug_is_off(load):
    assert load("dev", **SECRETS).DEBUG is True
    assert load("dev", **SECRETS, DEBUG="0").DEBUG is False


def test_a_developers_secret_is_made_once_and_readable_by_its_owner_only(load, tmp_path):
    kept_secret = load("dev", **SECRETS).kept_secret

    first = kept_secret(tmp_path / "new" / "secret", lambda: "made once")
    second = kept_secret(tmp_path / "new" / "secret", lambda: "made twice")

    assert (first, second) == ("made once", "made once")
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_production_does_not_start_without(load, missing, how):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    if how == "empty":
        variables[missing] = ""

    with pytest.raises(EnvError):
        load("production", **variables)


def test_production_refuses_a_short_secret(load):
    with pytest.raises(EnvError, match="32 characters"):
        load("production", **{**PRODUCTION, "SECRET_KEY": "short"})


@pytest.mark.parametrize("name", ["dev", "production"])
def test_spaces_and_lines_around_keys_are_left_out(load, name):
    keys = load(
        name, **{**PRODUCTION, "ENCRYPTION_KEYS": f" {OTHER_KEY}, {SECRETS['ENCRYPTION_KEYS']}\n"}
    ).ENCRYPTION_KEYS

    assert keys == [OTHER_KEY, SECRETS["ENCRYPTION_KEYS"]]


@pytest.mark.parametrize("name", ["dev", "production"])
@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (f"{OTHER_KEY},", "key 2 of 2 is empty"),
        (f"{OTHER_KEY}, ,{SECRETS['ENCRYPTION_KEYS']}", "key 2 of 3 is empty"),
        (f"{OTHER_KEY},{SHORT_KEY}", "key 2 of 2 has 5 bytes instead of 32"),
        (f"{OTHER_KEY[:-1]}", "key 1 of 1 is not URL-safe base64"),
        (f"{OTHER_KEY};{SECRETS['ENCRYPTION_KEYS']}", "key 1 of 1 is not URL-safe base64"),
        (f"é{OTHER_KEY}", "key 1 of 1 is not URL-safe base64"),
        (f"{OTHER_KEY}, {OTHER_KEY}", "the same key twice"),
    ],
)
def test_keys_that_cannot_be_used_stop_the_start_and_are_not_shown(load, name, keys, told):
    with pytest.raises(EnvError, match=told) as caught:
        load(name, **{**PRODUCTION, "ENCRYPTION_KEYS": keys})

    assert not any(key.strip() in str(caught.value) for key in re.split("[,;]", keys) if key.strip())


def test_the_former_key_that_hashes_need_is_a_key(load):
    assert load("base", SECRET_HASH_KEY=f" {OTHER_KEY}\n").SECRET_HASH_KEY == OTHER_KEY
    for wrong in (" ", SHORT_KEY, "not base64 !"):
        with pytest.raises(EnvError, match="SECRET_HASH_KEY") as caught:
            load("base", SECRET_HASH_KEY=wrong)
        assert wrong == " " or wrong not in str(caught.value)


@pytest.mark.parametrize(
    "command",
    [["manage.py", "check"], ["manage.py", "runserver"], ["manage.py", "db_worker"], ["-c", "import cms.wsgi"]],
)
def test_settings_that_are_refused_stop_every_process_with_one_sentence(command):
    started = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={
            **os.environ,
            **PRODUCTION,
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "ENCRYPTION_KEYS": SHORT_KEY,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 1
    assert re.fullmatch(r"The site does not start: ENCRYPTION_KEYS: key 1 of 1 has 5 bytes[^\n]*\n", started.stderr)


def test_production_believes_a_proxy_only_when_one_is_trusted(load):
    alone = load("production", **PRODUCTION).SECURE_PROXY_SSL_HEADER
    behind = load("production", **PRODUCTION, TRUSTED_PROXIES="10.0.0.1").SECURE_PROXY_SSL_HEADER

    assert (alone, behind) == (None, ("HTTP_X_FORWARDED_PROTO", "https"))


def test_production_sends_cookies_by_https_only_and_logs_json(load):
    production = load("production", **PRODUCTION)

    assert production.SESSION_COOKIE_SECURE
    assert production.CSRF_COOKIE_SECURE
    assert production.SECURE_HSTS_SECONDS >= 31_536_000
    assert production.LOGGING["handlers"]["console"]["formatter"] == "json"
    assert production.LOGGING["formatters"]["json"] == {"()": "cms.operations.logs.JsonFormatter"}
    assert production.DEBUG is False
    assert production.GUICHET_FAILPOINTS_ALLOWED is False


def test_our_settings_carry_our_prefix(load):
    names = {name for name in vars(load("base")) if name.isupper()} - {"BASE_DIR", "VAR_DIR"} - SECRET_NAMES
    ours = {name for name in names if not hasattr(global_settings, name) and not FOREIGN.match(name)}

    assert {name for name in ours if not name.startswith("GUICHET_")} == set()


def test_settings_import_none_of_our_code():
    imported = {
        (relative(path), node.module)
        for path in modules("cms/settings")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and re.match(r"(builder|cms|runtime|schemas|themes)\b", node.module)
    }

    assert {module for _, module in imported} <= {"cms.settings", "cms.settings.base", "cms.settings.production"}


def test_the_readme_names_every_variable():
    assert variables_read() == VARIABLES
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in VARIABLES if f"`{name}`" not in readme} == set()
