"""Making the mails of a mailing, one chunk at a time, so that it can go on where it stopped."""

import datetime as dt
import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.mail import outbox
from core.mail.models import MailJob

log = logging.getLogger(__name__)

CHUNK = 100
MOST_ATTEMPTS = 5
WAIT_AFTER_ERROR = dt.timedelta(minutes=5)


def expand(job_id: int) -> int:
    """Make the mails of a mailing, from where it is to its end; how many were new.

    An error of the room's expander is noted; after some attempts the mailing waits for a person.
    """
    new = 0
    try:
        while (made := expand_chunk(job_id)) is not None:
            new += made
    except Exception as error:
        log.exception("Mailing %s stopped.", job_id)
        _note_error(job_id, type(error).__name__)
    return new


@transaction.atomic
def expand_chunk(job_id: int) -> int | None:
    """Make the next mails and note how far it got, in one transaction; None when there is nothing to do.

    Nothing to do: finished, or another worker is at it.
    """
    waiting = MailJob.objects.filter(pk=job_id, state=MailJob.State.WAITING)
    job = waiting.select_for_update(skip_locked=True).first()
    if job is None:
        return None
    found = list(outbox.expander_of(job.kind)(job.arguments, job.position, CHUNK))
    letters = [letter for _position, letter in found if _can_be_sent(letter)]
    new = outbox.queue_all(letters)
    if found:
        job.position = _last_position(found, job)
        job.queued += new
        job.refused += len(found) - len(letters)
        job.attempts = 0
    else:
        job.state, job.finished_at = MailJob.State.DONE, timezone.now()
    job.save(update_fields=["position", "queued", "refused", "attempts", "state", "finished_at"])
    return new if found else None


def _can_be_sent(letter: outbox.Letter) -> bool:
    """One address that is wrong does not keep the others from their mail; the job counts it."""
    try:
        outbox.check(letter)
    except ValidationError:
        return False
    return True


def _last_position(found: list[tuple[int, outbox.Letter]], job: MailJob) -> int:
    last = max(position for position, _letter in found)
    if last <= job.position:
        raise RuntimeError(f"The expander of {job.kind!r} does not get on from position {job.position}.")
    return last


def _note_error(job_id: int, error: str) -> None:
    job = MailJob.objects.filter(pk=job_id, state=MailJob.State.WAITING)
    job.update(attempts=F("attempts") + 1, last_error=error, next_attempt_at=timezone.now() + WAIT_AFTER_ERROR)
    job.filter(attempts__gte=MOST_ATTEMPTS).update(state=MailJob.State.FAILED, finished_at=timezone.now())
