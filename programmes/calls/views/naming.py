"""Who could lead in a region: named on the public page, confirmed behind a link, answered in the workspace."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from core.forms import UNPROCESSABLE
from core.links import LinkView
from core.lists import page_of
from core.once import OnlyOnce
from core.text import SortKey
from programmes.calls.forms import InviteApplicantForm, TickForm
from programmes.calls.models import Nomination
from programmes.calls.outside_forms import DeclineForm, NominateForm, NominationForm
from programmes.calls.services import naming
from programmes.calls.views.pages import CallPage
from programmes.calls.views.public import PublicCall, TypedByAnybody

# How many of those that were answered stand under those that wait.
ANSWERED_SHOWN = 30


# --- for everybody --------------------------------------------------------------------------------
class CallNominateView(TypedByAnybody):
    """Which organisation, where and why; then a mail to confirm it. The same answer whoever is named."""

    form_class = NominateForm
    template_name = "calls/call_nominate.html"
    done = "call_nominated"
    keep = staticmethod(naming.name)


class CallNominatedView(PublicCall, TemplateView):
    """Look in your mailbox."""

    template_name = "calls/call_nominated.html"


class NominationConfirmView(LinkView):
    """What was filled in with this address, and whether it was them; afterwards what came of it."""

    model = Nomination
    template_name = "calls/nomination_confirm.html"

    def get_queryset(self) -> Any:
        return Nomination.objects.select_related("call__space", "region")

    def person_language(self) -> str:
        return self.link.language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        call = self.link.call
        return super().get_context_data(space=call.space, call=call, **{"form": self._tick(), **kwargs})

    @staticmethod
    def _tick(data: Any = None) -> TickForm:
        return TickForm(data, label=_("Yes, this was me. Who runs the programme may read it, and write to me."))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._tick(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
        try:
            naming.confirm(self.link)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))


# --- in the workspace -----------------------------------------------------------------------------
class NominationListView(CallPage, TemplateView):
    """Who was named, region by region: those that wait, and what came of the others."""

    heading = gettext_lazy("Who could lead here?")
    template_name = "calls/nomination_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.call.nominations.select_related("region")
        waiting = rows.waiting().order_by(SortKey("region__name"), SortKey("organisation"), "pk")
        answered = rows.exclude(answer="").select_related("proposal").order_by("-answered_at", "-pk")
        return super().get_context_data(
            page=page_of(waiting, self.request.GET.get("page")), answered=answered[:ANSWERED_SHOWN], **kwargs
        )


class NominationAddView(OnlyOnce, CallPage, FormView):
    """Somebody of the programme names an organisation."""

    permission = "calls.change_call"
    heading = gettext_lazy("Name an organisation")
    form_class = NominationForm
    template_name = "calls/nomination_add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "call": self.call}

    def form_valid(self, form: NominationForm) -> HttpResponse:
        form.instance.language = self.space.language
        try:
            naming.name_ourselves(form.instance, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Kept. Whoever coordinates the programme can invite them."))
        return redirect("calls:nomination_list", self.space.slug, self.call.pk)


class NominationPage(CallPage):
    """Mixin for the pages about one that was confirmed."""

    permission = "calls.change_call"

    @cached_property
    def nomination(self) -> Nomination:
        rows = Nomination.objects.exclude(confirmed_at=None).filter(call=self.call).select_related("region")
        nomination = get_object_or_404(rows, pk=self.kwargs["nomination"])
        nomination.call = self.call
        return nomination

    def get_heading(self) -> Any:
        return self.heading or self.nomination.organisation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "nomination": self.nomination})  # instead of its number

    def to_the_list(self) -> HttpResponse:
        return redirect("calls:nomination_list", self.space.slug, self.call.pk)


class NominationShowView(NominationPage, FormView):
    """Why them, and the invitation to apply, filled in as far as we know; one press sends it."""

    form_class = InviteApplicantForm
    template_name = "calls/nomination_show.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "call": self.call}

    def get_initial(self) -> dict[str, Any]:
        one = self.nomination
        return {
            "region": one.region_id,
            "organisation": one.organisation,
            "name": one.contact_name,
            "email": one.contact_email,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.nomination
        rows = Nomination.objects.exclude(pk=one.pk).exclude(confirmed_at=None)
        known = Q(region=one.region_id) & ~Q(state="withdrawn")
        return super().get_context_data(
            also=list(rows.alike(one)),  # type: ignore[attr-defined]
            proposals=list(self.call.proposals.filter(known).order_by(SortKey("organisation"), "pk")),
            is_free=self.call.free_regions().filter(pk=one.region_id).exists(),
            **kwargs,
        )

    def form_valid(self, form: InviteApplicantForm) -> HttpResponse:
        applicant = form.applicant(self.space.language)
        try:
            naming.invite(self.nomination, applicant, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        words = _("%(name)s of %(organisation)s gets a mail with a link.")
        facts = {"name": applicant.name, "organisation": applicant.organisation}
        messages.success(self.request, words % facts)
        return self.to_the_list()


class NominationDeclineView(NominationPage, FormView):
    """Say kindly to whoever named them why not."""

    heading = gettext_lazy("Decline kindly")
    form_class = DeclineForm
    template_name = "calls/nomination_decline.html"

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        try:
            naming.decline(self.nomination, form.cleaned_data["reason"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("%(person)s gets a mail with your words.") % {"person": self.nomination.name})
        return self.to_the_list()


class NominationSeeView(NominationPage, View):
    """Put it aside without a word to anybody."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            naming.see(self.nomination, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.info(request, error.messages[0])
        else:
            messages.success(request, _("Put aside. It stands below, under what was answered."))
        return self.to_the_list()
