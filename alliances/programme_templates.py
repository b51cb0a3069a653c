"""What a programme lays out for those that begin in it: steps for its alliances, phases for its branches.

One template without a programme is for all programmes that have none of their own; it begins with what comes with
the platform. What begins gets a copy, so that it stays as it was when its programme thinks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliances.steps import in_language
from spaces.models import Space

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from accounts.models import User

TITLE_LENGTH = 60


class TemplateQuerySet[T: ProgrammeTemplate](models.QuerySet[T]):
    def administered_by(self, user: User) -> Self:
        """Those of the programmes that ``user`` administers; for a platform administrator all, the shared one too."""
        return self if user.is_superuser else self.filter(programme__in=Space.objects.coordinated_by(user))

    def shared(self) -> T:
        """The one for every programme that has none of its own; made from what is shipped where it is missing."""
        template, created = self.get_or_create(programme=None)
        if created:
            template.take_shipped()
        return template

    def of(self, programme: Space | None) -> T:
        """What somebody who begins in this programme gets."""
        fits = models.Q(programme=None) | models.Q(programme=programme)
        return self.filter(fits).order_by("programme").first() or self.shared()  # its own comes first: nulls are last


class ProgrammeTemplate(models.Model):
    """A template of a programme, or the shared one; what is in it hangs on it as rows."""

    programme = models.ForeignKey(
        Space,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": Space.Kind.PROGRAMME},
        verbose_name=_("programme"),
    )

    for_all_others: ClassVar[Promise]  # how the shared one is called
    parts_name: ClassVar[str]  # the relation to its parts
    copied: ClassVar[tuple[str, ...]]  # the fields of a part that a copy gets

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.programme.name if self.programme else str(self.for_all_others)

    def take_shipped(self) -> None:
        """Lay out what comes with the platform, for a template that has nothing yet."""
        raise NotImplementedError

    def begin_as(self, other: Self) -> None:
        """Lay out what ``other`` has, for a template that has nothing yet."""
        parts: Any = getattr(self, self.parts_name)
        parts.bulk_create(parts.model(template=self, **facts) for facts in other.facts())

    def facts(self) -> list[dict[str, Any]]:
        """What a copy of each of its parts gets, in their order."""
        return list(getattr(self, self.parts_name).values(*self.copied))


class TitledPart(models.Model):
    """A part of a template or of a copy: its place, and its title in each language."""

    number = models.PositiveSmallIntegerField(_("number"))
    title_nl = models.CharField(_("title in Dutch"), max_length=TITLE_LENGTH)
    title_en = models.CharField(_("title in English"), max_length=TITLE_LENGTH)
    title_fr = models.CharField(_("title in French"), max_length=TITLE_LENGTH)

    class Meta:
        abstract = True
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def title(self) -> str:
        return in_language(self.title_nl, self.title_en, self.title_fr)


def facts_of(part: Any) -> tuple[str, ...]:
    """The names of what a copy gets: the fields of ``part``, an abstract ``TitledPart``."""
    return tuple(field.name for field in part._meta.fields)


def one_per_programme(name: str, taken: StrPromise) -> models.UniqueConstraint:
    """A programme has one template of a kind, and there is one shared one; ``taken`` says so to a person."""
    return models.UniqueConstraint(fields=["programme"], name=name, nulls_distinct=False, violation_error_message=taken)


def number_once(field: str, name: str) -> models.UniqueConstraint:
    """No number twice in the same ``field``; asked at the end of the transaction, so that two can change places."""
    return models.UniqueConstraint(fields=[field, "number"], name=name, deferrable=models.Deferrable.DEFERRED)
