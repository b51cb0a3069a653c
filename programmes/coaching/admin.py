"""Process coaches in the administration: to look at only. They are given on the pages of the programme.

Who looks after a region sees its coaches; what the programme noted of them stays with the programme.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from programmes.coaching.models import Coach


@admin.register(Coach)
class CoachAdmin(admin.ModelAdmin):
    """The coaches of the regions and programmes that somebody administers."""

    fields = ("programme", "region", "name", "organisation", "email", "starts_on", "ends_on")
    list_display = ("name", "region", "organisation", "email", "starts_on", "ends_on", "programme")
    list_select_related = ("region", "programme")
    search_fields = ("name", "organisation", "region__name")
    ordering = ("region__name", "-starts_on")
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Coach]:
        own: QuerySet[Coach] = Coach.objects.administered_by(request.user)  # type: ignore[attr-defined]
        return super().get_queryset(request).filter(pk__in=own.values("pk"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not (request.user.is_active and request.user.is_staff):
            return False
        return obj is None or bool(Coach.objects.administered_by(request.user).filter(pk=obj.pk).exists())  # type: ignore[attr-defined]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
