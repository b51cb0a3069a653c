"""Pages about one's own account that allauth does not have."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.generic import UpdateView, View

from accounts.forms import PersonalSettingsForm
from accounts.models import User
from core.guard import Public, SignedIn


class PersonalSettingsView(SignedIn, UpdateView):
    """Name and language."""

    form_class = PersonalSettingsForm
    template_name = "accounts/personal_settings.html"

    def get_object(self, queryset: Any = None) -> User:
        return self.request.user  # type: ignore[return-value]

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return reverse("personal_settings")


class LanguageSetView(Public, View):
    """Choose the language of the pages: kept in the account, or in a cookie for who has none."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES) or not check_for_language(language):
            return HttpResponseBadRequest()
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            back = "/"
        response = redirect(back)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax", httponly=True
        )
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
        return response
