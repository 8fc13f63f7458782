"""Django settings of a node, all derived from the node's own Config (see kernel/config)."""

from __future__ import annotations

import secrets
import urllib.parse
from pathlib import Path
from typing import Any

import django.forms

from tongban.channels.rest.settings import provider
from tongban.kernel.config import api as config
from tongban.trust.identity.settings import *  # noqa: F403 (sign-in is one block's matter)

CONFIG = config.load()
FOLDER = CONFIG.folder


def _secret() -> str:
    """The signing key of sessions: made once, kept in the node folder, readable by its owner only."""
    path = FOLDER / "keys" / "session.key"
    try:
        return path.read_text()
    except FileNotFoundError:
        value = secrets.token_urlsafe(50)
        if FOLDER.is_dir():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(value)
        return value


def _database() -> dict[str, Any]:
    if not CONFIG.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "tongban.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # temp_store: what a savepoint remembers of changed pages would go to a new file in each transaction;
                # wal_autocheckpoint: pages that many transactions change are written back once in 32 MB, not in 4
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
                "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=8192; PRAGMA journal_size_limit=67108864;",
            },
        }
    url = urllib.parse.urlsplit(CONFIG.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": urllib.parse.unquote(url.username or ""),
        "PASSWORD": urllib.parse.unquote(url.password or ""),
        "HOST": urllib.parse.unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": dict(urllib.parse.parse_qsl(url.query)),
    }


SECRET_KEY = _secret()
DEBUG = CONFIG.debug
ALLOWED_HOSTS = [host.strip() for host in CONFIG.hosts.split(",") if host.strip()]
ROOT_URLCONF = "tongban.urls"
WSGI_APPLICATION = "tongban.wsgi.application"
DATABASES = {"default": _database()}
EMAIL_BACKEND = "tongban.kernel.web.mail.mail_connection"
DEFAULT_FROM_EMAIL = CONFIG.mail_from
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BLOCKS = [
    "tongban.kernel.config",
    "tongban.kernel.declarations",
    "tongban.kernel.fetch",
    "tongban.kernel.codes",
    "tongban.kernel.money",
    "tongban.kernel.outbox",
    "tongban.kernel.web",
    "tongban.kernel.xml",
    "tongban.trust.audit",
    "tongban.trust.signatures",
    "tongban.trust.authority",
    "tongban.trust.privacy",
    "tongban.trust.recovery",
    "tongban.trust.identity",
    "tongban.engines.forms",
    "tongban.engines.rules",
    "tongban.engines.processes",
    "tongban.engines.deadlines",
    "tongban.exchange.catalogue",
    "tongban.exchange.letters",
    "tongban.exchange.mediator",
    "tongban.registers.records",
    "tongban.registers.divisions",
    "tongban.registers.population",
    "tongban.registers.legal_entities",
    "tongban.services.offers",
    "tongban.services.payments",
    "tongban.services.certificates",
    "tongban.services.appointments",
    "tongban.services.decisions",
    "tongban.services.proceedings",
    "tongban.services.cases",
    "tongban.services.notices",
    "tongban.services.conversations",
    "tongban.services.archives",
    "tongban.openness.evaluation",
    "tongban.governance.drafts",
    "tongban.openness.hindrances",
    "tongban.governance.rulebooks",
    "tongban.governance.models",
    "tongban.governance.formbooks",
    "tongban.governance.performance",
    "tongban.governance.supervision",
    "tongban.channels.portal",
    "tongban.channels.desk",
    "tongban.channels.rest",
]
INSTALLED_APPS = [
    *BLOCKS,  # first: their templates replace those of the libraries
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "oauth2_provider",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tongban.kernel.web.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tongban.trust.identity.middleware.SubjectMiddleware",
    "tongban.trust.authority.middleware.AccessRules",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.app_directories.Loader",
                        # django.forms cannot be installed: its label is that of our own engine.
                        (
                            "django.template.loaders.filesystem.Loader",
                            [Path(django.forms.__file__).parent / "templates"],
                        ),
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tongban.kernel.web.context.page",
            ],
            "builtins": ["tongban.kernel.web.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIG.time_zone
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tongban.kernel.web.assets.HashedStatic"},
}
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
OAUTH2_PROVIDER = provider(https=CONFIG.https, issuer=CONFIG.site_url)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_shared"},
}

SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.https
SESSION_COOKIE_NAME = "__Host-session" if CONFIG.https else "session"
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.https else 0
# The proxy that ends TLS says so; without one in front nobody is believed.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.https and CONFIG.proxies else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
CSRF_FAILURE_VIEW = "tongban.kernel.web.views.csrf_failed"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
