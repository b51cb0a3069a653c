"""The import of regions as two pages of the administration: choose files and see what would happen, then apply."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.contrib import admin, messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from core.forms import UNPROCESSABLE
from places.forms import ImportForm
from places.importing.problems import ImportRefused
from places.importing.regions import Report, import_regions
from places.models import Division, Municipality, Region

# For how long what was looked at can be applied.
REMEMBERED = 60 * 60
TEMPLATE = "admin/places/division/import.html"


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
        """GET: choose the files. POST with files: what would happen. POST with ``apply``: do it."""
        if not self.may_import(request):
            raise PermissionDenied
        division = self.get_queryset(request).filter(pk=pk).first()
        if division is None:
            raise Http404
        if request.method != "POST":
            return self._page(request, division, ImportForm())
        if request.POST.get("apply"):
            return self._apply(request, division)
        return self._preview(request, division)

    def _preview(self, request: HttpRequest, division: Division) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, division, form, status=UNPROCESSABLE)
        options = form.options()
        try:
            report = import_regions(division, **options, dry_run=True)
        except ImportRefused as refused:
            for problem in refused.problems:
                form.add_error(None, problem)
            return self._page(request, division, form, status=UNPROCESSABLE)
        token = token_urlsafe(16)
        cache.set(_key(request, division, token), options, REMEMBERED)
        return self._page(request, division, ImportForm(), report=report, token=token)

    def _apply(self, request: HttpRequest, division: Division) -> HttpResponse:
        key = _key(request, division, request.POST["apply"][:40])
        options = cache.get(key)
        if options is None:
            messages.error(request, _("This preview is too old or was applied already. Choose the files again."))
            return redirect("admin:places_division_import", division.pk)
        try:
            report = import_regions(division, **options)
        except ImportRefused as refused:  # something changed since the preview
            for problem in refused.problems:
                messages.error(request, problem)
            return redirect("admin:places_division_import", division.pk)
        cache.delete(key)
        self.log_change(request, division, _("Imported. %(report)s") % {"report": "; ".join(report.lines()[:4])})
        messages.success(request, _("Imported. %(report)s") % {"report": "; ".join(report.lines()[:3])})
        return redirect("admin:places_division_change", division.pk)

    def _page(
        self,
        request: HttpRequest,
        division: Division,
        form: ImportForm,
        *,
        report: Report | None = None,
        token: str = "",
        status: int = 200,
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import regions"),
            "subtitle": None,
            "division": division,
            "opts": self.opts,
            "form": form,
            "report": report,
            "token": token,
            "back": reverse("admin:places_division_change", args=[division.pk]),
        }
        return TemplateResponse(request, TEMPLATE, context, status=status)


def _key(request: HttpRequest, division: Division, token: str) -> str:
    """Of this person and this division: nobody applies what another looked at."""
    return f"places.import:{request.user.pk}:{division.pk}:{token}"
