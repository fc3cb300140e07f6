"""The settings of the tests: the real ones, in a throw-away folder, with mail kept in memory and no HTTPS."""

import os
import tempfile

os.environ.setdefault("JALON_LOCAL", "1")
os.environ.setdefault("JALON_DATA", tempfile.mkdtemp(prefix="jalon-tests-"))

from config.settings import *  # noqa: F403

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
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in real life: in memory, SQLite locks tables instead of waiting, and a worker could not read it.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
