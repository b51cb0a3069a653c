"""Alliances in the administration: public facts, regions and who coordinates. Never what they think."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from alliances.models import Alliance, AllianceRegion
from spaces.admin import SpaceFieldsAdmin, SpaceFieldsForm
from spaces.models import Role, Space


class AllianceForm(SpaceFieldsForm):
    kind = Space.Kind.ALLIANCE

    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Space.objects.filter(kind=Space.Kind.PROGRAMME), required=False
    )
    field_order = ("name", "slug", "programme")

    class Meta:
        model = Alliance
        fields = ("form",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["programme"].initial = self.instance.space.parent


class AllianceRegionInline(admin.TabularInline):
    model = AllianceRegion
    extra = 1
    min_num = 0
    autocomplete_fields = ("region",)


@admin.register(Alliance)
class AllianceAdmin(SpaceFieldsAdmin):
    """Make an alliance in a region, and invite who coordinates it."""

    form = AllianceForm
    list_display = ("space_name", "region_names", "programme_name", "form")
    list_filter = ("regions", "form")
    inlines = (AllianceRegionInline,)
    fieldsets = (
        (None, {"fields": ("name", "slug", "programme", "form", "language", "starts_on", "ends_on")}),
        (_("Invite a coordinator"), {"fields": ("coordinators", "coordinator_name", "coordinator_email")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alliance]:
        return super().get_queryset(request).select_related("space__parent").prefetch_related("regions")

    def may_invite(self, request: HttpRequest) -> bool:
        """A programme's administrators too; a region's administrators change nobody's rights."""
        programmes = Space.objects.visible_to(request.user).filter(kind=Space.Kind.PROGRAMME)  # type: ignore[attr-defined]
        return super().may_invite(request) or Role.objects.held_by(request.user).filter(  # type: ignore[attr-defined]
            kind=Role.Kind.COORDINATOR, space__in=programmes
        ).exists()

    @admin.display(description=_("regions"))
    def region_names(self, obj: Alliance) -> str:
        return ", ".join(region.name for region in obj.regions.all())

    @admin.display(description=_("programme"), ordering="space__parent__name")
    def programme_name(self, obj: Alliance) -> str:
        return obj.space.parent.name if obj.space.parent else ""
