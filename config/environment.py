"""What the process is told from outside: environment variables, read in one place.

Nothing else in the project reads ``os.environ`` (``config.servers``, which writes it, apart).
"""

import os
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PRODUCTION, DEMO, TEST = "production", "demo", "test"

REQUIRED_IN_PRODUCTION = {
    "SCHAKEL_SECRET_KEY": "a long random text that signs sessions and links",
    "SCHAKEL_HOSTS": "the host names served, separated by commas",
    "DATABASE_URL": "postgresql://user:password@host:5432/name, of the application's own role",
    "REDIS_URL": "redis://host:6379/0",
}


def text(name: str, default: str = "") -> str:
    """The variable ``name``, stripped; ``default`` when it is not set or empty."""
    return os.environ.get(name, "").strip() or default


def words(name: str, default: str = "") -> list[str]:
    """The variable ``name`` as a list, split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """The variable ``name`` as a whole number.

    Raises ImproperlyConfigured when it is something else.
    """
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def mode() -> str:
    """``production`` (the default, so that forgetting it is safe), ``demo`` or ``test``."""
    value = text("SCHAKEL_MODE", PRODUCTION)
    if value not in (PRODUCTION, DEMO, TEST):
        raise ImproperlyConfigured(f"SCHAKEL_MODE is production, demo or test, not {value!r}.")
    return value


def refuse_incomplete_production() -> None:
    """Raise ImproperlyConfigured naming every variable that production misses."""
    missing = [f"{name} ({why})" for name, why in REQUIRED_IN_PRODUCTION.items() if not text(name)]
    if missing:
        raise ImproperlyConfigured("Production does not start without: " + "; ".join(missing) + ".")


def database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgresql:// address. Only PostgreSQL is supported."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("DATABASE_URL must be a postgresql:// address.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    prepare = query.pop("prepare", "1")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # A pooler between us and the server is assumed possible: nothing may lean on a server-side session
        # (docs/architecture.md, 7). Plans that PostgreSQL keeps for core.prepared need one that knows them
        # (PgBouncer from 1.21 on, with max_prepared_statements); ?prepare=0 in the address does without.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "KEEPS_PLANS": prepare != "0",
        "OPTIONS": {"connect_timeout": 5, **query},
    }


def tiles(url: str) -> str:
    """The address of map tiles with {z}, {x} and {y}; "" for none.

    One server, so that the content policy names exactly that: {s} is refused.
    """
    parts = urlsplit(url)
    fits = parts.scheme in ("http", "https") and parts.netloc and not set("{}; ,'\"") & set(parts.netloc)
    if url and not (fits and all(part in parts.path + parts.query for part in ("{z}", "{x}", "{y}"))):
        raise ImproperlyConfigured("MAP_TILES_URL must be like https://tiles.example.org/{z}/{x}/{y}.png, without {s}.")
    return url


def inbound(address: str, url: str) -> tuple[str, str]:
    """The address that answers come to and the mailbox they are fetched from, checked; "" for what is not set."""
    if address and not re.fullmatch(r"[a-zA-Z0-9._-]{1,24}@[a-zA-Z0-9.-]+", address):
        raise ImproperlyConfigured("INBOUND_ADDRESS must be like answers@example.org, short and without a +.")
    parts = urlsplit(url)
    if url and (parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username):
        raise ImproperlyConfigured("INBOUND_IMAP_URL must be like imaps://user:password@host/INBOX.")
    if url and not address:
        raise ImproperlyConfigured("INBOUND_IMAP_URL needs INBOUND_ADDRESS: the address whose mail it fetches.")
    return address, url


def smtp(url: str) -> dict[str, Any]:
    """Options of Django's SMTP mailer for smtp://user:password@host:port?tls=1 (or ?ssl=1)."""
    parts = urlsplit(url)
    if parts.scheme != "smtp":
        raise ImproperlyConfigured("SMTP_URL must be an smtp:// address.")
    query = parse_qs(parts.query)
    return {
        "host": parts.hostname or "localhost",
        "port": parts.port or 25,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": query.get("tls", ["0"])[-1] == "1",
        "use_ssl": query.get("ssl", ["0"])[-1] == "1",
        "timeout": 60,
    }
