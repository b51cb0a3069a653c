"""The shared directory in the administration: public facts only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.organisations.double_admin import DoublesAdmin
from partners.organisations.merge_admin import MergingAdmin
from partners.organisations.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(DoublesAdmin, MergingAdmin):
    """An organisation as everybody may know it."""

    list_display = ("name", "municipality", "country", "website", "official_number")
    list_filter = ("country", ("official_number", admin.EmptyFieldListFilter))
    search_fields = ("name", "municipality", "postcode", "official_number", "website_host")
    search_help_text = _("Search by name, place, official number or website.")
    fieldsets = (
        (None, {"fields": ("name", "sectors", "website", "official_number")}),
        (_("Place"), {"fields": ("street", "postcode", "municipality", "country")}),
    )
