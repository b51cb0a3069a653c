"""Pages to take in what was before: "we already run"."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, FormView, TemplateView, UpdateView, View

from core.once import OnlyOnce
from documents.onpaper import listed, services
from documents.onpaper.forms import (
    EarlierMeetingForm,
    EarlierPlanForm,
    FactForm,
    PaperSignatureForm,
    PaperSignaturesForm,
    still_to_note,
)
from documents.onpaper.models import EarlierMeeting, EarlierPlan, OnPaper, PaperSignature
from spaces.models import Space
from spaces.pages import EditPage, SpacePage

# What can be taken in, by its word in addresses.
FACTS: dict[str, type[OnPaper]] = {"meeting": EarlierMeeting, "signature": PaperSignature, "plan": EarlierPlan}
FORMS: dict[str, type[FactForm]] = {
    "meeting": EarlierMeetingForm,
    "signature": PaperSignatureForm,
    "plan": EarlierPlanForm,
}


class EarlierPage(SpacePage):
    """Mixin of the pages about what was before; they belong to the beginning, so the overview is lit in the menu."""

    permission = "onpaper.change_earlier"
    menu_entry = "space_home"
    only_in = Space.Kind.ALLIANCE

    def back(self) -> str:
        return reverse("onpaper:earlier_show", args=[self.space.slug])


class EarlierShowView(EarlierPage, TemplateView):
    """What was taken in, and for coordinators what can be."""

    permission = "onpaper.view_earlier"
    heading = gettext_lazy("We already run")
    template_name = "onpaper/earlier_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            earlier_meetings=listed.meetings(self.space),
            paper_signatures=listed.signatures(self.space),
            earlier_plans=listed.plans(self.space),
            may_take_in=self.may("onpaper.change_earlier"),
            somebody_left=still_to_note(self.space).exists(),
            **kwargs,
        )


class FactAddPage(OnlyOnce, EarlierPage):
    """Mixin of the pages that take something in."""

    template_name = "onpaper/fact_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}  # type: ignore[misc]


class MeetingTakeInView(FactAddPage, CreateView):
    """An earlier meeting, with its minutes."""

    heading = gettext_lazy("An earlier meeting")
    form_class = EarlierMeetingForm
    done: ClassVar = gettext_lazy("The meeting is taken in. Have you another one?")

    def form_valid(self, form: FactForm) -> HttpResponse:
        try:
            services.take_in(form.fact(), by=self.request.user, upload=form.sent)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.back())


class PlanTakeInView(MeetingTakeInView):
    """The plan that is there already."""

    heading = gettext_lazy("The plan you already have")
    form_class = EarlierPlanForm
    done = gettext_lazy("The plan is taken in.")


class SignaturesTakeInView(FactAddPage, FormView):
    """Who signed the charter on one sheet of paper."""

    heading = gettext_lazy("Signatures on paper")
    form_class = PaperSignaturesForm

    def form_valid(self, form: PaperSignaturesForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            services.take_in_signatures(
                self.space,
                data["members"],
                signed_on=data["happened_on"],
                by=self.request.user,
                file=form.chosen,
                upload=form.sent,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The signatures are taken in, as signatures on paper."))
        return redirect(self.back())


class FactPage(EarlierPage):
    """Mixin of what is done with one thing that was taken in."""

    def get_fact(self) -> Any:
        if self.kwargs["what"] not in FACTS:
            raise Http404
        rows = FACTS[self.kwargs["what"]]._default_manager.filter(space=self.space)
        return get_object_or_404(rows.select_related("space"), pk=self.kwargs["pk"])


class FactCorrectView(FactPage, EditPage, UpdateView):
    """Correct something that was taken in."""

    heading = gettext_lazy("Correct what was taken in")
    template_name = "onpaper/fact_form.html"

    def get_object(self, queryset: Any = None) -> Any:
        return self.get_fact()

    def get_heading(self) -> str:
        return str(self.object)

    def get_form_class(self) -> type[FactForm]:
        return FORMS[self.kwargs["what"]]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def form_valid(self, form: FactForm) -> HttpResponse:
        try:
            services.take_in(form.fact(), by=self.request.user, upload=form.sent)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.back())


class FactTakeOutView(FactPage, View):
    """As if it was never taken in; its file stays."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, what: str, pk: int) -> HttpResponse:
        fact = self.get_fact()
        services.take_out(fact)
        words = (
            _("“%(what)s” is taken out again.")
            if not fact.file_id
            else _("“%(what)s” is taken out again. Its file still lies among the files.")
        )
        messages.success(request, words % {"what": fact})
        return redirect(self.back())
