"""The space itself, and the querysets of what belongs to one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from accounts.models import User
from core.prepared import Given
from core.text import lines_of
from spaces import rules
from spaces.subtitle import subtitle


@dataclass(frozen=True)
class NamedValue:
    """Something that a space holds dear: its name, and in a sentence what that means here ("" for none)."""

    name: str
    meaning: str

    @classmethod
    def of(cls, line: str) -> Self:
        """From a line as people write it: the name, a colon, the sentence."""
        name, _colon, meaning = line.partition(":")
        return cls(name.strip(), meaning.strip()) if name.strip() else cls(meaning.strip(), "")


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, user: User | AnonymousUser) -> "SpaceQuerySet":
        """The spaces in which ``user`` takes part today.

        A platform or programme administrator sees none by that alone, and a guest sees only the
        meeting or session they were asked for.
        """
        if not user.is_authenticated:
            return self.none()
        from spaces.models.people import Role

        return self.filter(pk__in=Role.objects.held_by(user).exclude(kind=Role.Kind.GUEST).values("space"))

    def coordinated_by(self, user: User | AnonymousUser) -> "SpaceQuerySet":
        """The spaces that ``user`` coordinates today; of programmes: those they administer."""
        if not user.is_authenticated:
            return self.none()
        from spaces.models.people import Role

        return self.filter(pk__in=Role.objects.held_by(user).filter(kind=Role.Kind.COORDINATOR).values("space"))

    def with_end(self) -> "SpaceQuerySet":
        """With ``closed_on`` at hand, so that many spaces are asked in one query."""
        from spaces.closing.models import Closing

        ending = Closing.objects.holding_for(OuterRef("pk"), OuterRef("parent"))
        # Given by name: to the type checker it would be the property of a space a second time.
        return self.annotate(**{"closed_on": Subquery(ending.values("ended_on")[:1])})

    def for_pages(self) -> "SpaceQuerySet":
        """With what the frame of every page asks, so that it comes in the same query."""
        return self.annotate(**{"region_name": subtitle()}).with_end()


class Space(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A programme, alliance, branch or working group, seen as a place."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        ALLIANCE = "alliance", _("alliance")
        BRANCH = "branch", _("branch")
        WORKING_GROUP = "working_group", _("working group")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, editable=False)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("short name in addresses"),
        max_length=60,
        unique=True,
        help_text=_("Small letters, digits and hyphens; does not change later."),
    )
    why = models.TextField(_("why"), blank=True, max_length=10_000)
    vision = models.TextField(_("vision"), blank=True, max_length=10_000)
    objectives = models.TextField(_("objectives"), blank=True, max_length=10_000)
    values = models.TextField(_("values"), blank=True, default="", db_default="", max_length=5_000)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="nl")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Brussels")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Space"]] = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="space_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            "view": rules.takes_part,
            "change": rules.is_coordinator,
        }

    def __str__(self) -> str:
        return self.name

    @property
    def objective_lines(self) -> tuple[str, ...]:
        """The objectives, one by one."""
        return lines_of(self.objectives)

    @property
    def named_values(self) -> tuple[NamedValue, ...]:
        """The values, one by one."""
        return tuple(NamedValue.of(line) for line in lines_of(self.values))

    @cached_property
    def region_name(self) -> str:
        """What stands under its name (``spaces.subtitle``); pages get it with the space."""
        found = Space.objects.filter(pk=self.pk).annotate(line=subtitle()).values_list("line", flat=True)
        return found.get()

    @cached_property
    def closed_on(self) -> dt.date | None:
        """The last day of a space that was closed (``spaces.closing``); a working group ends with its alliance.
        Pages get it with the space."""
        from spaces.closing.models import Closing

        ending = Closing.objects.holding_for(self.pk, self.parent_id).first()
        return ending.ended_on if ending else None

    @property
    def is_read_only(self) -> bool:
        """Whether it came to its end: asked by the guard and by links that were mailed."""
        return self.closed_on is not None


class InSpaceQuerySet(models.QuerySet[Any]):
    """Rows that belong to a space by a foreign key named ``space``."""

    def visible_to(self, user: User) -> "InSpaceQuerySet":
        return self.filter(space__in=Space.objects.visible_to(user))


class CurrentQuerySet(InSpaceQuerySet):
    """Rows with ``starts_on`` and ``ends_on`` (the last day, empty while it goes on)."""

    def current(self, today: dt.date | Given | None = None) -> "CurrentQuerySet":
        today = today or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)
