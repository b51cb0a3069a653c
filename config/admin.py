"""The administration's site."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

# What libraries would show there and nobody should see or type: second factors are secrets, and an
# address counts as proved only when its owner did so.
NOT_SHOWN = {"mfa.authenticator", "account.emailaddress", "account.emailconfirmation"}


class AdminSite(admin.AdminSite):
    """Django's own admin under our name. A second factor is asked by accounts.middleware."""

    site_title = "Schakel"
    site_header = "Schakel"
    index_title = _("Administration")

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The site's own sign-in: Django's page here would take a password and ask for no second factor."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register models, save those that are not to be shown."""
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        shown = [model for model in models if model._meta.label_lower not in NOT_SHOWN]
        super().register(shown, admin_class, **options)
