"""Who was asked to join a space, who asked it of us, and what came of it."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.links import MailLink
from partners.organisations.models import Organisation
from spaces.models import InSpaceQuerySet, Member, Person, Space

# Of one invitation: the first mail and at most this many more, not sooner than after so many days.
MAX_REMINDERS = 2
DAYS_BETWEEN_MAILS = 3
WORDS_LENGTH = 2_000
OPEN = Q(answer="", withdrawn_at__isnull=True)
WAITING = Q(confirmed_at__isnull=False, decision="")


class JoinInvitationQuerySet(InSpaceQuerySet):
    def open(self) -> "JoinInvitationQuerySet":
        """Those without an answer; their link may have expired."""
        return self.filter(OPEN)

    def about(self, organisation_name: str, person: Person) -> "JoinInvitationQuerySet":
        """Those to this organisation, by its name; without one, those to ``person`` alone."""
        if organisation_name:
            return self.filter(space=person.space_id, organisation_name__iexact=organisation_name)
        return self.filter(space=person.space_id, organisation_name="", person=person)


class JoinInvitation(MailLink):
    """Somebody is asked, for an organisation or in person, to take part in a space."""

    kind_of_link = "join"

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("answer to an invitation to join", "yes")
        NOT_NOW = "not_now", pgettext_lazy("answer to an invitation to join", "not now")
        NO = "no", pgettext_lazy("answer to an invitation to join", "no")
        COLLEAGUE = "colleague", pgettext_lazy("answer to an invitation to join", "somebody else is the right person")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="join_invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="join_invitations")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation_name = models.CharField(
        _("organisation"), max_length=300, blank=True, help_text="Empty for who is asked in person."
    )
    words = models.TextField(_("a word of the coordinator"), blank=True, max_length=WORDS_LENGTH)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    contacted_at = models.DateTimeField(_("last mail"), default=timezone.now)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer_words = models.TextField(_("what they wrote"), blank=True, max_length=WORDS_LENGTH)
    name_given = models.CharField(
        max_length=300, blank=True, help_text="The organisation's name as they write it, where ours was not changed."
    )
    with_enclosure = models.BooleanField(default=False, db_default=False, help_text="The briefing goes with each mail.")
    instead_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="passed_on_to"
    )
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["JoinInvitation"]] = JoinInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to join")
        verbose_name_plural = _("invitations to join")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "-invited_at"], name="joininvitation_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "space",
                Lower("organisation_name"),
                name="joininvitation_open_once",
                condition=OPEN & ~Q(organisation_name=""),
            ),
            models.UniqueConstraint(
                "person", name="joininvitation_in_person_once", condition=OPEN & Q(organisation_name="")
            ),
            models.CheckConstraint(condition=Q(reminders__lte=MAX_REMINDERS), name="joininvitation_reminders_capped"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="joininvitation_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | ~Q(organisation_name=""),
                name="joininvitation_organisation_has_name",
            ),
        ]

    def __str__(self) -> str:
        return self.asked_name

    @property
    def place(self) -> Space:
        return self.space

    @property
    def asked_name(self) -> str:
        """Who is asked: the organisation, or the person."""
        return self.organisation_name or self.person.name

    @property
    def is_open(self) -> bool:
        return self.answer == "" and self.withdrawn_at is None

    @property
    def is_settled(self) -> bool:
        """Whether the question is answered for good; "no" and "not now" may still become "yes"."""
        return self.answer in (self.Answer.YES, self.Answer.COLLEAGUE)

    @property
    def may_be_asked_anew(self) -> bool:
        """Whether they said no, or not now, and nobody has asked them again."""
        return self.answer in (self.Answer.NO, self.Answer.NOT_NOW) and self.withdrawn_at is None

    @property
    def mails_left(self) -> int:
        return MAX_REMINDERS - self.reminders

    def next_mail_on(self) -> dt.datetime:
        """From when it may be sent again."""
        return self.contacted_at + dt.timedelta(days=DAYS_BETWEEN_MAILS)

    def may_be_sent_again(self, now: dt.datetime | None = None) -> bool:
        return self.is_open and self.mails_left > 0 and self.next_mail_on() <= (now or timezone.now())


class JoinRequestQuerySet(InSpaceQuerySet):
    def waiting(self) -> "JoinRequestQuerySet":
        """Those that were confirmed by mail and nobody has decided on."""
        return self.filter(WAITING)


class JoinRequest(MailLink):
    """An organisation or individual asks, on the public page, to take part.

    Nothing of it counts, and no coordinator sees it, until whoever reads the mailbox confirms it.
    """

    kind_of_link = "join-request"

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="join_requests")
    organisation_name = models.CharField(
        _("organisation"), max_length=300, blank=True, help_text="Empty for who asks in person."
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    words = models.TextField(_("why they want to join"), max_length=WORDS_LENGTH)
    may_be_named = models.BooleanField(_("may be named on the public page"), default=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(_("asked"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=20, choices=Decision, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("reason"), blank=True, max_length=WORDS_LENGTH)
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["JoinRequest"]] = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "-confirmed_at"], name="joinrequest_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "space", Lower("email"), Lower("organisation_name"), name="joinrequest_waits_once", condition=WAITING
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, confirmed_at__isnull=False)),
                name="joinrequest_decided_once_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(decision="declined") | ~Q(reason=""), name="joinrequest_declined_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.asked_name

    @property
    def place(self) -> Space:
        return self.space

    @property
    def asked_name(self) -> str:
        """Who asks: the organisation, or the person."""
        return self.organisation_name or self.name

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is not None and self.decision == ""


class TurnedAway(models.Model):
    """How many people could not ask to join on one day, since too many did. Nothing is kept about who."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"), default=timezone.localdate)
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("day on which too many asked to join")
        verbose_name_plural = _("days on which too many asked to join")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", "day", name="turnedaway_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.space}, {self.day}: {self.number}"

    @classmethod
    def note(cls, space: Space) -> None:
        """One more, today."""
        cls.objects.update_or_create(
            space=space,
            day=timezone.localdate(),
            defaults={"number": F("number") + 1},
            create_defaults={"number": 1},
        )
