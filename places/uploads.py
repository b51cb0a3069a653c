"""An upload in the administration: choose files and see what would happen, then apply exactly that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Protocol

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.forms import UNPROCESSABLE
from places.importing.problems import ImportRefused

# For how long what was looked at can be applied.
REMEMBERED = 60 * 60
TEMPLATE = "admin/places/upload.html"


class Report(Protocol):
    """What a run did, or would do."""

    def lines(self) -> list[str]:
        """In sentences."""

    def changes_nothing(self) -> bool:
        """Whether there is nothing to apply."""


@dataclass(frozen=True)
class Upload:
    """What differs between two uploads.

    ``run`` takes the form's ``options()`` and ``dry_run``; it raises ImportRefused, and then nothing has changed.
    ``about`` is the row it is about; without one it is about all rows of ``model``.
    """

    site: admin.AdminSite
    title: str | Promise
    form_class: type[forms.Form]
    run: Callable[..., Report]
    model: type[Model]
    here: str
    back: str
    about: Model | None = None

    def answer(self, request: HttpRequest) -> HttpResponse:
        """GET: choose the files. POST with files: what would happen. POST with ``apply``: do it."""
        if request.method != "POST":
            return self._page(request, self.form_class())
        if request.POST.get("apply"):
            return self._apply(request)
        return self._preview(request)

    def _preview(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, status=UNPROCESSABLE)
        options = form.options()  # type: ignore[attr-defined]
        try:
            report = self.run(**options, dry_run=True)
        except ImportRefused as refused:
            for problem in refused.problems:
                form.add_error(None, problem)
            return self._page(request, form, status=UNPROCESSABLE)
        token = token_urlsafe(16)
        cache.set(self._key(request, token), options, REMEMBERED)
        return self._page(request, self.form_class(), report=report, token=token)

    def _apply(self, request: HttpRequest) -> HttpResponse:
        key = self._key(request, request.POST["apply"][:40])
        options = cache.get(key)
        if options is None:
            messages.error(request, _("This preview is too old or was applied already. Choose the files again."))
            return redirect(self.here)
        try:
            report = self.run(**options, dry_run=False)
        except ImportRefused as refused:  # something changed since the preview
            for problem in refused.problems:
                messages.error(request, problem)
            return redirect(self.here)
        cache.delete(key)
        words = _("Applied. %(report)s")
        self._log(request, words % {"report": "; ".join(report.lines()[:4])})
        messages.success(request, words % {"report": "; ".join(report.lines()[:3])})
        return redirect(self.back)

    def _log(self, request: HttpRequest, words: str) -> None:
        """Into the history of what it was about."""
        LogEntry.objects.create(
            user_id=request.user.pk,  # type: ignore[misc] # signed in, so never None
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=self.about.pk if self.about else None,
            object_repr=str(self.about or self.title)[:200],
            action_flag=CHANGE,
            change_message=words,
        )

    def _page(
        self,
        request: HttpRequest,
        form: forms.Form,
        *,
        report: Report | None = None,
        token: str = "",
        status: int = 200,
    ) -> TemplateResponse:
        context = {
            **self.site.each_context(request),
            "title": self.title,
            "subtitle": None,
            "about": self.about,
            "opts": self.model._meta,
            "form": form,
            "report": report,
            "token": token,
            "back": self.back,
        }
        return TemplateResponse(request, TEMPLATE, context, status=status)

    def _key(self, request: HttpRequest, token: str) -> str:
        """Of this person and this page: nobody applies what another looked at."""
        return f"upload:{request.user.pk}:{self.here}:{token}"
