"""What an account changes about each page."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]


class PersonalSettings:
    """Pages in the language and the time zone that the person set."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        zone = user.time_zone if user.is_authenticated and user.time_zone else settings.TIME_ZONE
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)


class StaffNeedSecondFactor:
    """Staff without a second factor can do one thing: set one up."""

    OPEN_PREFIXES = ("/account/", "/static/", "/healthz", "/readyz", "/language/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        is_open = request.path.startswith(self.OPEN_PREFIXES)
        if not is_open and isinstance(user, User) and user.is_staff and not user.has_second_factor():
            messages.warning(request, _("Administrators need a second factor. Set one up to go on."))
            return redirect(reverse("mfa_index"))
        return self.get_response(request)
