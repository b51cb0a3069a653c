"""The action plan of a space: what is being written now, and the versions that were adopted."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Deferrable, F, Prefetch, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from actionplans.content import ActionContent, PlanContent
from core.frozen.models import FrozenDocument
from sessions.meetings.models import ActionPoint
from spaces import rules
from spaces.models import InSpaceQuerySet, Member, Space

ENDS_AFTER_START = Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on"))


class ActionPlanQuerySet(InSpaceQuerySet):
    def with_actions(self) -> "ActionPlanQuerySet":
        """Each plan with all that its page shows, in a constant number of queries."""
        actions = Action.objects.select_related(
            "responsible_member__organisation", "responsible_member__individual"
        ).order_by("position", "pk")
        versions = PlanVersion.objects.select_related("document").defer("document__content").order_by("-number")
        return self.prefetch_related(Prefetch("actions", actions), Prefetch("versions", versions))


class ActionPlan(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """The one plan of a space as it is being written.

    ``version`` is the number of the version being written. It is a draft until a ``PlanVersion`` of that
    number exists; the first change after that raises the number (``services.for_change``).
    """

    WRITTEN = ("title", "introduction", "starts_on", "ends_on")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ADOPTED = "adopted", _("adopted")
        PUBLISHED = "published", _("published")

    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="action_plan")
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True, max_length=10_000)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["ActionPlan"]] = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=ENDS_AFTER_START,
                name="action_plan_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.takes_part,
            "change": rules.is_team,
            "adopt": rules.is_team,
            "publish": rules.is_team,
        }

    def __str__(self) -> str:
        return self.title

    @cached_property
    def standing_actions(self) -> list["Action"]:
        """The actions of the plan, in order."""
        return [action for action in self.actions.all() if action.removed_at is None]

    @cached_property
    def removed_actions(self) -> list["Action"]:
        """What was taken out and can be put back."""
        return [action for action in self.actions.all() if action.removed_at is not None]

    @cached_property
    def adopted_versions(self) -> list["PlanVersion"]:
        """The newest first."""
        return list(self.versions.all())

    @property
    def current_version(self) -> "PlanVersion | None":
        """The adopted version that is exactly what stands here now; None while it is a draft."""
        return next((version for version in self.adopted_versions if version.number == self.version), None)

    @property
    def published_version(self) -> "PlanVersion | None":
        return next((version for version in self.adopted_versions if version.published_at), None)

    @property
    def state(self) -> State:
        version = self.current_version
        if version is None:
            return self.State.DRAFT
        return self.State.PUBLISHED if version.published_at else self.State.ADOPTED

    @property
    def numbers_are_fixed(self) -> bool:
        """Once a version was adopted, minutes and letters refer to the numbers: they stay."""
        return self.version > 1

    def content(self) -> PlanContent:
        """What the plan says now."""
        return PlanContent(
            title=self.title,
            introduction=self.introduction,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            actions=tuple(action.content() for action in self.standing_actions),
        )


class Action(models.Model):
    """One action of a plan. Its number is never given to another one once the plan was adopted."""

    # What people write; number, place and removal change in other ways.
    WRITTEN = (
        "title", "problem", "description", "budget", "funding", "responsible_member", "responsible_words",
        "starts_on", "ends_on", "timeline_words",
    )  # fmt: skip

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveIntegerField(_("number"), editable=False)
    position = models.PositiveIntegerField(_("place in the order"), editable=False)
    title = models.CharField(_("action"), max_length=300)
    problem = models.TextField(_("local problem"), blank=True, max_length=4_000)
    description = models.TextField(_("description"), blank=True, max_length=10_000)
    budget = models.DecimalField(
        _("estimated budget"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    funding = models.TextField(_("possible funding"), blank=True, max_length=2_000)
    responsible_member = models.ForeignKey(
        Member,
        verbose_name=_("responsible member"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    responsible_words = models.CharField(_("responsible, in words"), max_length=300, blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    timeline_words = models.CharField(_("timeline, in words"), max_length=300, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)
    # The action point of a meeting that it grew out of.
    origin = models.ForeignKey(
        ActionPoint, null=True, on_delete=models.SET_NULL, related_name="plan_actions", editable=False
    )

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Deferred: renumbering passes through doubles.
            models.UniqueConstraint(
                fields=["plan", "number"], name="action_number_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=ENDS_AFTER_START,
                name="action_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0), name="action_budget_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def content(self) -> ActionContent:
        """What the action says now."""
        member = self.responsible_member
        return ActionContent(
            action_id=self.pk,
            number=self.number,
            title=self.title,
            problem=self.problem,
            description=self.description,
            budget=self.budget,
            funding=self.funding,
            member_id=member.pk if member else None,
            member_name=member.name if member else "",
            responsible_words=self.responsible_words,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            timeline_words=self.timeline_words,
        )


class PlanVersion(models.Model):
    """A version of the plan that was adopted: its PDF and its data are frozen."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    document = models.OneToOneField(FrozenDocument, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField(_("adopted on"))
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("adopted version")
        verbose_name_plural = _("adopted versions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["plan"], name="plan_one_published_version", condition=Q(published_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({self.number})"

    @cached_property
    def content(self) -> PlanContent:
        """What the plan said when it was adopted."""
        return PlanContent.from_facts(self.document.facts)
