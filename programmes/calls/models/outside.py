"""What people type on the public page of a call: nothing of it counts before the mailbox confirms it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.links import MailLink
from places.models import Region
from programmes.calls.models.calls import Call
from programmes.calls.models.proposals import NAME_LENGTH, ORGANISATION_LENGTH, REASON_LENGTH, Proposal
from spaces.models import Space

WORDS_LENGTH = 2_000


class NominationQuerySet(models.QuerySet["Nomination"]):
    def waiting(self) -> NominationQuerySet:
        """Confirmed, and nobody has answered yet."""
        return self.filter(confirmed_at__isnull=False, answer="")

    def alike(self, nomination: Nomination) -> NominationQuerySet:
        """Those of the same organisation, by its name, for the same region of the call."""
        return self.filter(
            call=nomination.call_id, region=nomination.region_id, organisation__iexact=nomination.organisation
        )


class Nomination(MailLink):
    """Somebody says which organisation could lead in a region, and why.

    The organisation does not know of it, and is told nothing, until the programme invites it. The link by mail is
    where whoever named it confirms that, and later sees what came of it.
    """

    kind_of_link = "nomination"

    class Answer(models.TextChoices):
        INVITED = "invited", _("invited to apply")
        DECLINED = "declined", _("declined")
        SEEN = "seen", _("seen")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="nominations")
    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="nominations")
    organisation = models.CharField(_("organisation"), max_length=ORGANISATION_LENGTH)
    words = models.TextField(_("why them"), max_length=WORDS_LENGTH)
    contact_name = models.CharField(_("whom to write to there"), max_length=NAME_LENGTH, blank=True)
    contact_email = models.EmailField(_("their e-mail address"), blank=True)
    name = models.CharField(_("named by"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail address"))
    by_programme = models.BooleanField(default=False, help_text="Named in the workspace: nobody waits for an answer.")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.CharField(_("answered by"), max_length=500, blank=True, editable=False)
    reason = models.TextField(_("reason"), max_length=REASON_LENGTH, blank=True, editable=False)
    proposal = models.ForeignKey(
        Proposal, null=True, editable=False, on_delete=models.PROTECT, related_name="nominations"
    )

    objects: ClassVar[models.Manager[Nomination]] = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "call",
                "region",
                Lower("organisation"),
                "email",
                name="nomination_waits_once",
                condition=Q(confirmed_at__isnull=False, answer=""),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, confirmed_at__isnull=False),
                name="nomination_answered_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(answer="invited", proposal__isnull=False) | ~Q(answer="invited") & Q(proposal=None),
                name="nomination_invited_has_its_proposal",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(reason=""), name="nomination_declined_with_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.region})"

    @property
    def place(self) -> Space:
        return self.call.space

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is not None and self.answer == ""


class PartnerSearchQuerySet(models.QuerySet["PartnerSearch"]):
    def agreed(self) -> PartnerSearchQuerySet:
        """Those that were confirmed, and so may be introduced."""
        return self.filter(confirmed_at__isnull=False)


class PartnerSearch(MailLink):
    """An organisation looks for partners in a region. Confirming it is agreeing to be introduced.

    Nobody but the programme sees it. The link by mail is where they confirm, and where they take themselves off; then
    nothing of it is kept.
    """

    kind_of_link = "partner-search"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="partner_searches")
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="partner_searches"
    )
    organisation = models.CharField(_("organisation"), max_length=ORGANISATION_LENGTH)
    words = models.TextField(_("what they look for"), max_length=WORDS_LENGTH)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(_("agreed to be introduced"), null=True, editable=False)

    objects: ClassVar[models.Manager[PartnerSearch]] = PartnerSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search for partners")
        verbose_name_plural = _("searches for partners")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "call", "region", "email", name="partnersearch_once", condition=Q(confirmed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.region})"

    @property
    def place(self) -> Space:
        return self.call.space


class Introduction(models.Model):
    """Two that look for partners got a mail about each other, once. ``first`` is the one that came first."""

    first = models.ForeignKey(PartnerSearch, on_delete=models.CASCADE, related_name="introduced_later")
    second = models.ForeignKey(PartnerSearch, on_delete=models.CASCADE, related_name="introduced_earlier")
    sent_at = models.DateTimeField(_("introduced"), auto_now_add=True)
    sent_by = models.CharField(_("introduced by"), max_length=500)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("first", "second", name="introduction_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="introduction_of_two_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
