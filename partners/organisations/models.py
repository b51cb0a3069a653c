"""The shared directory: public facts of organisations, and nothing else.

What an alliance thinks of an organisation, and every person, belongs to a space
(``spaces``, ``partners.stakeholders``).
"""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.text import SortKey
from places.names import NameKey


class Sector(models.TextChoices):
    """Eight sectors, in the order of their colours (static/css/parts.css); the same on map, matrix and PDF."""

    GOVERNMENT = "government", _("Local government")
    SOCIAL = "social", _("Social action")
    CULTURE = "culture", _("Culture, community and sport")
    WORK = "work", _("Work and economy")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health and care")
    NEWCOMERS = "newcomers", _("Newcomer communities")
    OTHER = "other", _("Other")


# The number of the colour of each, by its value.
SECTOR_NUMBERS = {sector.value: number for number, sector in enumerate(Sector, start=1)}


class Organisation(models.Model):
    """An organisation as everybody may know it."""

    name = models.CharField(_("name"), max_length=300)
    sectors = ArrayField(
        models.CharField(max_length=20, choices=Sector), verbose_name=_("sectors"), default=list, blank=True
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    website_host = models.CharField(
        max_length=253, blank=True, editable=False, help_text=_("Set when the website tells the organisation apart.")
    )
    official_number = models.CharField(
        _("official number"), max_length=20, blank=True, help_text=_("Enterprise number, SIRET or the like.")
    )
    street = models.CharField(_("street and number"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(SortKey("name"), "id", name="organisation_sorted"),
            models.Index(fields=["website_host"], name="organisation_host", condition=~Q(website_host="")),
            GinIndex(fields=["sectors"], name="organisation_sectors"),
            GinIndex(fields=["name"], name="organisation_name_alike", opclasses=["gin_trgm_ops"]),
            GinIndex(OpClass(SortKey("name"), "gin_trgm_ops"), name="organisation_key_alike"),
            models.Index(SortKey("municipality"), SortKey("name"), "id", name="organisation_by_town"),
            models.Index(NameKey("municipality"), name="organisation_in_town"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "official_number", name="organisation_number_unique", condition=~Q(official_number="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


UNDO_FOR = dt.timedelta(days=30)


class OrganisationMerge(models.Model):
    """Two entries of the directory that became one, with what it takes to make two of them again.

    Organisations are named by their numbers: one of the two is gone, and the other may go as well.
    """

    kept = models.BigIntegerField(help_text="The one that stayed.")
    gone = models.BigIntegerField(help_text="The one that went; it gets this number again when it comes back.")
    name = models.CharField(_("name"), max_length=300, help_text="Of the one that went.")
    gone_facts = models.JSONField(help_text="Its facts.")
    facts = models.JSONField(default=dict, help_text="Of the one that stayed: field → [before, after].")
    moved = models.JSONField(default=dict, help_text="What refers to the other one now: foreign key → rows.")
    joined = models.JSONField(default=dict, help_text="Rows that said twice the same, and went: foreign key → rows.")
    by = models.CharField(_("by"), max_length=200)
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)
    stayed = models.JSONField(default=list, help_text="What undoing it left as it was, in sentences.")

    class Meta:
        verbose_name = _("merge of organisations")
        verbose_name_plural = _("merges of organisations")
        ordering = ("-merged_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(kept=models.F("gone")), name="merge_is_of_two"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_undone(self) -> bool:
        """Within thirty days, once."""
        return self.undone_at is None and self.merged_at > timezone.now() - UNDO_FOR
