"""What keeps the outbox whole: hand out again what got lost, judge what is stuck, empty what is old."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.mail import outbox
from core.mail.models import Attachment, Mail, MailJob
from core.mail.sending import UNKNOWN

# How much one sweep hands out: what a few workers send in the minute until the next.
MAILS_PER_SWEEP = 5000
JOBS_PER_SWEEP = 50
# Once handed out by a sweep, a mail gets this long before the next sweep hands it out again.
HAND_OUT_AGAIN = dt.timedelta(minutes=10)
BODIES_KEPT = dt.timedelta(days=30)
ROWS_PER_EMPTYING = 1000


def sweep(now: dt.datetime | None = None) -> list[int]:
    """Judge stuck mails and hand over everything that is due; the numbers of the mails handed over."""
    now = now or timezone.now()
    release_stuck(now)
    mail_ids = _take(Mail.objects.due(now).order_by("next_attempt_at"), now)
    outbox.hand_over(mail_ids)
    for job_id in _take_jobs(now):
        outbox.hand_over_job(job_id)
    return mail_ids


def release_stuck(now: dt.datetime) -> tuple[int, int]:
    """Rows whose worker died while sending: how many are tried again, how many wait for a person."""
    stuck = Mail.objects.stuck(now)
    again = stuck.filter(repeat_is_harmless=True).update(
        state=Mail.State.QUEUED, claimed_by="", claimed_at=None, next_attempt_at=now
    )
    unknown = stuck.filter(repeat_is_harmless=False).update(
        state=Mail.State.FAILED, claimed_by="", claimed_at=None, last_error=UNKNOWN
    )
    return again, unknown


def _take(due: QuerySet[Mail], now: dt.datetime) -> list[int]:
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=True).values_list("pk", flat=True)
        mail_ids = list(rows[:MAILS_PER_SWEEP])
        # Claims of workers that are gone end here as well.
        Mail.objects.filter(pk__in=mail_ids).update(
            state=Mail.State.QUEUED, next_attempt_at=now + HAND_OUT_AGAIN, claimed_by="", claimed_at=None
        )
    return mail_ids


def _take_jobs(now: dt.datetime) -> list[int]:
    with transaction.atomic():
        due = MailJob.objects.due(now).order_by("next_attempt_at")
        job_ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:JOBS_PER_SWEEP])
        MailJob.objects.filter(pk__in=job_ids).update(next_attempt_at=now + HAND_OUT_AGAIN)
    return job_ids


def empty_old_bodies(now: dt.datetime | None = None) -> int:
    """Take text, calendar and files out of mails that were finished long ago; how many mails.

    That a mail was sent, to whom and when, stays; what a mailing was made of does not.
    """
    now = now or timezone.now()
    old = Mail.objects.filter(emptied_at=None, created_at__lt=now - BODIES_KEPT, state__in=Mail.FINISHED)
    total = 0
    while mail_ids := list(old.order_by("created_at").values_list("pk", flat=True)[:ROWS_PER_EMPTYING]):
        with transaction.atomic():
            Mail.attachments.through.objects.filter(mail_id__in=mail_ids).delete()
            total += Mail.objects.filter(pk__in=mail_ids).update(
                text="", html="", from_name="", reply_to="", calendar=None, calendar_method="", emptied_at=now
            )
    MailJob.objects.filter(finished_at__lt=now - BODIES_KEPT).exclude(arguments={}).update(arguments={})
    Attachment.objects.filter(mails=None, used_at__lt=now - BODIES_KEPT).delete()
    return total
