"""Forms of the administration of regions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _

from places.models import Municipality, MunicipalityInRegion, Region

_LINK = MunicipalityInRegion._meta.get_field("municipality")


class RegionForm(forms.ModelForm):
    """A region and its municipalities in one field: some departments have over five hundred."""

    municipalities = forms.ModelMultipleChoiceField(
        label=_("Municipalities"), queryset=Municipality.objects.all(), required=False
    )

    class Meta:
        model = Region
        fields = ("name", "code", "kind", "country", "parent", "division")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "municipalities" not in self.fields:  # who only looks at it
            return
        self.fields["municipalities"].widget = AutocompleteSelectMultiple(_LINK, admin.site)
        self.fields["municipalities"].widget.choices = self.fields["municipalities"].choices
        if self.instance.pk:
            self.initial["municipalities"] = list(self.instance.municipalities.values_list("pk", flat=True))

    def clean(self) -> dict[str, Any]:
        """What the database would refuse, said in words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        # Not everybody who changes a region chooses its division.
        division = cleaned.get("division") if "division" in self.fields else self.instance.division
        chosen = cleaned.get("municipalities")
        if division and chosen:
            taken = MunicipalityInRegion.objects.filter(division=division, municipality__in=chosen)
            for link in taken.exclude(region=self.instance.pk).select_related("municipality", "region")[:5]:
                self.add_error("municipalities", link.already_there())
        return cleaned


class CountryField(forms.RegexField):
    """The country of all rows of a list, by its two letters."""

    def __init__(self) -> None:
        letters = _("Two letters, as in “BE”.")
        messages = {"invalid": letters}
        super().__init__(r"^[A-Za-z]{2}$", label=_("Country"), initial="BE", help_text=letters, error_messages=messages)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).upper()


class ImportForm(forms.Form):
    """The files of an import of regions."""

    file = forms.FileField(
        label=_("List of municipalities"),
        help_text=_("CSV with a row for each municipality: its official code, its name and its region."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        error_messages={"empty": _("That file is empty. Choose another one.")},
    )
    boundaries = forms.FileField(
        label=_("Boundaries"),
        help_text=_("GeoJSON or TopoJSON of the regions or their municipalities, at most 10 MB."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.geojson,.topojson"}),
        error_messages={"empty": _("That file is empty. Choose another one.")},
    )
    country = CountryField()
    only_with_region = forms.BooleanField(label=_("Leave out municipalities that have no region"), required=False)

    def options(self) -> dict[str, Any]:
        """What ``import_regions`` is to be called with."""
        given = self.cleaned_data
        return {
            "data": given["file"].read(),
            "boundaries": given["boundaries"].read() if given["boundaries"] else b"",
            "country": given["country"],
            "only_with_region": given["only_with_region"],
        }
