"""The outbox: one row for each mail to each recipient, and jobs that make many such rows.

A row is written in the transaction of the fact it tells, so fact and mail exist both or neither.
Plain addresses and numbers, no foreign keys: a mail outlives the person and space it was for.
"""

import datetime as dt
from typing import ClassVar

from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.mail.inbound.models import Arrival as Arrival

# A live worker never holds a mail this long: Celery ends a task after 15 minutes (settings).
LEASE = dt.timedelta(minutes=20)
# How long the message broker gets before the sweep hands a mail out again.
HANDED_OUT_FOR = dt.timedelta(minutes=2)


def _handed_out_until() -> dt.datetime:
    return timezone.now() + HANDED_OUT_FOR


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: dt.datetime) -> "MailQuerySet":
        """Those that wait and should be handed to a worker (again): lost on the way, or time for a retry."""
        return self.filter(state__in=Mail.WAITING, next_attempt_at__lte=now)

    def stuck(self, now: dt.datetime) -> "MailQuerySet":
        """Those whose worker died while it spoke with the mail server: nobody knows whether they went out."""
        return self.filter(state=Mail.State.INFLIGHT, claimed_at__lte=now - LEASE)

    def for_space(self, space_id: int) -> "MailQuerySet":
        return self.filter(space_id=space_id)

    def without_bodies(self) -> "MailQuerySet":
        """The same rows, without fetching what is long and private."""
        return self.defer("text", "html", "calendar")

    def cancel(self) -> int:
        """Cancel those that still wait; how many that were."""
        return self.filter(state__in=Mail.WAITING).update(state=Mail.State.CANCELLED)

    def give_up(self) -> int:
        """Cancel those that still wait and those that failed, so that nobody sends them again; how many that were."""
        return self.filter(state__in=(*Mail.WAITING, *Mail.UNDELIVERED)).update(state=Mail.State.CANCELLED)

    def send_again(self) -> int:
        """Put those that failed and still have their text back in the queue; how many that were."""
        return self.filter(state__in=Mail.UNDELIVERED, emptied_at=None).update(
            state=Mail.State.QUEUED,
            attempts=0,
            last_error="",
            claimed_by="",
            claimed_at=None,
            next_attempt_at=timezone.now(),
        )


class Attachment(models.Model):
    """A file that goes with one or many mails; equal files are kept once."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["used_at"], name="mail_attachment_used")]

    def __str__(self) -> str:
        return self.filename


class Mail(models.Model):
    """One mail to one recipient."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        INFLIGHT = "inflight", _("being sent")
        AWAITING_RETRY = "awaiting_retry", _("will be tried again")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        BOUNCED = "bounced", _("address refused")
        CANCELLED = "cancelled", pgettext_lazy("a mail", "cancelled")

    WAITING: ClassVar = (State.QUEUED, State.AWAITING_RETRY)
    UNDELIVERED: ClassVar = (State.FAILED, State.BOUNCED)
    FINISHED: ClassVar = (State.SENT, State.FAILED, State.BOUNCED, State.CANCELLED)

    dedupe_key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    space_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.QUEUED)

    to = models.CharField(_("to"), max_length=254, validators=[validate_email])
    to_name = models.CharField(max_length=200, blank=True)
    from_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=254, blank=True, validators=[validate_email])
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.BinaryField(null=True, blank=True)
    calendar_method = models.CharField(max_length=20, blank=True)
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="mails")
    message_id = models.CharField(max_length=250, unique=True, editable=False)
    repeat_is_harmless = models.BooleanField(default=False)

    created_at = models.DateTimeField(_("made"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # When the sweep hands it out, unless a worker had it before.
    next_attempt_at = models.DateTimeField(default=_handed_out_until)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # Codes and our own words, never the server's answer: that repeats the address.
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Mail"]] = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        # Partial indexes: nearly all rows are sent ones, and the sweep never looks at those.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_attempt_at"], name="mail_waiting", condition=Q(state__in=["queued", "awaiting_retry"])
            ),
            models.Index(fields=["claimed_at"], name="mail_inflight", condition=Q(state="inflight")),
            models.Index(fields=["created_at"], name="mail_not_emptied", condition=Q(emptied_at__isnull=True)),
            models.Index(fields=["space_id", "-created_at"], name="mail_in_space"),
            models.Index(fields=["-created_at"], name="mail_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["queued", "inflight", "awaiting_retry", "sent", "failed", "bounced", "cancelled"]
                ),
                name="mail_state_known",
            ),
            models.CheckConstraint(condition=~Q(dedupe_key=""), name="mail_has_dedupe_key"),
            models.CheckConstraint(
                condition=~Q(to="") & ~Q(to__regex=r"[\r\n]") & ~Q(subject__regex=r"[\r\n]"),
                name="mail_headers_one_line",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="inflight") | Q(claimed_at__isnull=False), name="mail_inflight_is_claimed"
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True) | Q(state__in=["sent", "failed", "bounced", "cancelled"]),
                name="mail_emptied_when_finished",
            ),
            models.CheckConstraint(
                condition=Q(calendar__isnull=True) | Q(calendar_method__in=["REQUEST", "CANCEL"]),
                name="mail_calendar_has_method",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class MailJobQuerySet(models.QuerySet["MailJob"]):
    def due(self, now: dt.datetime) -> "MailJobQuerySet":
        """Those not finished that no worker has been given lately."""
        return self.filter(state=MailJob.State.WAITING, next_attempt_at__lte=now)


class MailJob(models.Model):
    """Many mails to be made by a worker, in chunks; written in the transaction of the fact they tell."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        DONE = "done", _("made")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=60)
    arguments = models.JSONField(default=dict, blank=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.WAITING)
    # How far it got: the position of the last recipient handled.
    position = models.BigIntegerField(default=0)
    queued = models.PositiveIntegerField(_("mails made"), default=0)
    refused = models.PositiveIntegerField(_("recipients without a usable address"), default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=_handed_out_until)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects: ClassVar[models.Manager["MailJob"]] = MailJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_attempt_at"], name="mailjob_waiting", condition=Q(state="waiting")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "done", "failed"]), name="mailjob_state_known"),
            models.CheckConstraint(condition=~Q(dedupe_key=""), name="mailjob_has_dedupe_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
