"""The answer address of a link: what a calendar program writes to. As the link itself, nobody can guess another's.

It is ``name+kind.number.secret@domain``, with the name and domain of ``INBOUND_ADDRESS``: mail servers put all of these
into the one mailbox. The secret is in small letters and digits, because servers change capitals as they like.
"""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from core.links.models import EARLIER_REVISIONS, MailLink, models_by_kind, placeholder_check

PURPOSE, PLACEHOLDER_PURPOSE = "core.links.reply", "reply-"
# 80 bits in base 32: too many to try, short enough for a name of 64 characters.
SECRET_LENGTH = 16
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
DETAIL = re.compile(r"\+([a-z0-9_-]+)\.([0-9]{1,18})\.([a-z2-7]{16})@", re.IGNORECASE)
PLACEHOLDER = re.compile(r"reply-([a-z0-9_-]+)\.([0-9]{1,18})\.([0-9]{1,9})\.([A-Za-z0-9_-]{22})@placeholder\.invalid")


def is_on() -> bool:
    """Whether there is a mailbox that answers can come to."""
    return bool(settings.INBOUND_ADDRESS)


def placeholder(link: MailLink) -> str:
    """What stands for the answer address in the outbox until the mail is sent, as that of the link does."""
    check = placeholder_check(PLACEHOLDER_PURPOSE + link.kind_of_link, link.pk, link.revision)
    return f"reply-{link.kind_of_link}.{link.pk}.{link.revision}.{check}@placeholder.invalid"


def fill(text: str) -> str:
    """``text`` with answer addresses in the place of their placeholders; what only looks like one stays as it is."""

    def address(match: re.Match[str]) -> str:
        kind, pk, revision, check = match.groups()
        true = placeholder_check(PLACEHOLDER_PURPOSE + kind, int(pk), int(revision))
        return address_of(kind, int(pk), int(revision)) if constant_time_compare(check, true) else match[0]

    return PLACEHOLDER.sub(address, text)


def address_of(kind: str, pk: int, revision: int) -> str:
    """The answer address of a link of this kind, number and revision."""
    name, _at, domain = settings.INBOUND_ADDRESS.rpartition("@")
    return f"{name}+{kind}.{pk}.{_secret(kind, pk, revision, settings.SECRET_KEY)}@{domain}"


def find(address: str) -> MailLink | None:
    """The link that a mail to ``address`` answers; None for any other address. Of an earlier revision too."""
    match = DETAIL.search(address)
    if match is None:
        return None
    kind, number, secret = match[1].lower(), int(match[2]), match[3].lower()
    model = models_by_kind().get(kind)
    link = model._default_manager.filter(pk=number).first() if model else None
    if link is None:
        return None
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    revisions = range(link.revision, max(0, link.revision - EARLIER_REVISIONS), -1)
    true = [constant_time_compare(secret, _secret(kind, number, one, key)) for one in revisions for key in keys]
    return link if any(true) else None


def _secret(kind: str, pk: int, revision: int, key: str) -> str:
    digest = salted_hmac(PURPOSE, f"{kind}:{pk}:{revision}", secret=key, algorithm="sha256").digest()
    number = int.from_bytes(hashlib.sha256(digest).digest()[:10])
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(SECRET_LENGTH))
