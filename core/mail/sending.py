"""Sending what waits in the outbox: claim, speak with the mail server, note what came of it.

A worker first claims some rows (for the length of ``LEASE`` nobody else takes them); each row is
``inflight`` only while the server is spoken with about it. So a worker that dies leaves at most one
mail of which nobody knows whether it went out, and the others wait for the sweep.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.mail import mailers
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.links import placeholders
from core.mail.message import OutboxMessage
from core.mail.models import LEASE, Mail

log = logging.getLogger(__name__)

# Waits after the first, second … attempt that failed for now; after the last wait it has failed.
BACKOFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
UNKNOWN = "unknown whether it was sent"
SERVER_CLOSES = 421


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt, as it is written to the row."""

    state: str
    error: str = ""
    connection_lost: bool = False


def deliver(mail_ids: Sequence[int]) -> int:
    """Send those of these mails that wait; returns how many went out.

    Rows that another worker has are passed over; one that is cancelled in the meantime is not sent.
    """
    claim = uuid4().hex
    mails = claim_waiting(mail_ids, claim, timezone.now())
    if not mails:
        return 0
    links = placeholders.load(placeholders.references(text for mail in mails for text in _texts(mail)))
    try:
        with mailers["default"] as mailer:
            return _send_each(mailer, mails, links, claim)
    except (OSError, smtplib.SMTPException) as error:
        # No connection at all, or it was lost on closing: what was not begun waits a little.
        put_off(claim, reason(error))
        return 0


def claim_waiting(mail_ids: Sequence[int], claim: str, now: dt.datetime) -> list[Mail]:
    """Reserve the waiting ones among ``mail_ids`` for this worker, and return them."""
    free = Q(claimed_at=None) | Q(claimed_at__lte=now - LEASE)
    with transaction.atomic():
        rows = Mail.objects.filter(free, pk__in=mail_ids, state=Mail.State.QUEUED)
        mails = list(rows.order_by("pk").select_for_update(skip_locked=True))
        Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
            claimed_by=claim, claimed_at=now, next_attempt_at=now + LEASE
        )
    models.prefetch_related_objects(mails, "attachments")
    return mails


def _send_each(mailer: Any, mails: Sequence[Mail], links: Mapping[Any, Any], claim: str) -> int:
    sent = 0
    for mail in mails:
        if not _begin(mail, claim):
            continue
        outcome = _attempt(mailer, mail, links)
        _finish(mail, outcome)
        sent += outcome.state == Mail.State.SENT
        if outcome.connection_lost:
            put_off(claim, outcome.error)
            break
    return sent


def _begin(mail: Mail, claim: str) -> bool:
    """Mark it as being sent; false when it is no longer this worker's to send."""
    waiting = Mail.objects.filter(pk=mail.pk, state=Mail.State.QUEUED, claimed_by=claim)
    mail.attempts += 1
    return waiting.update(state=Mail.State.INFLIGHT, claimed_at=timezone.now(), attempts=F("attempts") + 1) == 1


def _attempt(mailer: Any, mail: Mail, links: Mapping[Any, Any]) -> Outcome:
    try:
        message = OutboxMessage(mail, list(mail.attachments.all()), lambda text: placeholders.fill(text, links))
        mailer.send_messages([message])
    except placeholders.DeadLink:
        return Outcome(Mail.State.CANCELLED, "its link was withdrawn or has expired")
    except Exception as error:  # whatever a back end raises, this row gets a state and the others their turn
        return judge(error, mail)
    return Outcome(Mail.State.SENT)


def judge(error: Exception, mail: Mail) -> Outcome:
    """What an error of the mail server or its back end means for ``mail``."""
    code = smtp_code(error)
    lost = code == SERVER_CLOSES or (not code and isinstance(error, OSError))
    if 500 <= code < 600:  # permanent, by RFC 5321
        refused = isinstance(error, smtplib.SMTPRecipientsRefused)
        return Outcome(Mail.State.BOUNCED if refused else Mail.State.FAILED, reason(error))
    if isinstance(error, ValueError):
        return Outcome(Mail.State.FAILED, "the message could not be built")
    if not code and not mail.repeat_is_harmless and not _certainly_not_sent(error):
        return Outcome(Mail.State.FAILED, UNKNOWN, lost)
    if mail.attempts > len(BACKOFF):
        return Outcome(Mail.State.FAILED, f"gave up after {mail.attempts} attempts: {reason(error)}", lost)
    return Outcome(Mail.State.AWAITING_RETRY, reason(error), lost)


def _certainly_not_sent(error: Exception) -> bool:
    """Whether the server cannot have taken the message.

    A closed connection counts as "try again later" (RFC 5321, 3.8); an answer that did not come in
    time may still be a yes.
    """
    waited = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
    return isinstance(error, OSError) and not waited


def smtp_code(error: Exception) -> int:
    """The server's answer as a number; 0 when there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min(code for code, _answer in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def reason(error: Exception) -> str:
    """What went wrong, without the server's own words: they repeat the address."""
    code = smtp_code(error)
    return f"mail server answered {code}" if code else f"mail server: {type(error).__name__}"


def _finish(mail: Mail, outcome: Outcome) -> None:
    """Write down what came of it.

    When the database does not answer, the row stays "being sent", and the sweep treats it as one of
    which nobody knows: it is never put back here, or the person would get it twice.
    """
    now = timezone.now()
    values: dict[str, Any] = {"state": outcome.state, "last_error": outcome.error, "claimed_by": "", "claimed_at": None}
    if outcome.state == Mail.State.SENT:
        values["sent_at"] = now
    if outcome.state == Mail.State.AWAITING_RETRY:
        values["next_attempt_at"] = now + BACKOFF[min(mail.attempts, len(BACKOFF)) - 1]
    inflight = Mail.objects.filter(pk=mail.pk, state=Mail.State.INFLIGHT)
    try:
        changed = inflight.update(**values)
    except DatabaseError:
        connection.close()  # once more, over a new connection
        changed = inflight.update(**values)
    if not changed:
        log.error("Mail %s was not in flight any more when it was %s.", mail.pk, outcome.state)


def put_off(claim: str, error: str) -> int:
    """Let go of what this worker claimed and did not begin; the sweep hands it out again."""
    return Mail.objects.filter(state=Mail.State.QUEUED, claimed_by=claim).update(
        state=Mail.State.AWAITING_RETRY,
        next_attempt_at=timezone.now() + BACKOFF[0],
        last_error=error,
        claimed_by="",
        claimed_at=None,
    )


def _texts(mail: Mail) -> tuple[str, ...]:
    calendar = bytes(mail.calendar).replace(b"\r\n ", b"").decode() if mail.calendar else ""
    return mail.text, mail.html, calendar
