"""The six digits that show that whoever holds the link also reads the mailbox, now.

Stored only as an HMAC that names the request, the address it went to and the purpose, so a code for one is
none for another; one that was mailed before an address was corrected is none for the new address.
With 5 tries a code and 20 codes a request, a thief of the link has a chance of 1 in 10,000.
"""

import datetime as dt
import secrets
from enum import StrEnum

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from documents.signing.models import SigningRequest

DIGITS = 6
LIFETIME = dt.timedelta(minutes=15)
MAX_TRIES = 5
WAIT = dt.timedelta(seconds=60)
MAX_CODES = 20
CODE_FIELDS = ("code_digest", "code_sent_at", "code_expires_at", "code_tries", "codes_sent")


class Purpose(StrEnum):
    """What a code is good for."""

    SIGN = "sign"
    WITHDRAW = "withdraw"


class Refusal(StrEnum):
    """Why a code is not accepted, or not sent."""

    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_MANY_TRIES = "too many tries"
    TOO_SOON = "too soon"
    TOO_MANY_CODES = "too many codes"


def may_send(request: SigningRequest) -> Refusal | None:
    """None when another code may go out now, else why not."""
    if request.codes_sent >= MAX_CODES:
        return Refusal.TOO_MANY_CODES
    if request.code_sent_at is not None and timezone.now() < request.code_sent_at + WAIT and request.code_digest:
        return Refusal.TOO_SOON
    return None


def renew(request: SigningRequest, purpose: Purpose) -> str:
    """A new code for the locked ``request``; the earlier one is worth nothing from here on."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    now = timezone.now()
    request.code_digest = _digest(request, purpose, code)
    request.code_sent_at, request.code_expires_at = now, now + LIFETIME
    request.code_tries = 0
    request.codes_sent += 1
    request.save(update_fields=CODE_FIELDS)
    return code


def check(request: SigningRequest, purpose: Purpose, typed: str) -> Refusal | None:
    """None when ``typed`` is the code of the locked ``request``; each wrong try is counted.

    The caller's transaction must end well, or the try is not counted.
    """
    if request.code_tries >= MAX_TRIES:
        return Refusal.TOO_MANY_TRIES
    if not is_waiting(request):
        return Refusal.EXPIRED
    if constant_time_compare(request.code_digest, _digest(request, purpose, typed)):
        return None
    request.code_tries += 1
    request.save(update_fields=["code_tries"])
    return Refusal.WRONG if request.code_tries < MAX_TRIES else Refusal.TOO_MANY_TRIES


def forget(request: SigningRequest) -> None:
    """The code is used, or could not be mailed."""
    request.code_digest, request.code_expires_at, request.code_tries = "", None, 0
    request.save(update_fields=CODE_FIELDS)


def is_waiting(request: SigningRequest) -> bool:
    """Whether a code was mailed that still works."""
    return (
        bool(request.code_digest) and request.code_expires_at is not None and timezone.now() < request.code_expires_at
    )


def _digest(request: SigningRequest, purpose: Purpose, code: str) -> str:
    value = f"{request.pk}:{request.revision}:{request.person.email}:{purpose}:{code}"
    return salted_hmac("documents.signing.codes", value, algorithm="sha256").hexdigest()
