"""Organisations that look for partners: said on the public page, agreed behind a link, introduced by the programme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.forms import UNPROCESSABLE, row_number
from core.links import LinkView
from core.lists import page_of
from core.text import SortKey
from programmes.calls import emails
from programmes.calls.forms import TickForm
from programmes.calls.models import PartnerSearch
from programmes.calls.outside_forms import PartnerSearchForm
from programmes.calls.services import introducing
from programmes.calls.views.pages import CallPage
from programmes.calls.views.public import PublicCall, TypedByAnybody

# How many others one can be introduced to stand on the page: those of the same region first.
MOST_OTHERS = 60


# --- for everybody --------------------------------------------------------------------------------
class SearchBeginView(TypedByAnybody):
    """Who looks for partners where; then a mail in which they agree to be introduced."""

    form_class = PartnerSearchForm
    template_name = "calls/search_begin.html"
    done = "search_begun"
    keep = staticmethod(introducing.look)


class SearchBegunView(PublicCall, TemplateView):
    """Look in your mailbox."""

    template_name = "calls/search_begun.html"


class SearchConfirmView(LinkView):
    """What was filled in, and whether they agree to be introduced; afterwards how to take it back."""

    model = PartnerSearch
    template_name = "calls/search_confirm.html"

    def get_queryset(self) -> Any:
        return PartnerSearch.objects.select_related("call__space", "region")

    def person_language(self) -> str:
        return self.link.language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        call = self.link.call
        return super().get_context_data(space=call.space, call=call, **{"form": self._tick(), **kwargs})

    def _tick(self, data: Any = None) -> TickForm:
        agrees = _("Yes, this was me. You may pass on what stands here to others who look for partners.")
        return TickForm(data, label=_("Yes, take us off.") if self.link.confirmed_at else agrees)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._tick(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
        if "stop" in request.POST:
            introducing.stop(self.link)
            return render(request, "calls/search_ended.html", {"call": self.link.call, "space": self.link.call.space})
        try:
            introducing.agree(self.link)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))


# --- in the workspace -----------------------------------------------------------------------------
class SearchListView(CallPage, TemplateView):
    """Who looks for partners, region by region, and how many each was introduced to."""

    heading = gettext_lazy("Who looks for partners")
    template_name = "calls/search_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.call.partner_searches.agreed().select_related("region")
        counted = rows.annotate(
            later=Count("introduced_later", distinct=True), earlier=Count("introduced_earlier", distinct=True)
        )
        ordered = counted.order_by(SortKey("region__name"), "region", SortKey("organisation"), "pk")
        return super().get_context_data(page=page_of(ordered, self.request.GET.get("page")), **kwargs)


class SearchIntroduceView(CallPage, TemplateView):
    """One of them, and the others to choose from; ``?with=7`` shows the mail to both, and one press sends it."""

    permission = "calls.change_call"
    template_name = "calls/search_introduce.html"

    @cached_property
    def search(self) -> PartnerSearch:
        rows = PartnerSearch.objects.agreed().filter(call=self.call).select_related("region")  # type: ignore[attr-defined]
        search = get_object_or_404(rows, pk=self.kwargs["search"])
        search.call = self.call
        return search

    @cached_property
    def other(self) -> PartnerSearch | None:
        """The one that was chosen; 404 for one that cannot be."""
        asked = self.request.POST.get("with") or self.request.GET.get("with")
        if not asked:
            return None
        other = introducing.others_of(self.search).filter(pk=row_number(asked)).first()
        if other is None:
            raise Http404
        other.call = self.call
        return other

    def get_heading(self) -> Any:
        return self.heading or self.search.organisation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "search": self.search, **self._others_or_mail()})

    def _others_or_mail(self) -> dict[str, Any]:
        known = introducing.introduced_to(self.search)
        if self.other and self.other.pk not in known:
            pair = introducing.pair_of(self.search, self.other, by=self.request.user)  # type: ignore[arg-type]
            letters = emails.introduction(pair, by=self.request.user)  # type: ignore[arg-type]
            return {"other": self.other, "letters": list(zip((pair.first, pair.second), letters, strict=True))}
        return {"others": introducing.others_of(self.search)[:MOST_OTHERS], "known": known}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.other is None:
            return self.render_to_response(self.get_context_data(), status=UNPROCESSABLE)
        try:
            introducing.introduce(self.search, self.other, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.info(request, error.messages[0])
        else:
            names = {"one": self.search.organisation, "other": self.other.organisation}
            messages.success(request, _("%(one)s and %(other)s get a mail about each other.") % names)
        return redirect("calls:search_list", self.space.slug, self.call.pk)
