"""What was said and agreed in a meeting."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.frozen.models import FrozenDocument
from core.prepared import Given
from sessions.meetings.models.agendas import AgendaItem
from sessions.meetings.models.meetings import Meeting
from spaces.models import InSpaceQuerySet, Person, Space

if TYPE_CHECKING:
    from sessions.meetings.models.approval import Approval


class MinutesState(models.TextChoices):
    """Where one revision stands. Not stored: it follows from what was decided about it."""

    DRAFT = "draft", _("being written")
    CIRCULATED = "circulated", _("waits for approval")
    SENT_BACK = "sent_back", _("changes requested")
    APPROVED = "approved", _("approved")
    REOPENED = "reopened", _("approved, and opened again")
    SUPERSEDED = "superseded", _("replaced by a later version")


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def with_decisions(self) -> MinutesQuerySet:
        """With what :attr:`Minutes.state` looks at, and without the bytes of the documents."""
        joined = self.select_related("approval__meeting__space", "made_by__meeting__space", "reopening", "document")
        return joined.defer("document__content")

    def with_writing(self) -> MinutesQuerySet:
        """Adds ``is_begun``: whether somebody noted more than subjects (``MinutesRow.is_written``)."""
        lines = MinutesRow.objects.filter(minutes=OuterRef("pk"))
        return self.annotate(is_begun=Exists(lines.exclude(comment="", action="", proposal="")))

    def newest_circulated(self) -> MinutesQuerySet:
        """Of each meeting the last version that went round."""
        later = Minutes.objects.filter(meeting=OuterRef("meeting"), revision__gt=OuterRef("revision"))
        return self.exclude(circulated_at=None).filter(~Exists(later.exclude(circulated_at=None)))

    def undecided(self) -> MinutesQuerySet:
        """Those that went round and wait for a meeting to decide about them."""
        return self.newest_circulated().filter(approval=None, made_by=None)


class Minutes(models.Model):
    """One revision of a meeting's minutes. Once circulated it never changes: a later revision does. The database
    refuses it as well, of the revision and of its lines."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    circulated_at = models.DateTimeField(_("sent round"), null=True, editable=False)
    document = models.OneToOneField(
        FrozenDocument, null=True, editable=False, on_delete=models.PROTECT, related_name="minutes"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Minutes]] = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ("meeting", "revision")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("meeting", "revision", name="minutes_revision_once"),
            models.UniqueConstraint("meeting", name="minutes_one_draft", condition=Q(circulated_at__isnull=True)),
            models.CheckConstraint(
                condition=Q(circulated_at__isnull=True, document__isnull=True)
                | Q(circulated_at__isnull=False, document__isnull=False),
                name="minutes_circulated_are_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} ({self.revision})"

    @property
    def is_circulated(self) -> bool:
        return self.circulated_at is not None

    @property
    def is_superseded(self) -> bool:
        """Whether a later version went round."""
        later = Minutes.objects.filter(meeting=self.meeting_id, revision__gt=self.revision)
        return later.exclude(circulated_at=None).exists()

    @property
    def approved_by(self) -> Approval | None:
        """The decision by which this very version is approved."""
        own: Approval | None = getattr(self, "approval", None)
        if own is not None and own.outcome == own.Outcome.APPROVED:
            return own
        return getattr(self, "made_by", None)

    @property
    def is_locked(self) -> bool:
        """Whether it is approved, and was not opened again."""
        return self.approved_by is not None and not hasattr(self, "reopening")


class MinutesRowQuerySet(models.QuerySet["MinutesRow"]):
    def decisions(self) -> MinutesRowQuerySet:
        """What was decided, as the newest minutes that went round say it."""
        return self.exclude(outcome="").filter(minutes__in=Minutes.objects.newest_circulated())

    def to_look_at_again(self, today: dt.date | Given | None = None) -> MinutesRowQuerySet:
        """Decisions in force whose day has come, and that no later decision took up."""
        in_force = [MinutesRow.Outcome.ADOPTED, MinutesRow.Outcome.CHANGED, MinutesRow.Outcome.LATER]
        due = self.decisions().filter(outcome__in=in_force, review_on__lte=today or timezone.localdate())
        return due.filter(~Exists(MinutesRow.objects.decisions().filter(reviews=OuterRef("thread"))))


class MinutesRow(models.Model):
    """One line of the minutes: subject, comment, action, who, by when.

    ``version`` rises with each save; whoever saves says which one they began from. ``thread`` is
    the same in all revisions, so that what hangs on a line (its action point) stays on it.
    """

    # What people type, in the order of the columns.
    TEXT: ClassVar = (
        *("subject", "comment", "action", "who", "due_on", "no_due_date", "is_done"),
        *("proposal", "objections", "outcome", "review_on"),
    )

    class Outcome(models.TextChoices):
        """What became of a proposal: decided by consent, so when nobody has an objection that outweighs it."""

        ADOPTED = "adopted", pgettext_lazy("a proposal", "adopted")
        CHANGED = "changed", pgettext_lazy("a proposal", "adopted, as changed")
        LATER = "later", pgettext_lazy("a proposal", "put off")
        DROPPED = "dropped", pgettext_lazy("a proposal", "not adopted")

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="rows")
    thread = models.UUIDField(default=uuid4, editable=False)
    position = models.PositiveSmallIntegerField()
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="minutes_rows"
    )
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    comment = models.TextField(_("comment"), max_length=10_000, blank=True)
    action = models.TextField(_("action"), max_length=2_000, blank=True)
    who = models.CharField(_("who"), max_length=500, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    no_due_date = models.BooleanField(_("N/A"), default=False)
    # Of a line that looks at an action point of an earlier meeting (its thread is the same).
    is_done = models.BooleanField(_("done"), default=False, db_default=False)
    # A decision, where the line has one: what was proposed, who objected, what came of it, when it is looked at again.
    proposal = models.TextField(_("proposal"), max_length=2_000, blank=True, default="", db_default="")
    # A list of [organisation, reason, how it was met].
    objections = models.JSONField(_("objections"), blank=True, default=list, db_default=Value([], models.JSONField()))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default="", db_default="")
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    # The thread of the earlier decision that this line looks at again.
    reviews = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager[MinutesRow]] = MinutesRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the minutes")
        verbose_name_plural = _("lines of the minutes")
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("minutes", "thread", name="minutesrow_thread_once"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(no_due_date=False), name="minutesrow_date_or_none"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_written(self) -> bool:
        """Whether somebody noted more than the subject."""
        return bool(self.comment or self.action or self.proposal)

    @property
    def lacks(self) -> str | Promise:
        """What its decision lacks to be sent round; "" for nothing. While people write, anything may lack."""
        if (self.outcome or self.objections or self.review_on) and not self.proposal.strip():
            return _("What was proposed? Say it in the words that were decided about.")
        if any(not who or not reason for who, reason, _met in self.objections):
            return _("Say of each objection who has it, and why.")
        return ""

    @property
    def is_in_force(self) -> bool:
        """Whether it was decided, as proposed or changed."""
        return self.outcome in (self.Outcome.ADOPTED, self.Outcome.CHANGED)

    @property
    def outcome_words(self) -> str | Promise:
        """What came of the proposal, also while nothing did."""
        return self.Outcome(self.outcome).label if self.outcome else _("nothing decided yet")

    def text(self) -> dict[str, Any]:
        """What people typed in it, by the names of ``TEXT``."""
        return {name: getattr(self, name) for name in self.TEXT}


class EarlierText(models.Model):
    """What a line said before somebody else changed it, or before a pause; kept while its minutes are being written."""

    row = models.ForeignKey(MinutesRow, on_delete=models.CASCADE, related_name="earlier_texts")
    text = models.JSONField(_("text"), encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField()
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("earlier text of a line")
        verbose_name_plural = _("earlier texts of lines")
        ordering = ("-version",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("row", "version", name="earliertext_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row} ({self.version})"

    def as_typed(self) -> dict[str, Any]:
        """What it said, as :meth:`MinutesRow.text` gives it: with days as days again."""
        fields = {field.name: field for field in MinutesRow._meta.concrete_fields}
        return {name: fields[name].to_python(self.text[name]) for name in MinutesRow.TEXT}


class ActionPointQuerySet(InSpaceQuerySet):
    def open(self) -> ActionPointQuerySet:
        """Those not done, the most urgent first; without a date comes last."""
        return self.filter(done_at=None).order_by(F("due_on").asc(nulls_last=True), "pk")

    def overdue(self, today: dt.date | None = None) -> ActionPointQuerySet:
        """Those open whose last day has passed."""
        return self.open().filter(due_on__lt=today or timezone.localdate())


class ActionPoint(models.Model):
    """What somebody took on in a meeting; made from the minutes when they go round. ``meeting`` is the one in which it
    was agreed; later ones look at it again until it is done."""

    class Progress(models.TextChoices):
        NOTHING = "", _("nothing said yet")
        BUSY = "busy", _("under way")
        STUCK = "stuck", _("stuck")
        DONE = "done", _("done")

    WORD_LENGTH = 500

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="action_points")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="action_points")
    thread = models.UUIDField(unique=True, editable=False)
    text = models.TextField(_("action"), max_length=2_000)
    who = models.CharField(_("who"), max_length=500, blank=True)
    is_for_all = models.BooleanField(_("for everybody"), default=False)
    people = models.ManyToManyField(Person, verbose_name=_("people"), blank=True, related_name="action_points")
    due_on = models.DateField(_("by when"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    # What was said last of how it stands, and by whom.
    progress = models.CharField(
        _("how it stands"), max_length=10, choices=Progress, blank=True, default="", db_default=""
    )
    word = models.CharField(_("a word with it"), max_length=WORD_LENGTH, blank=True, default="", db_default="")
    said_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    reminded_on = models.DateField(null=True, editable=False)

    objects: ClassVar[models.Manager[ActionPoint]] = ActionPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("action point")
        verbose_name_plural = _("action points")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "due_on"], name="actionpoint_open", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text
