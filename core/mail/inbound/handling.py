"""One mail that came in: read, matched to what we mailed, acted upon once, noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from core.links import MailLink, replies
from core.mail.inbound.models import KEPT, Arrival
from core.mail.inbound.reading import Arrived, Reply, read
from core.mail.models import Mail

type Handler = Callable[[Any, "Answer"], "Result"]
_handlers: dict[str, Handler] = {}


@dataclass(frozen=True)
class Answer:
    """What came to the answer address of a link: what a calendar sent, and who the mail says it is from."""

    reply: Reply
    sender: str


@dataclass(frozen=True)
class Result:
    """What became of it, with the reason in words that are translated where they are shown."""

    state: str
    reason: str = ""

    @classmethod
    def taken(cls) -> Result:
        return cls(Arrival.State.TAKEN)

    @classmethod
    def ignored(cls, reason: str) -> Result:
        """It changes nothing, and nobody need look at it."""
        return cls(Arrival.State.IGNORED, reason)

    @classmethod
    def aside(cls, reason: str) -> Result:
        """A person has to look at it."""
        return cls(Arrival.State.ASIDE, reason)


def answers(kind: str) -> Callable[[Handler], Handler]:
    """A decorator: this callable (link, Answer) -> Result says what an answer to a link of this kind means, in a
    transaction. Raises ValueError when the kind has one already."""

    def register(handler: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"Answers to {kind!r} are handled twice.")
        _handlers[kind] = handler
        return handler

    return register


@transaction.atomic
def take(content: bytes) -> Arrival:
    """Read a whole message and do what it asks; the row that tells what became of it.

    The same message again, also at the same moment, changes nothing. Any error of ours leaves no trace, so that it is
    read again later.
    """
    arrived = read(content, trusted_server=settings.INBOUND_TRUSTED_SERVER)
    row = Arrival(digest=arrived.digest, state=Arrival.State.IGNORED)
    # Whoever reads the same message waits here until we are done.
    Arrival.objects.bulk_create([row], ignore_conflicts=True)
    kept = Arrival.objects.select_for_update().get(digest=arrived.digest)
    if kept.reason or kept.state != Arrival.State.IGNORED:
        return kept
    link = next((found for found in map(replies.find, arrived.recipients) if found), None)
    result = _result(arrived, link)
    kept.state, kept.reason = result.state, result.reason[:200]
    if result.state == Arrival.State.ASIDE:  # of the others nobody needs to know who wrote what
        kept.sender, kept.subject, kept.text = arrived.sender[:254], arrived.subject, _what_it_says(arrived)
    if link is not None:
        kept.kind, kept.number = link.kind_of_link, link.pk
        kept.space_id = getattr(link.place, "pk", None)
    kept.save()
    return kept


def _result(arrived: Arrived, link: MailLink | None) -> Result:
    if arrived.report is not None:
        return _bounced(arrived)
    if arrived.problem == "too large" or (arrived.problem and link is None):
        return Result.aside(gettext_noop("We cannot read this mail."))
    if link is None:
        return Result.aside(gettext_noop("It answers none of our mails."))
    if arrived.problem:
        return Result.aside(gettext_noop("We cannot read the calendar answer in it."))
    if not arrived.replies:
        return Result.aside(gettext_noop("Somebody wrote, instead of answering by their calendar."))
    if len(arrived.replies) > 1:
        return Result.aside(gettext_noop("It holds several answers at once."))
    if "fail" in (arrived.verdicts.get("dmarc"), _both(arrived)):
        return Result.aside(gettext_noop("Our mail server doubts that it comes from who it says."))
    handler = _handlers.get(link.kind_of_link)
    if handler is None:
        return Result.aside(gettext_noop("It answers none of our mails."))
    return handler(link, Answer(arrived.replies[0], arrived.sender))


def _both(arrived: Arrived) -> str:
    """Without a word on DMARC: "fail" when neither the server nor a signature speaks for the sender."""
    found = [arrived.verdicts.get(kind) for kind in ("spf", "dkim")]
    return "fail" if "dmarc" not in arrived.verdicts and "fail" in found and "pass" not in found else ""


def _bounced(arrived: Arrived) -> Result:
    assert arrived.report is not None
    bounced = Mail.objects.filter(message_id__in=arrived.report.message_ids, state=Mail.State.SENT).update(
        state=Mail.State.BOUNCED, sent_at=None, last_error=f"not delivered: {arrived.report.status}"
    )
    if bounced:
        return Result.taken()
    return Result.ignored(gettext_noop("It tells of a mail that is none of ours, or of which we knew."))


def _what_it_says(arrived: Arrived) -> str:
    said = [arrived.text, *(one.comment for one in arrived.replies)]
    return "\n".join(dict.fromkeys(filter(None, said)))


def forget_old() -> int:
    """Every night: take out who wrote and what, of mails that came in long ago; how many."""
    old = Arrival.objects.filter(arrived_at__lt=timezone.now() - KEPT).exclude(sender="", subject="", text="")
    return old.update(sender="", subject="", text="")
