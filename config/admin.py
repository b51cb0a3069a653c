"""The administration's site."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class AdminSite(admin.AdminSite):
    """Django's own admin under our name. A second factor is asked by accounts.middleware."""

    site_title = "Schakel"
    site_header = "Schakel"
    index_title = _("Administration")
