"""Settings, each from the environment with a safe default. ``DATABASE_URL`` is set by whoever starts Keel."""

import os
from pathlib import Path
from typing import Any

import keel
from keel.access.limits import limit
from keel.sign_in import council
from keel.web.databases import database_settings
from keel.web.logs import logging_settings
from keel.web.secrets_kept import secret_key

PACKAGE = Path(keel.__file__).parent
IS_TEST = os.environ.get("KEEL_TEST", "") == "1"
DEBUG = False
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("KEEL_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("KEEL_ORIGINS", "").split(",") if origin]
IS_SECURE = os.environ.get("KEEL_HTTPS", "") == "1"  # behind a proxy that speaks TLS

AUTHORITY = {
    "name": os.environ.get("KEEL_AUTHORITY", "Severnshire Council"),
    "colour": os.environ.get("KEEL_COLOUR", "#00625a"),
}
IS_DEMO = os.environ.get("KEEL_DEMO", "") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "keel.record",  # before access, whose walls stand around its view
    "keel.access",
    "keel.people",
    "keel.workforce",
    "keel.recording",
    "keel.front_door",
    "keel.protection",
    "keel.proceedings",
    "keel.care",
    "keel.oversight",
    "keel.chronology",
    "keel.supervision",
    "keel.scrutiny",
    "keel.continuity",
    "keel.questions",
    "keel.loading",
    "keel.returns",
    "keel.web",
]
SITE_ID = 1
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGTRIGGER_MIGRATIONS = False  # triggers are made from the models after each migration, as the view is
PGTRIGGER_INSTALL_ON_MIGRATE = True
if IS_TEST and os.environ.get("KEEL_TEST_MIGRATIONS", "") != "1":
    # Tests make their tables from the models, which takes a tenth of the time; one test proves the migrations equal.
    MIGRATION_MODULES = {app.removeprefix("keel."): None for app in INSTALLED_APPS if app.startswith("keel.")}

MIDDLEWARE = [
    "keel.web.one_line.OneLine",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "keel.access.middleware.OneTransaction",
    "keel.web.room.RoomForReading",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "keel.access.middleware.WhoAsks",
    "keel.sign_in.middleware.FitToGoOn",
]
ROOT_URLCONF = "keel.web.urls"
WSGI_APPLICATION = "keel.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "keel.web.context.everywhere",
                "keel.sign_in.demo.sign_in_help",
            ],
        },
    }
]

DATABASES = database_settings()
WEB_DATABASE_ROLE = "keel_web"  # what a request works as, whoever the process connected as
CONN_MAX_AGE = 600

CACHES = {  # beside the sessions, so that wrong tries and used codes are known to every process
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("email", "name")},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "keel.sign_in.account.Accounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"change_password": "keel.sign_in.account.NewPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = False  # keel.sign_in.slowing instead, which shuts nobody out
ACCOUNT_REAUTHENTICATION_TIMEOUT = limit("step_up_minutes") * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("KEEL_PROXIES") or IS_SECURE)
COUNCIL = council.from_environment(os.environ)
MFA_ADAPTER = "keel.sign_in.second_factor.SecondFactors"
MFA_FORMS = {
    "authenticate": "keel.sign_in.second_factor.CodeForm",
    "reauthenticate": "keel.sign_in.second_factor.CodeAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # clocks of telephones drift, and people type slowly
SOCIALACCOUNT_ADAPTER = "keel.sign_in.provider.CouncilAccounts"
SOCIALACCOUNT_PROVIDERS = council.providers(COUNCIL)

FILE_UPLOAD_HANDLERS = [
    "keel.loading.quota.WithinQuota",  # what is too large is not taken in
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["keel.web.formats"]
FORM_RENDERER = "keel.web.forms_look.FormRenderer"

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get(
    "KEEL_STATIC"
)  # only for a server of static files beside Keel: it serves its own
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_AGE = limit("session_hours") * 3600
COOKIE_PREFIX = "__Host-keel_" if IS_SECURE else "keel_"  # held by the browser to this host and to TLS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, BROWSER_COOKIE_NAME = (
    COOKIE_PREFIX + name for name in ("session", "form", "browser")
)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # none at all makes browsers send Origin: null, which no form survives
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:"],
    }
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOGGING = logging_settings(is_for_people=os.environ.get("KEEL_LOG", "words") == "words")
