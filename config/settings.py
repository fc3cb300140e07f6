"""Everything comes from environment variables; docs/operations.md lists them.

JALON_LOCAL=1 means "on one's own machine": secret, database, broker and mail live under var/.
Without it nothing secret has a default, and the system checks say what is missing.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
import font_source_sans_pro
import font_source_serif_pro
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "oui"}


def listing(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


LOCAL = flag("JALON_LOCAL")
DEBUG = flag("DEBUG")
DATA_DIR = Path(os.environ.get("JALON_DATA", BASE_DIR / "var"))


def local_secret() -> str:
    """The secret of a local installation: drawn once, kept beside its database."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or (local_secret() if LOCAL else "")
ALLOWED_HOSTS = listing("ALLOWED_HOSTS", "*" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = listing("CSRF_TRUSTED_ORIGINS")
SITE_URL = os.environ.get("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
DEMO = flag("JALON_DEMO", LOCAL)

INSTALLED_APPS = [
    "demo",
    "pages",
    "privacy",
    "notifications",
    "awards",
    "reviews",
    "applications",
    "calls",
    "documents",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_fsm",
    "django_htmx",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "pages.middleware.Reception",
    "pages.middleware.NoNul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.current_organisation",
    "pages.middleware.Private",
    "pages.middleware.BodyLimit",
    "accounts.middleware.second_factor",
    "pages.middleware.Refusals",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.context.site",
            ],
            "builtins": ["pages.templatetags.jalon"],
        },
    }
]

# Database: PostgreSQL when DATABASE_URL says so, else SQLite in one file.
if "DATABASE_URL" in os.environ:
    DATABASES = {"default": dj_database_url.config(conn_max_age=60, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "jalon.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache counts the rate limits: in the database, so that all processes count together and a dead Redis
# neither locks people out nor lifts the limits.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "jalon_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Broker: Redis when REDIS_URL says so, else folders under var/.
REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 300,
        "socket_timeout": 3,
        "socket_connect_timeout": 3,
        "max_retries": 1,
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "broker"),
        "data_folder_out": str(DATA_DIR / "broker"),
        "control_folder": str(DATA_DIR / "broker-control"),
        "polling_interval": 0.2,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "calls-and-files-reach-their-dates": {"task": "applications.tasks.tick", "schedule": 60.0},
    "contents-to-scan": {"task": "applications.tasks.sweep_scans", "schedule": 60.0},
    "everything-kept-is-read-again": {"task": "applications.tasks.reread", "schedule": 120.0},
    "what-never-finished-arriving": {"task": "applications.tasks.tidy", "schedule": 900.0},
    "documents-left-behind": {"task": "documents.tasks.sweep", "schedule": 60.0},
    "invitations-left-behind": {"task": "accounts.tasks.sweep", "schedule": 60.0},
    "ties-found-since": {"task": "reviews.tasks.end_tied_readings", "schedule": 60.0},
    "computations-left-behind": {"task": "reviews.tasks.sweep", "schedule": 60.0},
    "messages-left-behind": {"task": "notifications.tasks.sweep", "schedule": 60.0},
    "waiting-lists-left-behind": {"task": "reviews.tasks.call_waiting_lists", "schedule": 60.0},
    "personal-data-left-behind": {"task": "privacy.tasks.sweep", "schedule": 60.0},
    "retention": {"task": "privacy.tasks.retain", "schedule": 3600.0},
    "reminders": {"task": "notifications.tasks.remind", "schedule": 900.0},
}

# People
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.PolicyBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:landing"
LOGOUT_REDIRECT_URL = "pages:home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Jalon] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if LOCAL else "https"
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(flag("BEHIND_PROXY"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Jalon"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
SECOND_FACTOR_REQUIRED = flag("SECOND_FACTOR_REQUIRED", not LOCAL)
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_NAME = "jalon_session"

# Mail: SMTP by EMAIL_URL-like variables, else files under var/mails.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", not LOCAL)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mails"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Jalon <ne-pas-repondre@jalon.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Files: a private folder, or an S3-compatible bucket when S3_BUCKET says so. Never served by URL.
S3_BUCKET = os.environ.get("S3_BUCKET", "")
MEDIA_ROOT = DATA_DIR / "files"


def storage_of(bucket: str, endpoint: str | None) -> dict:
    """Where files are kept: the bucket of this name, or the folder."""
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    from botocore.config import Config  # comes with requirements-s3.txt only

    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint,
        "default_acl": None,
        "file_overwrite": False,
        # A storage that no longer answers holds a page half a minute, not five.
        "client_config": Config(
            connect_timeout=5,
            read_timeout=10,
            retries={"total_max_attempts": 2, "mode": "standard"},
            s3={"addressing_style": "path" if endpoint else None},
        ),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": storage_of(S3_BUCKET, os.environ.get("S3_ENDPOINT") or None),
    # On one's own machine the files are served as they are: collecting and compressing them takes a minute.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
UPLOAD_MAX_BYTES = int(os.environ.get("UPLOAD_MAX_BYTES", 20 * 1024 * 1024))
# A page may send several files at once; a body announced larger is refused before it is read.
BODY_MAX_BYTES = int(os.environ.get("BODY_MAX_BYTES", 5 * UPLOAD_MAX_BYTES))
PIECES_PER_QUESTION = int(os.environ.get("PIECES_PER_QUESTION", 10))
PIECES_PER_FILE = int(os.environ.get("PIECES_PER_FILE", 100))
UPLOADS_APART = True  # PDF are read by a process of its own, limited in memory and time
# Sent in parts: what one person may have under way, and how long a part waits for the next.
CHUNK_BYTES = 512 * 1024
SENDING_QUOTA_BYTES = int(os.environ.get("SENDING_QUOTA_BYTES", 5 * UPLOAD_MAX_BYTES))
SENDING_HOURS = 24
# Antivirus: tcp://host:3310 or unix:///run/clamav/clamd.ctl; none: nothing is scanned, and pages say so.
CLAMAV = os.environ.get("CLAMAV", "")
CLAMAV_TIMEOUT = 30
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
FONTS = [
    Path(font_source_sans_pro.font_directory),
    Path(font_source_serif_pro.font_directory),
]
STATICFILES_DIRS = [BASE_DIR / "static", *[("fonts", str(folder)) for folder in FONTS]]
WHITENOISE_USE_FINDERS = LOCAL or DEBUG

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
CSRF_FAILURE_VIEW = "pages.views.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("pikepdf", "weasyprint", "fontTools")},
}
