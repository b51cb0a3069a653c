"""The import of regions as a page of the administration of a division."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from places.forms import ImportForm
from places.importing.regions import import_regions
from places.models import Division, Municipality, Region
from places.uploads import Upload


class ImportingAdmin(admin.ModelAdmin):
    """Base of the administration of divisions: adds the pages of the import."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("<int:pk>/import/", view, name="places_division_import"), *super().get_urls()]

    def may_import(self, request: HttpRequest) -> bool:
        """Whoever may make and change all that an import makes and changes."""
        labels = [(action, model) for action in ("add", "change") for model in (Region, Municipality)]
        return all(
            request.user.has_perm(f"places.{action}_{model._meta.model_name}") for action, model in labels
        ) and self.has_change_permission(request)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        context = {"may_import": self.may_import(request), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def import_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.may_import(request):
            raise PermissionDenied
        division = self.get_queryset(request).filter(pk=pk).first()
        if division is None:
            raise Http404
        upload = Upload(
            site=self.admin_site,
            title=_("Import regions"),
            form_class=ImportForm,
            run=partial(import_regions, division),
            model=Division,
            here=reverse("admin:places_division_import", args=[pk]),
            back=reverse("admin:places_division_change", args=[pk]),
            about=division,
        )
        return upload.answer(request)
