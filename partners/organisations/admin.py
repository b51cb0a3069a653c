"""The shared directory in the administration: public facts only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.organisations.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """An organisation as everybody may know it."""

    list_display = ("name", "municipality", "website", "official_number")
    list_filter = ("country",)
    search_fields = ("name", "official_number", "website_host")
    fieldsets = (
        (None, {"fields": ("name", "sectors", "website", "official_number")}),
        (_("Place"), {"fields": ("street", "postcode", "municipality", "country")}),
    )
