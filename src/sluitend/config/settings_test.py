"""Settings of the tests: a data folder of their own, quick password hashes, tasks run by the test."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "SLUITEND_TEST_FOLDER" not in os.environ:  # pytest-xdist's workers start from one that has it
    os.environ["SLUITEND_TEST_FOLDER"] = tempfile.mkdtemp(prefix="sluitend-test-")
    atexit.register(shutil.rmtree, os.environ["SLUITEND_TEST_FOLDER"], ignore_errors=True)
_FOLDER = Path(os.environ["SLUITEND_TEST_FOLDER"])
# Each has a database of its own, and so its own keys: the ledger of what was destroyed lies beside these.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["SLUITEND_DATA"] = str(_FOLDER / _WORKER)
os.environ["SLUITEND_KEYS"] = str(_FOLDER / f"{_WORKER}-keys")
# Built once for this working tree, by the test that needs it.
os.environ.setdefault("SLUITEND_TEXT_CACHE", str(Path(__file__).resolve().parents[3] / "var" / "cache"))
Path(os.environ["SLUITEND_DATA"]).mkdir(parents=True, exist_ok=True)

from sluitend.config.settings import *  # noqa: E402, F403

if "DATABASE_URL" not in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405 - a file, so that threads share it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
SLUITEND_TESTING = True
TEXT_CACHE_BUILD = False
EMBEDDING = "off"  # what needs a model says so itself
ALLOWED_HOSTS = ["*"]
