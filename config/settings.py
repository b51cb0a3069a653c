"""Settings of Schakel: one file; what differs between places comes from the environment.

``SCHAKEL_MODE`` is ``production`` unless it says ``demo`` or ``test``. docs/operations.md lists
every variable.
"""

from pathlib import Path

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from config import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.mode()
PRODUCTION, DEMO, TEST = (m == MODE for m in (env.PRODUCTION, env.DEMO, env.TEST))
if PRODUCTION:
    env.refuse_incomplete_production()

DEBUG = False
SECRET_KEY = env.text("SCHAKEL_SECRET_KEY", "" if PRODUCTION else f"only-for-{MODE}-" + "x" * 50)
ALLOWED_HOSTS = env.words("SCHAKEL_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,testserver")
# The address that links in mails and documents begin with.
SITE_URL = env.text("SCHAKEL_URL", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://localhost:8000").rstrip("/")
VAR_DIR = Path(env.text("SCHAKEL_VAR", str(BASE_DIR / "var")))

# --- rooms (each may import from those above it: pyproject.toml, "importlinter") ---------------
OWN_APPS = [
    "core",
    "core.mail",
    "core.frozen",
    "accounts",
    "places",
    "partners.organisations",
    "spaces",
    "spaces.closing",
    "spaces.joining",
    "documents",
    "documents.files",
    "documents.onpaper",
    "partners.stakeholders",
    "partners.contacts",
    "partners.map",
    "partners.directory",
    "partners.suggestions",
    "partners.analysis",
    "sessions.meetings",
    "sessions.series",
    "sessions.polls",
    "sessions.intervision",
    "charters",
    "actionplans",
    "alliances.agreements",
    "alliances.sprints",
    "alliances.sisters",
    "alliances.workinggroups",
    "alliances.relations",
    "alliances",
    "alliances.briefings",
    "alliances.news",
    "programmes",
    "programmes.branches",
    "programmes.calls",
    "programmes.coaching",
    "privacy",
]
INSTALLED_APPS = [
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    *OWN_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
]
if DEMO:
    INSTALLED_APPS.append("demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "core.middleware.RefuseNulBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.PersonalSettings",
    "core.middleware.RefuseLargeBodies",  # in the person's language, and before any view reads the body
    "accounts.middleware.StaffNeedSecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.VaryOnHtmx",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(0, "django.forms")

# --- database, cache, background work ----------------------------------------------------------
# Two roles: the owner migrates, the application's role runs (docs/decisions/0003). manage.py sets
# SCHAKEL_AS_OWNER for the commands that change the schema.
_database_url = env.text("DATABASE_URL", "postgresql:///schakel")
if env.text("SCHAKEL_AS_OWNER"):
    _database_url = env.text("DATABASE_OWNER_URL", _database_url)
DATABASES = {"default": env.database(_database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_APP_ROLE = env.text("DATABASE_APP_ROLE", "schakel_app")

REDIS_URL = env.text("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "core.cache.Valkey",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"schakel-{MODE}",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60 * 60,
    "queue_order_strategy": "sorted",
    "socket_connect_timeout": 3,  # a broker that does not answer must not hold up a request; the sweep sends later
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"core.mail.tasks.*": {"queue": "mail"}, "partners.stakeholders.tasks.*": {"queue": "import"}}
CELERY_TIMEZONE = "Europe/Brussels"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "read the mail": {"task": "core.mail.tasks.poll", "schedule": 60.0},
    "remind of action points": {
        "task": "sessions.meetings.tasks.remind_of_actions",
        "schedule": crontab(hour=7, minute=20),
    },
    "remind of meetings": {
        "task": "sessions.meetings.tasks.remind_of_meetings",
        "schedule": crontab(hour=7, minute=30),
    },
    "forget registrations that nobody confirmed": {
        "task": "sessions.meetings.tasks.forget_registrations",
        "schedule": crontab(hour=3, minute=55),
    },
    "sweep the outbox": {"task": "core.mail.tasks.sweep", "schedule": 60.0},
    "start lost imports again": {"task": "partners.stakeholders.tasks.resume_lost_imports", "schedule": 60.0},
    "count the figures of alliances": {"task": "alliances.tasks.refresh_summaries", "schedule": 300.0},
    "keep the figures of this month": {"task": "alliances.tasks.keep_month", "schedule": crontab(hour=23, minute=40)},
    "follow the calendar of seats and roles": {
        "task": "spaces.tasks.follow_the_calendar",
        "schedule": crontab(minute=10),
    },
    "forget requests to join that nobody confirmed": {
        "task": "spaces.joining.tasks.forget_unconfirmed",
        "schedule": crontab(hour=3, minute=45),
    },
    "forget files that were thrown away": {
        "task": "documents.files.tasks.forget_thrown_away",
        "schedule": crontab(hour=3, minute=30),
    },
    "forget who was named in a call and not confirmed": {
        "task": "programmes.calls.tasks.forget_unconfirmed",
        "schedule": crontab(hour=3, minute=50),
    },
    "remind who writes that a call closes": {
        "task": "programmes.calls.tasks.remind",
        "schedule": crontab(hour="8-18", minute=25),
    },
    "bring coaches and new alliances together": {
        "task": "programmes.coaching.tasks.introduce_late",
        "schedule": crontab(minute=35),
    },
    "forget addresses of coaches of long ago": {
        "task": "programmes.coaching.tasks.forget_past",
        "schedule": crontab(hour=3, minute=55),
    },
    "erase copies of somebody's data whose time is over": {
        "task": "privacy.tasks.forget_copies",
        "schedule": crontab(hour=3, minute=20),
    },
    "empty old mail bodies": {"task": "core.mail.tasks.empty_old_bodies", "schedule": crontab(hour=3, minute=15)},
}

# --- mail --------------------------------------------------------------------------------------
MAIL_DOMAIN = env.text("SCHAKEL_MAIL_DOMAIN", ALLOWED_HOSTS[0] if PRODUCTION else "schakel.example.org")
DEFAULT_FROM_EMAIL = env.text("SCHAKEL_FROM", f"Schakel <schakel@{MAIL_DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where answers of calendars come to, and from where they are fetched; empty: people answer by their link alone.
INBOUND_ADDRESS, INBOUND_IMAP_URL = env.inbound(env.text("INBOUND_ADDRESS"), env.text("INBOUND_IMAP_URL"))
INBOUND_TRUSTED_SERVER = env.text("INBOUND_TRUSTED_SERVER")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": env.smtp(env.text("SMTP_URL", "smtp://localhost:25")),
    }
}

# --- people who log in -------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",  # for anonymous visitors; accounts ask the rules themselves
    "accounts.backends.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"request_login_code": "accounts.forms.RequestLoginCodeForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; without it nobody could sign in with a password
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# With five tries a code, ten codes an hour leave whoever guesses a chance of 1 in 800 a day.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,10/h/key"}
# How many proxies before us add to X-Forwarded-For; what is left of theirs is the visitor's own word.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("SCHAKEL_PROXIES", 1 if PRODUCTION else 0)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {"add_webauthn": "accounts.forms.KeyAddForm", "edit_webauthn": "accounts.forms.KeyRenameForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Schakel"
# The code before and the one after count too (RFC 6238, 5.2): typing takes time, and telephones are a little off.
MFA_TOTP_TOLERANCE = 1
if not PRODUCTION:
    MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# --- security ----------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
# Nothing to other sites. Not "no-referrer": browsers then post our own forms with "Origin: null",
# which Django's check of forms refuses (docs/decisions/0005).
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a page that invites 2,000 people has a box for each
UPLOAD_MAX_BYTES = 20 * 1024 * 1024

# --- files -------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", BASE_DIR / "node_modules/bootstrap/dist"),
    ("vendor/source-sans-3", BASE_DIR / "node_modules/@fontsource-variable/source-sans-3"),
    ("vendor/noto-sans-arabic", BASE_DIR / "node_modules/@fontsource/noto-sans-arabic"),
    ("vendor/noto-sans-ethiopic", BASE_DIR / "node_modules/@fontsource/noto-sans-ethiopic"),
    ("vendor/noto-emoji", BASE_DIR / "node_modules/@fontsource/noto-emoji"),
    ("vendor/cytoscape", BASE_DIR / "node_modules/cytoscape/dist"),
    ("vendor/leaflet", BASE_DIR / "node_modules/leaflet/dist"),
    ("vendor/leaflet.markercluster", BASE_DIR / "node_modules/leaflet.markercluster/dist"),
]
# The background of maps: one server of tiles, or none; what is said under the map, in Markdown, with thanks and links.
MAP_TILES_URL = env.tiles(env.text("MAP_TILES_URL"))
MAP_TILES_ATTRIBUTION = env.text("MAP_TILES_ATTRIBUTION")
ICONS_DIR = BASE_DIR / "node_modules/bootstrap-icons/icons"  # drawn into the pages, so never served
MEDIA_ROOT = Path(env.text("SCHAKEL_MEDIA", str(VAR_DIR / "media")))
MEDIA_URL = "media/"  # never served: every file goes through a view that asks who is there
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TEST
# Two thousand icons that are drawn in the page, and maps for developers: compressing those took a minute.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map", "svg")

# --- languages ---------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
# Off: it would write the number 1000 in an attribute as "1.000", which browsers read as 1. Where a
# person reads an amount, the template says so with floatformat:"2g" or intcomma.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# --- looks -------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- log: no personal data, so no request bodies and no local variables ------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"class": "core.logs.PrivateFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("SCHAKEL_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}

if PRODUCTION and (SECRET_KEY.startswith("only-for-") or len(SECRET_KEY) < 50):
    raise ImproperlyConfigured("SCHAKEL_SECRET_KEY must be at least 50 characters of chance.")
if PRODUCTION and "demo" in INSTALLED_APPS:
    raise ImproperlyConfigured("The demo's sign-in links and mailbox must not run in production.")
