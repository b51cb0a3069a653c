"""What is signed, who was asked, and the evidence of what they did."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Exists, Func, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.frozen.models import AppendOnly, AppendOnlyQuerySet, HexSha256, canonical_json
from core.links import LinkState, MailLink
from spaces.models import Member, Person, Representative, Space

HASH_SCHEME = "schakel-signature-1"
MAX_REMINDERS = 3
DAYS_BETWEEN_REMINDERS = 3


class Utf8(Func):
    """A text as the bytes that are hashed."""

    template = "convert_to(%(expressions)s, 'UTF8')"
    arity = 1
    output_field = models.BinaryField()


def text_sha256(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal: of its UTF-8 bytes, nothing else."""
    return hashlib.sha256(text.encode()).hexdigest()


class SignableText(AppendOnly):
    """A text as it is put before people to be signed. It never changes; a new one does.

    ``kind`` is the room's word for it ("charter"), ``text`` is Markdown, ``language`` the one it is in.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="signable_texts")
    kind = models.CharField(_("kind"), max_length=50)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=5)
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    created_at = models.DateTimeField(_("put forward"), default=timezone.now)

    class Meta:
        verbose_name = _("text to sign")
        verbose_name_plural = _("texts to sign")
        constraints = (
            models.CheckConstraint(condition=Q(sha256=HexSha256(Utf8("text"))), name="signabletext_sha256_is_of_text"),
        )

    def __str__(self) -> str:
        return self.title


class ContactPreference(models.TextChoices):
    """How somebody wants to be reached."""

    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by telephone")
    MESSAGE = "message", _("by text message")
    IN_PERSON = "in_person", _("in person")


class SigningRequestQuerySet(models.QuerySet["SigningRequest"]):
    def of(self, texts: Iterable[int]) -> "SigningRequestQuerySet":
        return self.filter(text__in=list(texts))

    def not_signed(self) -> "SigningRequestQuerySet":
        """Those that were not taken back and have no signature."""
        signed = SigningEvent.objects.filter(request=OuterRef("pk"), kind=SigningEvent.Kind.SIGNED)
        return self.filter(~Exists(signed), withdrawn_at=None)

    def due_for_reminder(self, now: dt.datetime) -> "SigningRequestQuerySet":
        """Those without an answer who may hear from us again: not too often and not too soon."""
        quiet_since = now - dt.timedelta(days=DAYS_BETWEEN_REMINDERS)
        return self.not_signed().filter(declined_at=None, reminders__lt=MAX_REMINDERS, contacted_at__lte=quiet_since)


class SigningRequest(MailLink):
    """One person is asked to sign one text for one member: an organisation, or themselves.

    The code that goes with the link is here only as an HMAC (``documents.signing.codes``).
    """

    kind_of_link = "signing"

    text = models.ForeignKey(SignableText, on_delete=models.PROTECT, related_name="requests")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    contacted_at = models.DateTimeField(_("last mail"), default=timezone.now)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    decline_reason = models.TextField(_("reason"), blank=True, max_length=2_000)

    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    codes_sent = models.PositiveSmallIntegerField(default=0, editable=False)

    objects: ClassVar[models.Manager["SigningRequest"]] = SigningRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to sign")
        verbose_name_plural = _("requests to sign")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "text", "member", "person", name="signingrequest_open_once", condition=Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(reminders__lte=MAX_REMINDERS), name="signingrequest_reminders_capped"),
            models.CheckConstraint(
                condition=Q(code_digest="") | Q(code_expires_at__isnull=False, code_sent_at__isnull=False),
                name="signingrequest_code_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.member}"

    @property
    def place(self) -> Space:
        return self.text.space

    @property
    def for_organisation(self) -> bool:
        return self.member.organisation_id is not None

    def is_mandated(self) -> bool:
        """Whether this person may, now, sign for this member. Individuals sign for themselves.

        The last day of a member or a seat is that on which it was ended, so from then on nothing is signed.
        """
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        lasting = Q(ends_on=None) | Q(ends_on__gte=tomorrow)
        if not Member.objects.current().filter(lasting, pk=self.member_id).exists():
            return False
        if not self.for_organisation:
            return self.member.individual_id == self.person_id
        seats = Representative.objects.current().filter(lasting, member=self.member_id)
        return bool(seats.filter(person=self.person_id, may_sign=True).exists())

    def link_state(self, now: dt.datetime | None = None) -> str:
        """As every link; and one of somebody who lost the mandate works no more."""
        state = super().link_state(now)
        if state == LinkState.FINE and not self.is_mandated():
            return LinkState.WITHDRAWN
        return state

    def signature(self) -> "SigningEvent | None":
        """The signature given with this request, withdrawn or not."""
        return SigningEvent.objects.filter(request=self, kind=SigningEvent.Kind.SIGNED).first()


class SigningEventQuerySet(AppendOnlyQuerySet["SigningEvent"]):
    def standing(self) -> "SigningEventQuerySet":
        """Signatures that were not withdrawn."""
        withdrawn = SigningEvent.objects.filter(request=OuterRef("request"), kind=SigningEvent.Kind.WITHDRAWN)
        return self.filter(~Exists(withdrawn), kind=SigningEvent.Kind.SIGNED)


class SigningEvent(AppendOnly):
    """Evidence: somebody signed, or withdrew their signature. Names and texts as they were then.

    One chain in each space: ``entry_hash`` covers every other field with ``previous_hash`` included,
    so a change anywhere breaks the chain from there on. Made by ``documents.signing.evidence`` only.
    """

    class Kind(models.TextChoices):
        SIGNED = "signed", _("signed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Recognised(models.TextChoices):
        LINK_AND_CODE = "link_and_code", _("link and code, both by e-mail")

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("position in the chain"))
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    request = models.ForeignKey(SigningRequest, on_delete=models.PROTECT, related_name="events")
    text = models.ForeignKey(SignableText, on_delete=models.PROTECT, related_name="events")
    text_title = models.CharField(_("title"), max_length=300)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    party_name = models.CharField(_("for whom"), max_length=300)
    for_organisation = models.BooleanField(_("for an organisation"))
    person_name = models.CharField(_("person"), max_length=200)
    typed_name = models.CharField(_("name as typed"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    recognised_by = models.CharField(_("recognised by"), max_length=30, choices=Recognised)
    code_sent_at = models.DateTimeField(_("code sent"))
    statement = models.TextField(_("statement that was ticked"))
    language = models.CharField(_("language of the page"), max_length=5)
    contact_preference = models.CharField(_("prefers contact"), max_length=20, blank=True, choices=ContactPreference)
    reason = models.TextField(_("reason"), blank=True, max_length=2_000)
    created_at = models.DateTimeField(_("when"))
    previous_hash = models.CharField(_("hash of the previous entry"), max_length=64, blank=True)
    entry_hash = models.CharField(_("hash of this entry"), max_length=64, unique=True)

    objects: ClassVar[models.Manager["SigningEvent"]] = SigningEventQuerySet.as_manager()

    # What ``entry_hash`` covers, in this order, after the scheme.
    HASHED: ClassVar[tuple[str, ...]] = (
        "space_id", "position", "kind", "request_id", "text_id", "text_title", "text_sha256", "party_name",
        "for_organisation", "person_name", "typed_name", "email", "recognised_by", "code_sent_at", "statement",
        "language", "contact_preference", "reason", "created_at", "previous_hash",
    )  # fmt: skip

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("space", "position")
        constraints = (
            models.UniqueConstraint(fields=["space", "position"], name="signingevent_one_per_position"),
            models.UniqueConstraint(fields=["request", "kind"], name="signingevent_once"),
            models.CheckConstraint(
                condition=Q(position=1, previous_hash="") | Q(position__gt=1) & ~Q(previous_hash=""),
                name="signingevent_first_has_no_previous",
            ),
            models.CheckConstraint(condition=Q(typed_name__regex=r"[^\s]"), name="signingevent_has_typed_name"),
        )

    def __str__(self) -> str:
        return f"{self.party_name}: {self.get_kind_display()}"

    def computed_entry_hash(self) -> str:
        """What ``entry_hash`` must be, from the other fields."""
        values = [getattr(self, name) for name in self.HASHED]
        plain = [v.isoformat(timespec="microseconds") if isinstance(v, dt.datetime) else v for v in values]
        return hashlib.sha256(canonical_json([HASH_SCHEME, *plain]).encode()).hexdigest()
