"""Regions, municipalities and who administers which region."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import slots
from places.models import Division, Municipality, MunicipalityInRegion, Region, RegionAdministrator
from places.slots import FINDS_EVERY_REGION


class RegionAdministratorInline(admin.TabularInline):
    model = RegionAdministrator
    extra = 0
    autocomplete_fields = ("user",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)  # who may administer what is for the platform's administrators alone


class MunicipalitiesInline(admin.TabularInline):
    """The municipalities of a region."""

    model = MunicipalityInRegion
    extra = 0
    autocomplete_fields = ("municipality",)


class RegionsInline(admin.TabularInline):
    """The regions of a municipality, at most one of each division."""

    model = MunicipalityInRegion
    extra = 0
    autocomplete_fields = ("region",)


@admin.register(Division)
class DivisionAdmin(admin.ModelAdmin):
    """Ways of dividing the land into regions."""

    list_display = ("name", "code")
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    """Regions; made and changed by platform administrators."""

    list_display = ("name", "code", "kind", "country", "municipality_count")
    list_filter = ("division", "country", "kind")
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}
    autocomplete_fields = ("parent", "division")
    inlines = (MunicipalitiesInline, RegionAdministratorInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        rows = super().get_queryset(request).filter(pk__in=self._visible(request).values("pk"))
        return rows.annotate(municipality_count=Count("municipalities"))

    def _visible(self, request: HttpRequest) -> QuerySet[Region]:
        """What may be looked at, also when a region is chosen somewhere: official names, and nothing else."""
        if any(slots.collect(FINDS_EVERY_REGION, request.user)):
            return Region.objects.all()
        return Region.objects.administered_by(request.user)  # type: ignore[attr-defined, no-any-return]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A region's administrators see their own, and a programme's all; the rest stays with Django's permissions."""
        if super().has_view_permission(request, obj):
            return True
        if not request.user.is_staff:  # also nobody: the sign-in page of the administration asks as well
            return False
        visible = self._visible(request)
        return (visible.filter(pk=obj.pk) if obj else visible).exists()

    @admin.display(description=_("municipalities"), ordering="municipality_count")
    def municipality_count(self, region: Any) -> int:
        return region.municipality_count


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    """Municipalities by official code."""

    list_display = ("name", "code", "country")
    list_filter = ("country", "regions")
    search_fields = ("name", "name_fr", "code")
    inlines = (RegionsInline,)
