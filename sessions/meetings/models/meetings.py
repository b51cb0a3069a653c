"""A meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import dateformat, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rules.contrib.models import RulesModelBase, RulesModelMixin

from core.prepared import Given
from documents.files.models import SharedFile
from spaces import rules
from spaces.models import InSpaceQuerySet, Member, Space

if TYPE_CHECKING:
    from sessions.meetings.models.agendas import AgendaItem

BEFORE_ANSWERING = (
    (None, pgettext_lazy("a reminder", "no")),
    (3, _("3 days before")),
    (5, _("5 days before")),
    (7, _("a week before")),
    (14, _("two weeks before")),
)
BEFORE_COMING = (
    (None, pgettext_lazy("a reminder", "no")),
    (1, _("the day before")),
    (2, _("2 days before")),
    (3, _("3 days before")),
    (7, _("a week before")),
)


def new_uid() -> str:
    """A calendar UID: one for each meeting, for ever."""
    return f"{uuid4()}@{settings.MAIL_DOMAIN}"


class MeetingQuerySet(InSpaceQuerySet):
    """Meetings of one or many spaces."""

    def announced(self) -> MeetingQuerySet:
        """Those that all who take part may see: people were invited, everybody may register, or the minutes went
        round."""
        from sessions.meetings.models.minutes import Minutes

        circulated = Minutes.objects.filter(meeting=OuterRef("pk")).exclude(circulated_at=None)
        return self.filter(Q(invited_at__isnull=False) | Q(is_open=True) | Exists(circulated))

    def open_to_all(self) -> MeetingQuerySet:
        """Those for which everybody may register now, soonest first."""
        return self.upcoming().filter(is_open=True)

    def upcoming(self, now: dt.datetime | Given | None = None) -> MeetingQuerySet:
        """Those still to come or going on, not cancelled, soonest first. Drafts too: see :meth:`announced`."""
        return self.filter(cancelled_at=None, ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def held(self, now: dt.datetime | Given | None = None) -> MeetingQuerySet:
        """Those that took place, latest first: over, not cancelled, and with somebody asked or present."""
        from sessions.meetings.models.invitees import Invitee

        somebody = Invitee.objects.filter(meeting=OuterRef("pk"), withdrawn_at=None)
        over = self.filter(cancelled_at=None, ends_at__lte=now or timezone.now())
        return over.filter(Exists(somebody)).order_by("-starts_at", "-pk")

    def with_answers(self) -> MeetingQuerySet:
        """Adds ``asked`` and ``coming``, ``unsure``, ``declined``, ``queued`` (for a place), ``waiting`` (who did not
        answer), and ``noted`` and ``came``, of whom attendance is known and who was there: how many people; not those
        removed."""
        from sessions.meetings.models.invitees import Invitee

        on_the_list = Q(invitees__withdrawn_at=None, invitees__isnull=False)
        asked = on_the_list & Q(invitees__invited_at__isnull=False)
        return self.annotate(
            asked=models.Count("invitees", filter=asked),
            coming=models.Count("invitees", filter=asked & Q(invitees__answer=Invitee.Answer.YES)),
            unsure=models.Count("invitees", filter=asked & Q(invitees__answer=Invitee.Answer.MAYBE)),
            declined=models.Count(
                "invitees", filter=asked & Q(invitees__answer__in=[Invitee.Answer.NO, Invitee.Answer.COLLEAGUE])
            ),
            queued=models.Count("invitees", filter=asked & Q(invitees__answer=Invitee.Answer.WAITLIST)),
            waiting=models.Count("invitees", filter=asked & Q(invitees__answer="")),
            noted=models.Count("invitees", filter=on_the_list & ~Q(invitees__attendance="")),
            came=models.Count("invitees", filter=on_the_list & Q(invitees__attendance=Invitee.Attendance.PRESENT)),
        )


class Meeting(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """One meeting of a space. Times are moments; people see them in the zone of the space."""

    class State(models.TextChoices):
        """Not stored: it follows from the moments and the clock."""

        DRAFT = "draft", _("being prepared")
        INVITED = "invited", _("invited")
        OVER = "over", _("over")
        CANCELLED = "cancelled", _("cancelled")

    class Kind(models.TextChoices):
        """What people come together for; only a meeting has minutes that wait for the next one."""

        MEETING = "meeting", _("meeting")
        INFORMATION = "information", _("information session")
        LUNCH = "lunch", _("network lunch")
        DEBATE = "debate", _("stakeholder debate")
        LAUNCH = "launch", _("launch event")

    # What a change of makes a calendar entry different: then, and on cancelling, SEQUENCE rises.
    CALENDAR_FIELDS: ClassVar = ("title", "starts_at", "ends_at", "place", "video_url")
    PLACE_LENGTH: ClassVar = 300

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=PLACE_LENGTH, blank=True)
    video_url = models.URLField(_("video link"), max_length=500, blank=True)
    host = models.ForeignKey(
        Member, verbose_name=_("host"), null=True, blank=True, on_delete=models.SET_NULL, related_name="hosted_meetings"
    )
    kind = models.CharField(
        _("kind of gathering"), max_length=12, choices=Kind, default=Kind.MEETING, db_default=Kind.MEETING
    )
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True, validators=[MinValueValidator(1)])
    is_open = models.BooleanField(_("everybody may register"), default=False, db_default=False)
    invitation_text = models.TextField(_("invitation"), max_length=5_000)
    # How many days before, by the clock of the space; empty: not.
    remind_unanswered = models.PositiveSmallIntegerField(
        _("ask again who did not answer"), null=True, blank=True, default=7, db_default=7, choices=BEFORE_ANSWERING
    )
    remind_coming = models.PositiveSmallIntegerField(
        _("remind who comes"), null=True, blank=True, default=1, db_default=1, choices=BEFORE_COMING
    )
    # What is shown in the room, and entered by who is there; empty: nobody is asked to.
    attendance_code = models.CharField(max_length=8, blank=True, default="", db_default="", editable=False)
    uid = models.CharField(max_length=200, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # What the sequence was when everybody was last asked anew: an answer to an earlier one is about another time.
    asked_sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    invited_at = models.DateTimeField(_("people were invited"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Meeting]] = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "starts_at"], name="meeting_in_space"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("The end has to be later than the start."),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.takes_part,
            "add": rules.is_team,
            "change": rules.is_team,
        }

    def __str__(self) -> str:
        return self.title

    def state(self, now: dt.datetime | None = None) -> Meeting.State:
        """Where the meeting stands at ``now``."""
        if self.cancelled_at is not None:
            return self.State.CANCELLED
        if self.is_over(now):
            return self.State.OVER
        return self.State.DRAFT if self.invited_at is None else self.State.INVITED

    def is_over(self, now: dt.datetime | None = None) -> bool:
        return self.ends_at <= (now or timezone.now())

    def has_come(self, now: dt.datetime | None = None) -> bool:
        """Whether its day has come, where the space is: then one can see who is there."""
        return self._local(now or timezone.now()).date() >= self.local_start.date()

    def days_until(self, now: dt.datetime | None = None) -> int:
        """How many midnights lie before it, where the space is; below nothing when it is over."""
        return (self.local_start.date() - self._local(now or timezone.now()).date()).days

    def asks_for_code(self, now: dt.datetime | None = None) -> bool:
        """Whether who is there can say so with the code that is shown in the room."""
        return bool(self.attendance_code) and self.has_come(now) and not self.is_over(now) and not self.is_cancelled

    @property
    def brings_things_back(self) -> bool:
        """Whether what earlier meetings left open comes back in this one: minutes to approve, action points."""
        return self.kind == self.Kind.MEETING

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def local_start(self) -> dt.datetime:
        """The start as the clock shows it where the space is.

        Without a zone on purpose: templates would move an aware moment to the zone of the reader.
        """
        return self._local(self.starts_at)

    @property
    def local_end(self) -> dt.datetime:
        """As :attr:`local_start`."""
        return self._local(self.ends_at)

    @property
    def usual_place(self) -> str:
        """Where it is unless somebody says: at its host, with name and address as the directory has them.

        Empty where that is not known, and where there is a video link: then it may be nowhere.
        """
        organisation = self.host.organisation if self.host else None
        if self.video_url or organisation is None or not (organisation.street and organisation.municipality):
            return ""
        town = f"{organisation.postcode} {organisation.municipality}".strip()
        whole = ", ".join((organisation.name, organisation.street, town))
        return whole if len(whole) <= self.PLACE_LENGTH else ""

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(ZoneInfo(self.space.time_zone)).replace(tzinfo=None)

    @property
    def day(self) -> str:
        """ "Tuesday 2 June 2026", in the language of the page."""
        return dateformat.format(self.local_start, "l j F Y")

    @property
    def hours(self) -> str:
        """ "14:00 – 16:30"; the end with its day when that is another one."""
        start, end = self.local_start, self.local_end
        last = f"{end:%H:%M}" if start.date() == end.date() else dateformat.format(end, "j F H:i")
        return f"{start:%H:%M} – {last}"

    @property
    def duration(self) -> int:
        """Length in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def timed_agenda(self, *, with_files: bool = False) -> Iterator[tuple[AgendaItem, dt.datetime]]:
        """Each item with the time at which it begins, when all before it keep to theirs.

        ``with_files``: each has ``to_read``, its files that were not thrown away.
        """
        from sessions.meetings.models.agendas import timed

        kept = models.Prefetch("files", SharedFile.objects.kept().order_by("title", "pk"), to_attr="to_read")
        return timed(self.agenda.prefetch_related(kept) if with_files else self.agenda.all(), self.local_start)
