"""Regions, municipalities and who administers which region."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from places.models import Municipality, Region, RegionAdministrator


class RegionAdministratorInline(admin.TabularInline):
    model = RegionAdministrator
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    """Regions; made and changed by platform administrators."""

    list_display = ("name", "code", "kind", "country", "municipality_count")
    list_filter = ("country", "kind")
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}  # noqa: RUF012
    autocomplete_fields = ("parent",)
    inlines = (RegionAdministratorInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        return super().get_queryset(request).annotate(municipality_count=Count("municipalities"))

    @admin.display(description=_("municipalities"), ordering="municipality_count")
    def municipality_count(self, region: Any) -> int:
        return region.municipality_count


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    """Municipalities by official code."""

    list_display = ("name", "code", "country")
    list_filter = ("country", "regions")
    search_fields = ("name", "name_fr", "code")
    autocomplete_fields = ("regions",)
