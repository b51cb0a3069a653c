"""Doubles of the directory in the administration: found, looked at side by side, made one, and made two again.

Whoever administers the platform sees public facts and counts here, and nothing of what alliances note.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import UNPROCESSABLE, row_number
from partners.organisations import double_merging
from partners.organisations.double_merging import FACTS, Look
from partners.organisations.doubles import MOST, likely_doubles
from partners.organisations.models import UNDO_FOR, Organisation, OrganisationMerge

NEEDED = ("organisations.change_organisation", "organisations.delete_organisation")
KEPT, GONE = "kept", "gone"


class MergeForm(forms.Form):
    """Which fact of the two stays, for each in which they differ."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, look: Look, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = look.version
        for one in look.choices:
            options = ((KEPT, one.kept or "–"), (GONE, one.gone or "–"))
            self.fields[one.name] = forms.ChoiceField(
                label=one.label, choices=options, widget=forms.RadioSelect, initial=GONE if one.takes_gone else KEPT
            )

    @property
    def takes(self) -> list[str]:
        """The facts of the one that goes which the other gets."""
        return [name for name in FACTS if self.cleaned_data.get(name) == GONE]


def _for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For everybody else the page does not exist."""

    @wraps(view)
    def guarded(self: DoublesAdmin, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not all(request.user.has_perm(permission) for permission in NEEDED):
            raise Http404
        return view(self, request, *args, **kwargs)

    return guarded


class DoublesAdmin(admin.ModelAdmin):
    """Base of the administration of organisations: adds the pages on which two of them become one."""

    actions = ("merge_two",)

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "doubles": ("doubles/", self.doubles_view),
            "merge": ("<int:pk>/merge/", self.merge_two_view),
            "merge_undo": ("merges/<int:pk>/undo/", self.undo_view),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"organisations_organisation_{name}")
            for name, (address, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    @admin.action(description=gettext_lazy("Merge these two"), permissions=["delete"])
    def merge_two(self, request: HttpRequest, rows: QuerySet[Organisation]) -> HttpResponse | None:
        """Look at two that were ticked; the older one stays unless it is turned round."""
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) != 2:
            messages.error(request, _("Tick two organisations."))
            return None
        return redirect(merge_address(*keys))

    @_for_administrators
    def doubles_view(self, request: HttpRequest) -> HttpResponse:
        """Who may be in the directory twice, and what was merged lately."""
        doubles = likely_doubles()
        return self._page(
            request,
            "doubles",
            _("Doubles in the directory"),
            doubles=[(one, merge_address(one.first.pk, one.second.pk)) for one in doubles],
            is_first_part=len(doubles) == MOST,
            merges=OrganisationMerge.objects.filter(merged_at__gt=timezone.now() - UNDO_FOR),
        )

    @_for_administrators
    def merge_two_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Both side by side with what refers to them; POST makes them one."""
        number = row_number(request.GET.get("with", ""))
        kept, gone = (get_object_or_404(Organisation, pk=one) for one in (pk, number or 0))
        if kept == gone:
            raise Http404
        look = double_merging.look(kept, gone)
        if request.method != "POST":
            return self._merge_page(request, look, MergeForm(look))
        form = MergeForm(look, request.POST)
        if not form.is_valid():
            return self._merge_page(request, look, form, status=UNPROCESSABLE)
        try:
            double_merging.merge(
                kept.pk, gone.pk, takes=form.takes, version=form.cleaned_data["version"], by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
            form.data = {**form.data.dict(), "version": look.version}
            return self._merge_page(request, look, form, status=UNPROCESSABLE)
        words = _("“%(gone)s” became one with “%(kept)s”.") % {"gone": gone.name, "kept": kept.name}
        _log(request, kept, words)
        messages.success(request, words)
        return redirect("admin:organisations_organisation_doubles")

    def _merge_page(self, request: HttpRequest, look: Look, form: MergeForm, status: int = 200) -> HttpResponse:
        title = _("Make one of two organisations")
        other_way = merge_address(look.gone.pk, look.kept.pk)
        return self._page(request, "merge", title, status, look=look, form=form, other_way=other_way)

    @_for_administrators
    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What making two of them again would do; POST does it."""
        merged = get_object_or_404(OrganisationMerge, pk=pk)
        try:
            found = double_merging.look_back(merged)
            if request.method == "POST":
                done = double_merging.undo(merged, by=request.user)
                words = _("“%(gone)s” and “%(kept)s” are two again.") % {"gone": done.name, "kept": found.kept.name}
                if done.stayed:
                    words += " " + _("What changed since stayed: %(names)s.") % {"names": "; ".join(done.stayed)}
                _log(request, found.kept, words)
                messages.success(request, words)
                return redirect("admin:organisations_organisation_doubles")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("admin:organisations_organisation_doubles")
        return self._page(request, "merge_undo", _("Make two of them again"), merged=merged, found=found)

    def _page(self, request: HttpRequest, name: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "title": title, "subtitle": None, "opts": self.opts}
        return TemplateResponse(request, f"admin/organisations/organisation/{name}.html", context, status=status)


def merge_address(kept: int, gone: int) -> str:
    """The page on which these two are looked at."""
    return f"{reverse('admin:organisations_organisation_merge', args=[kept])}?with={gone}"


def _log(request: HttpRequest, kept: Organisation, words: str) -> None:
    """Into the history of the one that stays."""
    LogEntry.objects.create(
        user_id=request.user.pk,  # type: ignore[misc] # signed in, so never None
        content_type=ContentType.objects.get_for_model(Organisation),
        object_id=kept.pk,
        object_repr=kept.name[:200],
        action_flag=CHANGE,
        change_message=words,
    )
