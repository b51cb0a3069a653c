"""What an alliance agrees on: the draft, its versions, who was asked and what each member answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from alliances.rules import is_alliance
from core.frozen.models import AppendOnly, HexSha256
from core.links import LinkState, MailLink
from documents.signing.models import Utf8, text_sha256
from documents.versions import ASKS_AGAIN, Change
from spaces.models import Member, Person, Representative, Space
from spaces.rules import is_coordinator, takes_part

MAX_REMINDERS = 3
DAYS_BETWEEN_REMINDERS = 3
TEXT_LENGTH = 30_000


@dataclass(frozen=True)
class Draft:
    """What would be put before the members now. ``text`` is Markdown."""

    title: str
    text: str

    @property
    def sha256(self) -> str:
        """What a page says it showed, so that nothing else is put forward from it."""
        return text_sha256(f"{self.title}\n{self.text}")


class Agreement(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """Something that the members agree on. ``title`` and ``text`` (Markdown) are the draft of the next version.

    The vision has no draft of its own: it is written in the profile of the space.
    """

    class Kind(models.TextChoices):
        RULES = "rules", _("How we work together")
        VISION = "vision", _("Our vision")

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RULES)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", "kind", name="agreement_once"),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": is_alliance & takes_part,
            "change": is_alliance & is_coordinator,
            "answer": is_alliance & takes_part,
        }

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    @property
    def draft(self) -> Draft:
        if self.kind == self.Kind.RULES:
            return Draft(self.title, self.text)
        with translation.override(self.space.language):
            title = gettext("The vision of %(name)s") % {"name": self.space.name}
        return Draft(title, self.space.vision.replace("\r\n", "\n"))

    def newest(self) -> AgreementVersion | None:
        """The version that members are asked about."""
        return self.versions.order_by("-number").first()

    def has_changes_since(self, version: AgreementVersion | None) -> bool:
        """Whether the draft says something else than ``version``."""
        return version is None or self.draft != Draft(version.title, version.text)


class AgreementVersion(AppendOnly):
    """A version as it was put before the members. It never changes; a new one does."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    change = models.CharField(_("change"), max_length=10, choices=Change, default=Change.MAJOR, db_default="major")
    note = models.CharField(_("what changed, and why"), max_length=500, blank=True)
    proposed_by = models.CharField(_("put forward by"), max_length=200)
    proposed_at = models.DateTimeField(_("put forward"), default=timezone.now)

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        constraints = (
            models.UniqueConstraint(fields=["agreement", "number"], name="agreementversion_number_once"),
            models.CheckConstraint(
                condition=Q(sha256=HexSha256(Utf8("text"))), name="agreementversion_sha256_is_of_text"
            ),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="agreementversion_says_something"),
            models.CheckConstraint(
                condition=~Q(number=1, change="minor") & ~Q(number__gt=1, change="first"),
                name="agreementversion_first_corrects_nothing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def is_correction(self) -> bool:
        """Whether it differs in small things only from the version before it."""
        return self.change == Change.MINOR


class ConfirmationRequestQuerySet(models.QuerySet["ConfirmationRequest"]):
    def open(self) -> ConfirmationRequestQuerySet:
        return self.filter(withdrawn_at=None)

    def due_for_reminder(self, version: AgreementVersion, now: dt.datetime) -> ConfirmationRequestQuerySet:
        """Those of ``version`` whose member said nothing yet and who may hear from us again: not too often and not too
        soon."""
        answered = Answer.objects.of(version).filter(member=models.OuterRef("member"))
        quiet_since = now - dt.timedelta(days=DAYS_BETWEEN_REMINDERS)
        due = self.open().filter(~models.Exists(answered), version=version, reminders__lt=MAX_REMINDERS)
        return due.filter(contacted_at__lte=quiet_since)


class ConfirmationRequest(MailLink):
    """One person is asked what one member says of one version."""

    kind_of_link = "agreement"

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="requests")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    contacted_at = models.DateTimeField(_("last mail"), default=timezone.now)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)

    objects: ClassVar[ConfirmationRequestQuerySet] = ConfirmationRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("request to agree")
        verbose_name_plural = _("requests to agree")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "version",
                "member",
                "person",
                name="confirmationrequest_open_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(reminders__lte=MAX_REMINDERS), name="confirmationrequest_reminders_capped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.member}"

    @property
    def place(self) -> Space:
        return self.version.agreement.space

    @property
    def for_organisation(self) -> bool:
        return self.member.organisation_id is not None

    def link_state(self, now: dt.datetime | None = None) -> str:
        """As every link; and one of somebody who may no longer decide works no more."""
        state = super().link_state(now)
        if state == LinkState.FINE and not may_decide(self.person_id, self.member):
            return LinkState.WITHDRAWN
        return state


def may_decide(person: int, member: Member) -> bool:
    """Whether this person (its number) may say now what ``member`` agrees with. Individuals decide for themselves.

    The last day of a member or a seat is that on which it was ended, so from then on it says nothing.
    """
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    lasting = Q(ends_on=None) | Q(ends_on__gte=tomorrow)
    if not Member.objects.current().filter(lasting, pk=member.pk).exists():
        return False
    if member.organisation_id is None:
        return member.individual_id == person
    seats = Representative.objects.current().filter(lasting, member=member, person=person, may_decide=True)
    return bool(seats.exists())


class AnswerQuerySet(models.QuerySet["Answer"]):
    def counting(self) -> AnswerQuerySet:
        """The last answer of each member; what was said before stays, and counts no more."""
        return self.filter(replaced_at=None)

    def of(self, version: AgreementVersion) -> AnswerQuerySet:
        """What each member says of ``version``: of itself, or of one that it corrects in small things only."""
        later = AgreementVersion.objects.filter(
            ASKS_AGAIN,
            agreement=models.OuterRef("version__agreement"),
            number__gt=models.OuterRef("version__number"),
            number__lte=version.number,
        )
        upto = self.counting().filter(version__agreement=version.agreement_id, version__number__lte=version.number)
        return upto.filter(~models.Exists(later))


class Answer(models.Model):
    """What a member said of a version, by whoever decides for it. A later answer comes in its place."""

    class Choice(models.TextChoices):
        AGREE = "agree", _("We agree")
        REMARK = "remark", _("We have a remark")

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="answers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(_("name"), max_length=200)
    choice = models.CharField(_("answer"), max_length=10, choices=Choice)
    remark = models.TextField(_("remark"), max_length=2_000, blank=True)
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    objects: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("answer to an agreement")
        verbose_name_plural = _("answers to agreements")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "version", "member", name="agreementanswer_counts_once", condition=Q(replaced_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(choice="agree", remark="") | Q(choice="remark", remark__regex=r"\S"),
                name="agreementanswer_remark_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_choice_display()}"

    @property
    def agrees(self) -> bool:
        return self.choice == self.Choice.AGREE
