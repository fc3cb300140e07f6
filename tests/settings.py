"""The settings of the tests: the real ones, in a throw-away folder of each test process, mail in memory, no HTTPS."""

import os
import tempfile
from pathlib import Path

PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ.setdefault("JALON_LOCAL", "1")
os.environ.setdefault("JALON_TESTS", tempfile.mkdtemp(prefix="jalon-tests-"))
os.environ["JALON_DATA"] = str(Path(os.environ["JALON_TESTS"], PROCESS))
Path(os.environ["JALON_DATA"]).mkdir(parents=True, exist_ok=True)

from config.settings import *  # noqa: E402, F403

DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SECOND_FACTOR_REQUIRED = False
UPLOADS_APART = False  # our own small PDF need no process of their own; the hostile ones have it back
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in real life: in memory, SQLite locks tables instead of waiting, and a worker could not read it.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
if "JALON_TEST_DATABASE" in os.environ:
    # A real worker started by a test reads the test's own database and leaves its mail in files.
    DATABASES["default"]["NAME"] = os.environ["JALON_TEST_DATABASE"]  # noqa: F405
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if REDIS_URL:  # noqa: F405
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"jalon-tests-{PROCESS}:"  # noqa: F405
