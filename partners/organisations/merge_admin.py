"""Mergers of municipalities as a page of the administration, beside the command of the same name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.organisations.merging import merge_municipalities
from places.forms import CountryField
from places.models import Municipality
from places.uploads import Upload

# All that a list of mergers does to municipalities and to the organisations in them.
NEEDED = (
    "places.add_municipality",
    "places.change_municipality",
    "places.delete_municipality",
    "organisations.change_organisation",
)


class MergeForm(forms.Form):
    """A list of mergers."""

    file = forms.FileField(
        label=gettext_lazy("List of mergers"),
        help_text=gettext_lazy(
            "CSV with a row for each municipality: its code and name before, its code and name from now on. Rows of "
            "municipalities that stay as they are may be in it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        error_messages={"empty": gettext_lazy("That file is empty. Choose another one.")},
    )
    country = CountryField()

    def options(self) -> dict[str, Any]:
        """What ``merge_municipalities`` is to be called with."""
        return {"data": self.cleaned_data["file"].read(), "country": self.cleaned_data["country"]}


class MergingAdmin(admin.ModelAdmin):
    """Base of the administration of organisations: adds the page on which municipalities are merged.

    It stands here and not with the municipalities, because the organisations in them move along.
    """

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge-municipalities/", view, name="places_municipality_merge"), *super().get_urls()]

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        if not all(request.user.has_perm(permission) for permission in NEEDED):
            raise PermissionDenied
        upload = Upload(
            site=self.admin_site,
            title=_("Merge municipalities"),
            form_class=MergeForm,
            run=merge_municipalities,
            model=Municipality,
            here=reverse("admin:places_municipality_merge"),
            back=reverse("admin:places_municipality_changelist"),
        )
        return upload.answer(request)
