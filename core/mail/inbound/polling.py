"""Fetching what came in, from a mailbox by IMAP."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted

from core.mail.inbound.handling import take
from core.mail.inbound.models import Arrival

log = logging.getLogger(__name__)

AT_ONCE = 50
SECONDS = 30
# Where messages go once they are read, below the folder they came to.
DONE, ASIDE = "Schakel-read", "Schakel-aside"


@dataclass(frozen=True)
class Source:
    """A mailbox: ``imaps://user:password@host:port/folder``, or ``imap://`` without encryption, on a network of one's
    own."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_encrypted: bool

    @classmethod
    def of(cls, url: str) -> Source:
        """Raises ValueError for another scheme, or without host or user."""
        parts = urlsplit(url)
        if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
            raise ValueError("INBOUND_IMAP_URL must be like imaps://user:password@host/INBOX.")
        encrypted = parts.scheme == "imaps"
        return cls(
            parts.hostname,
            parts.port or (993 if encrypted else 143),
            unquote(parts.username),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            encrypted,
        )

    def open(self) -> BaseMailBox:
        """Signed in, with the folder chosen. Raises imap_tools.errors and OSError."""
        box: BaseMailBox = (
            MailBox(self.host, port=self.port, timeout=SECONDS)
            if self.is_encrypted
            else MailBoxUnencrypted(self.host, port=self.port, timeout=SECONDS)
        )
        return box.login(self.user, self.password, initial_folder=self.folder)


def poll() -> int:
    """Read what waits in the mailbox of ``INBOUND_IMAP_URL``; how many messages. Without that setting, none.

    A message is moved once what it asks is done, so whoever is stopped in between reads it again, which changes
    nothing. One on which we stumble stays where it is, and the others go on.
    """
    if not settings.INBOUND_IMAP_URL:
        return 0
    read = 0
    with Source.of(settings.INBOUND_IMAP_URL).open() as box:
        for folder in (DONE, ASIDE):
            if not box.folder.exists(folder):
                box.folder.create(folder)
        for message in box.fetch(limit=AT_ONCE, mark_seen=False, bulk=False):
            try:
                arrival = take(message.obj.as_bytes())
            except (DatabaseError, ValueError, LookupError):
                log.exception("A mail that came in could not be handled; it stays in the mailbox.")
                continue
            box.move([str(message.uid)], ASIDE if arrival.state == Arrival.State.ASIDE else DONE)
            read += 1
    return read
