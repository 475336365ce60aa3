"""Django's settings, by theme. What differs between instances comes from the environment (environment.py)."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from psycopg.conninfo import conninfo_to_dict

from kefu.config.environment import SOURCE_TREE, Environment
from kefu.config.postgres import Cluster
from kefu.config.roles import brain_socket
from kefu.config.state import secret_key

ENVIRONMENT = Environment.read()

# ---- modules

DJANGO_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
LIBRARY_APPS = ["procrastinate.contrib.django"]
KEFU_APPS = [
    "kefu.kernel",
    "kefu.foundation.accounts",
    "kefu.foundation.calendars",
    "kefu.foundation.notices",
    "kefu.foundation.announcements",
    "kefu.foundation.customers",
    "kefu.foundation.knowledge",
    "kefu.foundation.connectors",
    "kefu.foundation.sms",
    "kefu.contact.routing",
    "kefu.contact.replies",
    "kefu.contact.scripts",
    "kefu.contact.sorting",
    "kefu.contact.callers",
    "kefu.contact.bulletins",
    "kefu.contact.telephony",
    "kefu.contact.conversations",
    "kefu.contact.guarding",
    "kefu.contact.missed",
    "kefu.contact.mail",
    "kefu.contact.texting",
    "kefu.contact.bot",
    "kefu.service.tickets",
    "kefu.service.portal",
    "kefu.service.automations",
    "kefu.service.incidents",
    "kefu.service.imports",
    "kefu.insight.analytics",
    "kefu.insight.integrations",
]
INSTALLED_APPS = [*DJANGO_APPS, *LIBRARY_APPS, *KEFU_APPS]

ROOT_URLCONF = "kefu.config.urls"
WSGI_APPLICATION = "kefu.config.wsgi.application"
MIDDLEWARE = [
    "kefu.config.middleware.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "kefu.config.middleware.WebFiles",
    "kefu.kernel.http.idempotency.RequestManners",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

# ---- database


def database(url: str) -> dict[str, Any]:
    """Django's description of a libpq URL; parameters Django does not know go to psycopg as they are."""
    options: dict[str, Any] = dict(conninfo_to_dict(url))
    return {
        "ENGINE": "kefu.kernel.postgresql",
        "NAME": options.pop("dbname", "kefu"),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, **options},
    }


DATABASES = {"default": database(ENVIRONMENT.database_url or Cluster(ENVIRONMENT).url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SCHEMA = Path(__file__).with_name("schema.sql")  # what an empty database begins with (decision 0052)

# ---- jobs

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# ---- sign-in, sessions, safety

SECRET_KEY = secret_key(ENVIRONMENT.data)
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["kefu.foundation.accounts.auth.SessionUsers"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
_PUBLIC = urlsplit(ENVIRONMENT.public_url)
_IS_HTTPS = _PUBLIC.scheme == "https"
# without a public address people come by whatever name or number the machine has in their network
ALLOWED_HOSTS = [_PUBLIC.hostname, "localhost", "127.0.0.1", "[::1]"] if _PUBLIC.hostname else ["*"]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url] if _PUBLIC.hostname else []
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "kefu_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _IS_HTTPS
CSRF_FAILURE_VIEW = "kefu.service.portal.pages.on_forged"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # set by the gateway alone, see roles/gateway.py
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bodies that are not files; the gateway stops everything at 25 MB
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# ---- requests of our own to addresses that somebody typed in

INTERNAL_HOSTS = ENVIRONMENT.internal_hosts
PUBLIC_ADDRESS = ENVIRONMENT.address  # links in what is sent away begin with it

# ---- languages and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# ---- the bot's models

BRAIN_SOCKET = brain_socket(ENVIRONMENT)

# ---- files

MEDIA_ROOT = ENVIRONMENT.files_directory


def file_storage(url: str | None) -> dict[str, Any]:
    """Where files lie: the data directory, or the bucket of an S3-compatible service (s3://BUCKET?endpoint=…&region=…).

    Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the machine's role.
    """
    if url is None:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    wanted = dict(parse_qsl(parts.query))
    options = {
        "bucket_name": parts.netloc,
        "endpoint_url": wanted.get("endpoint"),
        "region_name": wanted.get("region"),
        "addressing_style": "path" if "endpoint" in wanted else None,
        "file_overwrite": False,
        "default_acl": None,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": file_storage(ENVIRONMENT.files_url),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WEB_DIRECTORY: Path = SOURCE_TREE / "web"
DESK_FILES = WEB_DIRECTORY / "desk" / "dist"
WIDGET_FILES = WEB_DIRECTORY / "widget" / "dist"

# ---- speech

SPEECH_URL = ENVIRONMENT.speech_url
SPEECH_OFFLINE = ENVIRONMENT.speech

# ---- relays for the audio of browsers

TURN_SERVERS = ENVIRONMENT.turn
TURN_SECRET = ENVIRONMENT.turn_secret

# ---- logs: logs.py

LOGGING_CONFIG = None
