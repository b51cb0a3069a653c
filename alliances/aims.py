"""How many seats at its table an alliance wants from each sector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.organisations.models import Sector
from spaces.models import Space

if TYPE_CHECKING:
    from alliances.models import Alliance

MOST_SEATS = 20
# As long as nobody said otherwise: somebody from each sector, and nobody misses "other".
USUAL = {sector.value: 0 if sector == Sector.OTHER else 1 for sector in Sector}


class SectorAim(models.Model):
    """How many seats one sector should have; 0 when the alliance does without it."""

    alliance = models.ForeignKey("alliances.Alliance", on_delete=models.CASCADE, related_name="sector_aims")
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        verbose_name = _("seats wanted of a sector")
        verbose_name_plural = _("seats wanted by sector")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("alliance", "sector", name="aim_once_a_sector"),
            models.CheckConstraint(condition=Q(seats__lte=MOST_SEATS), name="aim_within_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_sector_display()}: {self.seats}"


def aims_of(space: Space) -> dict[str, int]:
    """The seats wanted of every sector, by its value."""
    return USUAL | dict(SectorAim.objects.filter(alliance__space=space).values_list("sector", "seats"))


@transaction.atomic
def set_aims(alliance: Alliance, seats: Mapping[str, int]) -> None:
    """From now on these ``seats`` are wanted, by the value of the sector; other sectors keep theirs."""
    SectorAim.objects.bulk_create(
        (SectorAim(alliance=alliance, sector=sector, seats=number) for sector, number in seats.items()),
        update_conflicts=True,
        unique_fields=("alliance", "sector"),
        update_fields=("seats",),
    )
