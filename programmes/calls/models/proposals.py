"""A proposal to lead a region, its answers, and the organisations that apply jointly."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from alliances.models import Alliance
from core.frozen.models import FrozenDocument
from core.links import MailLink
from places.models import Region
from programmes.calls.models.calls import LONGEST_ANSWER, Call, Question
from spaces.models import Space

KIND = "proposal"
NAME_LENGTH = 120
ORGANISATION_LENGTH = 160
REASON_LENGTH = 3_000


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> "ProposalQuerySet":
        """Those in calls of the programmes that ``user`` coordinates."""
        return self.filter(programme__in=Space.objects.coordinated_by(user))

    def handed_in(self) -> "ProposalQuerySet":
        """Those that the programme may read: submitted, also when decided on since."""
        states = (Proposal.State.SUBMITTED, Proposal.State.GRANTED, Proposal.State.REFUSED)
        return self.filter(state__in=states)


class Proposal(MailLink):
    """An organisation applies to lead a network in a region; the link by mail is where it is written.

    What is being written is the applicant's own: the programme reads it once it is submitted.
    """

    kind_of_link = KIND

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("submitted")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="proposals")
    programme = models.ForeignKey(
        Space,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The call's programme, repeated here so that the database can hold the rule.",
    )
    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="proposals")
    organisation = models.CharField(_("organisation"), max_length=ORGANISATION_LENGTH)
    lead_name = models.CharField(_("your name"), max_length=NAME_LENGTH)
    lead_email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    is_invited = models.BooleanField(_("invited by the programme"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    document = models.OneToOneField(
        FrozenDocument, null=True, editable=False, on_delete=models.PROTECT, related_name="proposal"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.CharField(_("decided by"), max_length=500, blank=True, editable=False)
    reason = models.TextField(_("reason"), max_length=REASON_LENGTH, blank=True)
    alliance = models.OneToOneField(
        Alliance, null=True, editable=False, on_delete=models.PROTECT, related_name="proposal"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)

    objects: ClassVar[models.Manager["Proposal"]] = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "programme",
                "region",
                name="one_granted_proposal_per_region_and_programme",
                condition=Q(state="granted"),
                violation_error_message=_("Another organisation leads that region in this programme already."),
            ),
            models.UniqueConstraint(
                "call",
                "region",
                "lead_email",
                name="proposal_once_per_person_and_region",
                condition=~Q(state="withdrawn"),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None, document=None)
                | Q(state="withdrawn")
                | Q(submitted_at__isnull=False, document__isnull=False),
                name="proposal_submitted_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(state="granted", alliance__isnull=False) | ~Q(state="granted") & Q(alliance=None),
                name="proposal_granted_has_its_alliance",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="proposal_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.region})"

    def save(self, *args: object, **kwargs: object) -> None:
        self.programme_id = self.call.space_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_handed_in(self) -> bool:
        """As :meth:`ProposalQuerySet.handed_in`: the programme may read it."""
        return self.state == self.State.SUBMITTED or self.is_decided

    @property
    def is_decided(self) -> bool:
        return self.state in (self.State.GRANTED, self.State.REFUSED)

    @property
    def may_be_withdrawn(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.SUBMITTED)

    def can_be_written(self) -> bool:
        """Whether answers can change now: not submitted yet, and the call is open."""
        return self.is_draft and self.call.is_open()


class Answer(models.Model):
    """What a proposal says to one question. ``version`` rises with each save; whoever saves says which they had."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"), max_length=LONGEST_ANSWER, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("proposal", "question", name="answer_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Partner(MailLink):
    """An organisation that applies jointly; the link by mail is where it says yes or no."""

    kind_of_link = "joint-proposal"

    class Reply(models.TextChoices):
        YES = "yes", _("Yes, we apply together")
        NO = "no", _("No, not this time")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="partners")
    organisation = models.CharField(_("organisation"), max_length=ORGANISATION_LENGTH)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail address"))
    reply = models.CharField(_("answer"), max_length=3, choices=Reply, blank=True)
    replied_at = models.DateTimeField(_("answered"), null=True, editable=False)

    class Meta:
        verbose_name = _("partner in a proposal")
        verbose_name_plural = _("partners in proposals")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "proposal",
                "email",
                name="partner_once_in_a_proposal",
                violation_error_message=_("Somebody with this address is asked already."),
            ),
        ]

    def __str__(self) -> str:
        return self.organisation
