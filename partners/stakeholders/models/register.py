"""The stakeholder register of a space: who matters, and what the space thinks of them.

The organisation behind a stakeholder is shared and public; everything in this file belongs to
the space alone.
"""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rules.contrib.models import RulesModelBase, RulesModelMixin

from core.prepared import Given
from core.text import SortKey
from partners.organisations.models import Organisation
from spaces import rules
from spaces.models import InSpaceQuerySet, Member, Space


class StakeholderQuerySet(InSpaceQuerySet):
    def with_membership(self, today: dt.date | Given | None = None) -> "StakeholderQuerySet":
        """Adds ``is_member``: whether the organisation is a member of the space now."""
        current = Member.objects.current(today).filter(
            space=models.OuterRef("space"), organisation=models.OuterRef("organisation")
        )
        return self.annotate(is_member=models.Exists(current))


class Stakeholder(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """One entry of the register."""

    class Level(models.TextChoices):
        """How much influence or interest. Not known is not low."""

        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")
        UNKNOWN = "unknown", _("not known")

    class Mandate(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        UNKNOWN = "unknown", _("not known")

    class Source(models.TextChoices):
        """Where the data of the person come from. Who did not give them has to be told (personal.py)."""

        PERSON = "person", _("given by the person")
        PUBLIC = "public", _("a public website or directory")
        LIST = "list", _("a list that somebody brought")
        MEMBER = "member", _("suggested by a member")
        OTHER = "other", pgettext_lazy("a source", "another source")
        UNKNOWN = "unknown", _("not known")

    class Ground(models.TextChoices):
        """What the law lets the space keep them on."""

        INTEREST = "interest", _("legitimate interest")
        CONSENT = "consent", _("consent")
        TASK = "task", _("task of public interest")
        AGREEMENT = "agreement", _("agreement with the person")
        DUTY = "duty", _("duty by law")
        UNKNOWN = "unknown", _("not known")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="stakeholders")
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stakeholders",
        help_text=_("Empty for somebody who takes part as an individual."),
    )
    name = models.CharField(_("name"), max_length=300)
    contact_person = models.CharField(_("contact person"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    contribution = models.TextField(_("how they can contribute"), blank=True, max_length=4_000)
    matters = models.TextField(_("what matters to them"), blank=True, max_length=4_000)
    # What the newest assessment says; whatever changes one of the two leaves an assessment (assessing.py).
    influence = models.CharField(_("influence"), max_length=10, choices=Level, default=Level.UNKNOWN)
    interest = models.CharField(
        _("interest"), max_length=10, choices=Level, default=Level.UNKNOWN, db_default=Level.UNKNOWN
    )
    strategy = models.TextField(_("how we involve them"), blank=True, max_length=4_000)
    mandate = models.CharField(_("mandate to take part"), max_length=10, choices=Mandate, default=Mandate.UNKNOWN)
    win = models.TextField(_("what they could win"), blank=True, max_length=4_000)
    notes = models.TextField(_("notes"), blank=True, max_length=10_000)
    # What stands in the own criteria of the space, by the key of each; without those not filled in (criteria.py).
    criteria = models.JSONField(default=dict, blank=True, db_default=models.Value({}, output_field=models.JSONField()))
    # Of the contact log, and written by nothing else: when there was contact last, and when there should be again.
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True, editable=False)
    next_contact_on = models.DateField(_("next contact"), null=True, blank=True, editable=False)
    # Of the person whose data these are (personal.py); an entry of an organisation without a person has none of it.
    source = models.CharField(
        _("where the data come from"), max_length=10, choices=Source, default=Source.UNKNOWN, db_default=Source.UNKNOWN
    )
    source_note = models.CharField(_("more about that"), max_length=200, blank=True, default="", db_default="")
    ground = models.CharField(
        _("legal ground"), max_length=10, choices=Ground, default=Ground.UNKNOWN, db_default=Ground.UNKNOWN
    )
    consent_on = models.DateField(_("consented on"), null=True, blank=True)
    # A trigger empties this when the address becomes another one: that person was not told yet.
    noticed_on = models.DateField(_("told on"), null=True, blank=True)
    objected_on = models.DateField(_("objected on"), null=True, blank=True)
    # Since when these data of a person are here, where that is later than the entry; the same trigger fills it.
    person_since = models.DateField(null=True, blank=True, editable=False)
    from_import = models.ForeignKey(
        "StakeholderImport", null=True, blank=True, on_delete=models.SET_NULL, related_name="stakeholders"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager["Stakeholder"]] = StakeholderQuerySet.as_manager()

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        indexes: ClassVar[list[models.Index]] = [
            models.Index("space", SortKey("name"), "id", name="stakeholder_sorted"),
            models.Index(fields=["space", "email"], name="stakeholder_email", condition=~Q(email="")),
            # A long register is counted by these without reading its rows.
            models.Index(
                fields=["space", "influence", "interest"], include=["organisation"], name="stakeholder_assessed"
            ),
            models.Index(
                fields=["space", "next_contact_on"],
                name="stakeholder_next_contact",
                condition=Q(next_contact_on__isnull=False),
            ),
            # The longest untouched; most registers have none, which is told without reading them.
            models.Index(fields=["space", "changed_at"], name="stakeholder_changed"),
            GinIndex(fields=["criteria"], name="stakeholder_criteria", opclasses=["jsonb_path_ops"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "space",
                "organisation",
                name="stakeholder_organisation_once",
                violation_error_message=_("This organisation is already in the register."),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.is_coordinator,
            "add": rules.is_coordinator,
            "change": rules.is_coordinator,
            "delete": rules.is_coordinator,
        }

    def __str__(self) -> str:
        return self.name


class Criterion(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """Something that a space wants to know of each of its stakeholders: a column of its own in the register."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        CHOICE = "choice", _("choice")
        YES_NO = "yes_no", _("yes or no")

    NAME_LENGTH = 60

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # Of a choice, in their order: [key, label]. An entry holds the key, so that a label can be corrected.
    options = models.JSONField(_("choices"), default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Criterion"]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("own criteria")
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "space",
                SortKey("name"),
                name="criterion_name_once",
                violation_error_message=_("There is a criterion with this name already."),
            ),
            models.CheckConstraint(condition=Q(kind="choice") | Q(options=[]), name="criterion_options_of_a_choice"),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "change": rules.is_coordinator,
        }

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A way to look at the register: its filters and order, and its columns.

    Without an owner it is there for all coordinators. One without a name holds the columns that its owner
    chose last, without saving a view.
    """

    NAME_LENGTH = 60

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="register_views")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    filters = models.JSONField(default=dict, blank=True)  # as in the address: its parameters, the order among them
    columns = models.JSONField(default=list, blank=True)
    is_start = models.BooleanField(_("the register opens with it"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["SavedView"]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("view of the register")
        verbose_name_plural = _("views of the register")
        ordering = (SortKey("name"), "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["space", "owner", "name"], name="saved_view_name_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["space", "owner"],
                name="saved_view_one_start",
                condition=Q(is_start=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(owner__isnull=False, is_start=False), name="saved_view_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """One field that was set in the list, for one entry or for many: kept for a day, so that it can be taken back."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=40)
    before = models.JSONField(default=dict)  # entry → what stood there
    after = models.JSONField(null=True)
    assessments = models.JSONField(default=dict)  # entry → the assessment that came with it
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects: ClassVar[models.Manager["Change"]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("change in the list")
        verbose_name_plural = _("changes in the list")

    def __str__(self) -> str:
        return f"{self.field} ({len(self.before)})"


class Assessment(models.Model):
    """How much influence and interest a stakeholder had on a day, as a coordinator saw it. Kept when it changes."""

    NOTE_LENGTH = 500

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="assessments")
    influence = models.CharField(_("influence"), max_length=10, choices=Stakeholder.Level)
    interest = models.CharField(_("interest"), max_length=10, choices=Stakeholder.Level)
    note = models.CharField(_("why"), max_length=NOTE_LENGTH, blank=True)
    assessed_on = models.DateField(_("date"))
    by = models.CharField(_("by"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("-assessed_on", "-pk")

    def __str__(self) -> str:
        return f"{self.stakeholder_id}, {self.assessed_on}: {self.influence}, {self.interest}"
