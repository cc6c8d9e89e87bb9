"""Settings that every environment shares; operators choose the rest by environment variables (README, Settings)."""

from pathlib import Path

from environs import Env, validate

from cms.settings import addresses, encryption_keys, limits, periods

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

# Choices of operators

GUICHET_SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
GUICHET_TRUSTED_PROXIES = addresses.networks(env.list("TRUSTED_PROXIES", []))
# Set when the oldest of ENCRYPTION_KEYS is dropped (runtime/vault/encryption.py).
SECRET_HASH_KEY = encryption_keys.hash_key(env.str("SECRET_HASH_KEY", ""), name="SECRET_HASH_KEY")
# Where Prometheus reads; 0: nothing is counted. The workers share the folder (cms/gunicorn.py).
GUICHET_METRICS_PORT = env.int("METRICS_PORT", 0)
GUICHET_METRICS_FOLDER = VAR_DIR / "metrics"
GUICHET_LIMITS = limits.limits(env.dict("LIMITS", {}, subcast_values=int))
GUICHET_KEEP_DAYS = periods.keep_days(env.dict("KEEP_DAYS", {}, subcast_values=int))
redis_url = env.str("REDIS_URL", "")
DATABASES = {"default": addresses.database(env.str("DATABASE_URL", f"sqlite:///{VAR_DIR}/guichet.sqlite3"))}
# Where clamd analyses what citizens send; None: nothing is analysed, and agents are told so.
GUICHET_CLAMD = addresses.antivirus(env.str("CLAMD_URL", ""))
# PDF files with scripts or attachments inside: "flag" tells agents, "refuse" asks the applicant for another file.
GUICHET_ACTIVE_FILES = env.str("ACTIVE_FILES", "flag", validate=validate.OneOf(("flag", "refuse")))
globals().update(addresses.email(env.str("EMAIL_URL", f"file://{VAR_DIR}/mail")))
globals().update(addresses.tasks(redis_url))

ALLOWED_HOSTS = [addresses.host(GUICHET_SITE_URL)]
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", f"ne-pas-repondre@{ALLOWED_HOSTS[0]}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Places where tests kill the process (runtime/failpoints.py); never on a public server.
GUICHET_FAILPOINTS_ALLOWED = False
# Tests move the clock of their process; everybody else goes by that of the database (runtime/clock.py).
GUICHET_CLOCK_OF_PROCESS = False

# Application

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEBUG = False

INSTALLED_APPS = [
    "cms",
    "cms.accounts",
    "builder",
    "runtime",
    "schemas",
    "themes",
    "formtools",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    *(["django_rq"] if redis_url else []),
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# Sessions, users and messages are lazy: a public page that does not touch them sets no cookie and asks the database
# nothing. The policy comes before every middleware that can answer, so that errors carry it too.
MIDDLEWARE = [
    "cms.operations.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.operations.request_log.RequestLineMiddleware",
    *(["cms.operations.metrics.MetricsMiddleware"] if GUICHET_METRICS_PORT else []),
    "cms.http.csp.PolicyMiddleware",
    "cms.http.csp.FrameMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cms.http.body_limit.BodyLimitMiddleware",
    "cms.http.charset.CharsetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.http.traffic_limit.TrafficLimitMiddleware",
    "cms.http.text_limit.TextLimitMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.http.page_frame.frame",
            ],
        },
    },
]

# Nothing may depend on the cache: it is each process's own memory, and an empty one only costs time.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# People

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

# Languages and time

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# Files

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"  # pictures and documents of editors; files of citizens are never here
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": addresses.storage(env.str("STORAGE_URL", f"file://{VAR_DIR}/files")),
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = ["runtime.files.upload_handler.NamelessUploadHandler"]
GUICHET_MAX_REQUEST_BYTES = env.int("MAX_REQUEST_BYTES", 100_000_000)  # ten files of the usual limit on one page
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's editor posts many

# Headers

CSRF_FAILURE_VIEW = "cms.http.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"  # `no-referrer` would make browsers post `Origin: null`, which is refused
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
# Wagtail's admin has inline scripts and styles, pictures as data and previews in frames of its own.
GUICHET_ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
}

# Wagtail

WAGTAIL_SITE_NAME = "Guichet"
WAGTAILADMIN_BASE_URL = GUICHET_SITE_URL
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "txt", "xlsx"]
# The admin must not call home.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[str] = []
WAGTAILADMIN_USER_LOGIN_FORM = "cms.http.log_in.LimitedLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.http.log_in.PostedPasswordResetForm"  # noqa: S105 - a class

# Logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "cms.operations.logs.PlainFormatter", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "cms.operations.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
