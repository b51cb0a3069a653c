"""Programmes in the administration."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programmes.models import Programme
from spaces.admin import APPOINTMENT, SpaceFieldsAdmin, SpaceFieldsForm
from spaces.models import Space


class ProgrammeForm(SpaceFieldsForm):
    kind = Space.Kind.PROGRAMME

    class Meta:
        model = Programme
        fields = ("funder", "division")


@admin.register(Programme)
class ProgrammeAdmin(SpaceFieldsAdmin):
    """A programme. Its coordinators are the programme's administrators."""

    form = ProgrammeForm
    list_display = ("space_name", "funder", "division", "dashboard")
    list_select_related = ("space", "division")
    autocomplete_fields = ("division",)
    readonly_fields = (*SpaceFieldsAdmin.readonly_fields, "dashboard")
    fieldsets = (
        (None, {"fields": ("name", "slug", "dashboard", "funder", "division", "language", "starts_on", "ends_on")}),
        (
            _("Invite an administrator of this programme"),
            {"fields": ("coordinators", *APPOINTMENT)},
        ),
    )

    @admin.display(description=_("dashboard"))
    def dashboard(self, obj: Programme) -> str:
        """A link to all regions of the programme."""
        if not obj.pk:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("programmes:dashboard", args=[obj.space.slug]), _("See the regions")
        )
