"""Regions, municipalities and who administers which region."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from core import slots
from places.forms import RegionForm
from places.import_admin import ImportingAdmin
from places.models import Division, Municipality, MunicipalityInRegion, Region, RegionAdministrator
from places.outlines import outlines
from places.slots import FINDS_EVERY_REGION


class RegionAdministratorInline(admin.TabularInline):
    model = RegionAdministrator
    extra = 0
    autocomplete_fields = ("user",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)  # who may administer what is for the platform's administrators alone


class RegionsInline(admin.TabularInline):
    """The regions of a municipality, at most one of each division."""

    model = MunicipalityInRegion
    extra = 0
    autocomplete_fields = ("region",)
    verbose_name = _("region")
    verbose_name_plural = _("regions, one of each division")


@admin.register(Division)
class DivisionAdmin(ImportingAdmin):
    """Ways of dividing the land into regions; their regions come in from official lists."""

    list_display = ("name", "code", "region_count")
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}
    readonly_fields = ("map",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Division]:
        return super().get_queryset(request).annotate(region_count=Count("regions")).order_by("name", "pk")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Also whoever chooses one for their programme: official names, and nothing else."""
        if super().has_view_permission(request, obj):
            return True
        return request.user.is_staff and any(slots.collect(FINDS_EVERY_REGION, request.user))

    @admin.display(description=_("regions"), ordering="region_count")
    def region_count(self, division: Any) -> int:
        return division.region_count

    @admin.display(description=_("map"))
    def map(self, division: Division) -> str:
        drawn = outlines(division.regions.only("boundary")) if division.pk else None
        if not drawn:
            return _("No boundaries yet. They come with “Import regions”, above, once this is saved.")
        return render_to_string("places/region_map.html", {"name": division.name, "map": drawn})


def visible_regions(request: HttpRequest) -> QuerySet[Region]:
    """What may be looked at, also when a region is chosen somewhere: official names, and nothing else."""
    if any(slots.collect(FINDS_EVERY_REGION, request.user)):
        return Region.objects.all()
    return Region.objects.administered_by(request.user)  # type: ignore[attr-defined, no-any-return]


# What a region's own administrators do not change: it decides where the region stands among the others.
SET_BY_THE_PLATFORM = ("code", "kind", "country", "parent", "division")


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    """Regions. Platform administrators make them; a region's administrators keep its name and municipalities."""

    form = RegionForm
    list_display = ("name", "code", "division", "kind", "country", "municipality_count")
    list_filter = ("division", "country", "kind", ("boundary", admin.EmptyFieldListFilter))
    list_select_related = ("division",)
    search_fields = ("name", "code")
    search_help_text = _("Search by name or code.")
    prepopulated_fields = {"code": ("name",)}
    autocomplete_fields = ("parent", "division")
    readonly_fields = ("map", "municipality_names")
    inlines = (RegionAdministratorInline,)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        changing = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return (*RegionForm.Meta.fields, "municipalities" if changing else "municipality_names", "map")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = () if super().has_change_permission(request, obj) else SET_BY_THE_PLATFORM
        return (*self.readonly_fields, *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields  # what exists has the code that lists know it by

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A region's administrators change their own."""
        if super().has_change_permission(request, obj):
            return True
        if not (request.user.is_active and request.user.is_staff):
            return False
        own = Region.objects.administered_by(request.user)  # type: ignore[attr-defined]
        return bool((own.filter(pk=obj.pk) if obj else own).exists())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        rows = super().get_queryset(request).filter(pk__in=visible_regions(request).values("pk"))
        return rows.annotate(municipality_count=Count("municipalities")).order_by("name", "pk")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.municipalities.set(form.cleaned_data["municipalities"])

    @admin.display(description=_("municipalities"))
    def municipality_names(self, region: Region) -> str:
        return ", ".join(region.municipalities.values_list("name", flat=True)) or "–"

    @admin.display(description=_("map"))
    def map(self, region: Region) -> str:
        """The region among the others of its division."""
        if not region.pk or not region.boundary:
            return _("No boundary yet. It comes with the import of a division.")
        around = Region.objects.filter(division=region.division) if region.division_id else Region.objects.none()
        regions = [*around.exclude(pk=region.pk).only("boundary"), region]
        facts = {"name": region.name, "this": region.pk, "map": outlines(regions)}
        return render_to_string("places/region_map.html", facts)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A region's administrators see their own, and a programme's all; the rest stays with Django's permissions."""
        if super().has_view_permission(request, obj):
            return True
        if not request.user.is_staff:  # also nobody: the sign-in page of the administration asks as well
            return False
        visible = visible_regions(request)
        return (visible.filter(pk=obj.pk) if obj else visible).exists()

    @admin.display(description=_("municipalities"), ordering="municipality_count")
    def municipality_count(self, region: Any) -> int:
        return region.municipality_count


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    """Municipalities by official code."""

    list_display = ("name", "code", "country", "region_names")
    list_filter = ("country", "regions__division")
    search_fields = ("name", "name_fr", "code", "postcodes", "regions__name")
    search_help_text = _("Search by name, official code, postcode or region.")
    inlines = (RegionsInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Municipality]:
        own = Prefetch("regions", visible_regions(request).order_by("name", "pk"))
        return super().get_queryset(request).prefetch_related(own)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Also who administers a region and chooses its municipalities: official names, and nothing else."""
        if super().has_view_permission(request, obj):
            return True
        if not (request.user.is_active and request.user.is_staff):
            return False
        return bool(Region.objects.administered_by(request.user).exists())  # type: ignore[attr-defined]

    @admin.display(description=_("regions"))
    def region_names(self, municipality: Municipality) -> str:
        return ", ".join(region.name for region in municipality.regions.all()) or "–"
