"""Programmes in the administration."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programmes.models import Programme
from spaces.admin import SpaceFieldsAdmin, SpaceFieldsForm
from spaces.models import Space


class ProgrammeForm(SpaceFieldsForm):
    kind = Space.Kind.PROGRAMME

    class Meta:
        model = Programme
        fields = ("funder",)


@admin.register(Programme)
class ProgrammeAdmin(SpaceFieldsAdmin):
    """A programme. Its coordinators are the programme's administrators."""

    form = ProgrammeForm
    list_display = ("space_name", "funder")
    fieldsets = (
        (None, {"fields": ("name", "slug", "funder", "language", "starts_on", "ends_on")}),
        (_("Invite an administrator of this programme"), {"fields": ("coordinators", "coordinator_name", "coordinator_email")}),
    )
