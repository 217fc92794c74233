"""Settings of the web application. What an installation may change comes from the environment.

| variable | meaning |
| --- | --- |
| JIHENG_HOME | state folder: database, secret key, uploads |
| JIHENG_DATABASE | ``postgres://user:password@host:port/name``; SQLite in the state folder if not given |
| JIHENG_HOSTS | public host names, comma separated; given: HTTPS is demanded; not given: loopback only |
| JIHENG_PROFILE | ``dengbao3`` (default) or ``asvs``: password rules |
| JIHENG_PROXIES | addresses of the reverse proxy whose X-Forwarded-For is believed; loopback if hosts are given |
| JIHENG_DAILY_HOUR | hour of the daily evaluation, 0 to 23 (default 3); ``off`` leaves it to cron or systemd |
| JIHENG_REQUEST_SECONDS | how long one page may take before its process is given up (default 60) |
| JIHENG_BACKUPS | second place of the daily copies, on another disk or machine |
| JIHENG_SCANNER | command line of a virus scanner that is asked about every upload; see ``jiheng.web.files.scanner`` |
| JIHENG_DEMO | ``1``: invented data, no second factor demanded, a banner on every page; never with JIHENG_HOSTS |
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jiheng.core.fault import Place, refuse
from jiheng.core.home import home
from jiheng.web.jobs import queues

BASE_DIR = Path(__file__).resolve().parent
STATE = home()
STATE.mkdir(mode=0o700, parents=True, exist_ok=True)
(STATE / "static").mkdir(exist_ok=True)


def _secret_key() -> str:
    """Made at the first start, readable by the owner only, never in the repository."""
    path = STATE / "secret.key"
    if not path.exists() and (STATE / "jiheng.sqlite3").exists():
        raise refuse(
            Place(file=str(path)), "密钥文件丢失；没有另建新的密钥", fix="请从备份中取回这个文件，放回原处后再启动"
        )
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii")


KEPT_OPEN = 60
"""Seconds for which a thread keeps its connection to the database."""


def _database() -> dict[str, Any]:
    address = os.environ.get("JIHENG_DATABASE", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": STATE / "jiheng.sqlite3",
            "CONN_MAX_AGE": KEPT_OPEN,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEPT_OPEN,
    }


HOSTS = [host.strip() for host in os.environ.get("JIHENG_HOSTS", "").split(",") if host.strip()]
PUBLIC = bool(HOSTS)
DEMO = os.environ.get("JIHENG_DEMO") == "1" and not PUBLIC
PROXIES = os.environ.get("JIHENG_PROXIES", "127.0.0.1,::1" if PUBLIC else "").split(",")

DEBUG = False
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = HOSTS or ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]

INSTALLED_APPS = [
    "jiheng.web.management.apps.Maintenance",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "jiheng.web.audit",
    "jiheng.web.organisation",
    "jiheng.web.accounts",
    "jiheng.web.cycle",
    "jiheng.web.records",
    "jiheng.web.jobs",
    "jiheng.web.files",
    "jiheng.web.imports",
    "jiheng.web.targets",
    "jiheng.web.monitoring",
    "jiheng.web.evaluation",
    "jiheng.web.review",
    "jiheng.web.disclosure",
    "jiheng.web.rectification",
    "jiheng.web.rules",
    "jiheng.web.notices",
    "jiheng.web.lists",
    "jiheng.web.api",
    "jiheng.web.management.apps.Management",
]
MIDDLEWARE = [
    "jiheng.web.health.Health",
    "jiheng.web.headers.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "jiheng.web.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jiheng.web.errors.Keepable",
    "jiheng.web.accounts.opening.NotOpenYet",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiheng.web.accounts.middleware.SessionLimits",
    "jiheng.web.accounts.middleware.Obligations",
    "jiheng.web.errors.Unscored",
    "jiheng.web.audit.trail.FilesHandedOut",
]
ROOT_URLCONF = "jiheng.web.urls"
WSGI_APPLICATION = "jiheng.web.wsgi.application"
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
                "jiheng.web.frame.frame",
            ],
            "builtins": ["jiheng.web.templatetags.shown"],
        },
    }
]
DATABASES = {"default": _database()}
COMPUTED = STATE / "computed"
"""What was computed from the data, see ``jiheng.web.records.kept``; may be removed at any time."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DAILY_HOUR = (
    None if os.environ.get("JIHENG_DAILY_HOUR") == "off" else int(os.environ.get("JIHENG_DAILY_HOUR") or 3) % 24
)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": list(queues.QUEUES)}}
"""What a person waits for, and what goes through all units; each queue has a worker, see ``jiheng.web.jobs.queues``."""

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["jiheng.web.hashing.BoundedArgon2"]
PASSWORD_PROFILE = os.environ.get("JIHENG_PROFILE", "dengbao3")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "jiheng.web.accounts.passwords.ProfileValidator"},
    {"NAME": "jiheng.web.accounts.passwords.GuessableValidator"},
    {"NAME": "jiheng.web.accounts.passwords.HistoryValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": STATE / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "jiheng.web.files.limits.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Sessions and cookies (等保三级 profile): idle 15 minutes, at most 8 hours.
SESSION_IDLE_SECONDS = 15 * 60
SESSION_LIFE_SECONDS = 8 * 3600
SESSION_COOKIE_AGE = SESSION_LIFE_SECONDS
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jiheng.web.errors.csrf_failure"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PUBLIC else None
SECURE_SSL_REDIRECT = PUBLIC
SECURE_HSTS_SECONDS = 63_072_000 if PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PUBLIC
SECURE_HSTS_PRELOAD = PUBLIC

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "jiheng.web.log_lines.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"told": {"()": "jiheng.web.log_lines.ToldElsewhere"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["told"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # waitress warns of every request that waits for a thread for a moment
    "loggers": {"waitress.queue": {"level": "ERROR"}},
}
