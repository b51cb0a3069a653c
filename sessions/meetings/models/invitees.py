"""Who is asked to a meeting, what they answered, and whether they were there."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.links import MailLink
from partners.organisations.models import Organisation
from sessions.meetings.models.meetings import Meeting
from spaces.models import Person, Space


class Suits(models.TextChoices):
    """What somebody says of a day before there is a meeting on it."""

    YES = "yes", pgettext_lazy("a day", "suits me")
    MAYBE = "maybe", pgettext_lazy("a day", "if need be")
    NO = "no", pgettext_lazy("a day", "does not suit me")


SUITS_WORDS: dict[str, str | Promise] = {
    Suits.YES: _("said that this day suits"),
    Suits.MAYBE: _("said that this day suits if need be"),
    Suits.NO: _("said that this day does not suit"),
}


class InviteeQuerySet(models.QuerySet["Invitee"]):
    def on_the_list(self) -> "InviteeQuerySet":
        """Those who were not removed."""
        return self.filter(withdrawn_at=None)

    def invited(self) -> "InviteeQuerySet":
        """Those who were sent an invitation and were not removed."""
        return self.on_the_list().exclude(invited_at=None)

    def of(self, user: User) -> "InviteeQuerySet":
        """The rows of the person behind this account."""
        return self.filter(person__in=Person.objects.of(user))


class Invitee(MailLink):
    """Somebody on the list of a meeting. The link in their mail is for answering.

    Answer and attendance are different facts. ``organisation`` is the one they speak for.
    """

    kind_of_link = "answer"

    class Answer(models.TextChoices):
        YES = "yes", _("I'll be there")
        MAYBE = "maybe", _("I don't know yet")
        NO = "no", _("I can't")
        COLLEAGUE = "colleague", pgettext_lazy("my answer", "A colleague comes instead")
        # Who says yes when it is full. Nobody chooses it (``CHOSEN``).
        WAITLIST = "waitlist", _("I wait for a place")

    CHOSEN: ClassVar = (Answer.YES, Answer.MAYBE, Answer.NO, Answer.COLLEAGUE)

    class Attendance(models.TextChoices):
        PRESENT = "present", _("present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")
        REPLACED = "replaced", _("replaced by")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="meeting_invitations")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="meeting_invitations"
    )
    invited_at = models.DateTimeField(_("invited"), null=True)

    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    # Of the last answer by their calendar, which later ones have to be newer than; empty since they answered by link.
    calendar_sequence = models.PositiveIntegerField(null=True, editable=False)
    calendar_stamp = models.DateTimeField(null=True, editable=False)
    remark = models.CharField(_("remark"), max_length=1_000, blank=True)
    # Of this day and these hours, before there was a meeting. It is no answer: they are asked all the same.
    suits = models.CharField(_("the day"), max_length=10, choices=Suits, blank=True, default="", db_default="")
    # Since they were asked last, at this time of the meeting: asked again, and reminded that they come.
    asked_again_at = models.DateTimeField(_("asked again"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    # Who comes instead, and their name as it was typed: what the space calls them is its own.
    colleague = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="stands_in_for")
    colleague_name = models.CharField(_("colleague"), max_length=200, blank=True)
    is_stand_in = models.BooleanField(default=False, help_text="Was put on the list by the one they replace.")

    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance, blank=True)
    replaced_by = models.CharField(_("replaced by"), max_length=200, blank=True)

    objects: ClassVar[models.Manager["Invitee"]] = InviteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitee")
        verbose_name_plural = _("invitees")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "meeting", "person", name="invitee_once", violation_error_message=_("They are already on the list.")
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="invitee_answer_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by="") | Q(attendance="replaced"), name="invitee_replaced_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def place(self) -> Space:
        return self.meeting.space

    @property
    def suits_words(self) -> str | Promise:
        """What they said of the day before, as others read it; empty when they said nothing."""
        return SUITS_WORDS.get(self.suits, "")

    @property
    def answer_words(self) -> str | Promise:
        """The answer as others read it: "comes", not "I'll be there"."""
        words: dict[str, str | Promise] = {
            self.Answer.YES: _("comes"),
            self.Answer.MAYBE: _("does not know yet"),
            self.Answer.NO: _("cannot come"),
            self.Answer.COLLEAGUE: _("a colleague comes"),
            self.Answer.WAITLIST: _("waits for a place"),
        }
        return words.get(self.answer, _("has not answered yet"))
