"""Pages of corrections: propose one, see those that wait, answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from core.once import OnlyOnce
from partners.directory import services
from partners.directory.forms import CorrectionForm
from partners.directory.models import FactProposal
from partners.stakeholders.models import Stakeholder
from spaces.pages import SpacePage

SHOWN = 50


class ProposalPage(SpacePage):
    """Mixin for the pages about corrections."""

    permission = "stakeholders.change_stakeholder"
    menu_entry = "stakeholders:list"

    def to_the_list(self) -> HttpResponse:
        return redirect("directory:proposal_list", self.space.slug)


class ProposalListView(ProposalPage, TemplateView):
    """What others propose for organisations of this register, and what became of one's own proposals."""

    heading = gettext_lazy("Corrections of shared facts")
    template_name = "directory/proposal_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = FactProposal.objects.for_space(self.space).select_related("organisation")  # type: ignore[attr-defined]
        own = (
            FactProposal.objects.filter(space=self.space).select_related("organisation").order_by("-proposed_at", "-pk")
        )
        return super().get_context_data(waiting=waiting[:SHOWN], own=own[:SHOWN], **kwargs)


class ProposalAddView(OnlyOnce, ProposalPage, FormView):
    """Propose other facts for an organisation of this register."""

    form_class = CorrectionForm
    template_name = "directory/proposal_add.html"

    @cached_property
    def entry(self) -> Stakeholder:
        rows = Stakeholder.objects.filter(space=self.space).exclude(organisation=None).select_related("organisation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_heading(self) -> str:
        return _("Correct the facts of %(name)s") % {"name": self.entry.organisation}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organisation": self.entry.organisation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(entry=self.entry, **kwargs)

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        organisation = self.entry.organisation
        assert organisation is not None  # entry() asks for it
        try:
            services.propose(self.space, organisation, form.proposed(), why=form.cleaned_data["why"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The others who work with %(name)s get a mail.") % {"name": organisation})
        return self.to_the_list()


class ProposalAnswerView(ProposalPage, View):
    """Take the proposed facts over, or leave them as they are."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        choice = request.POST.get("answer")
        if choice not in ("change", "leave"):
            raise Http404
        proposal = FactProposal.objects.for_space(self.space).filter(pk=pk).first()  # type: ignore[attr-defined]
        if proposal is None:  # pressed twice, or answered by somebody else meanwhile; or never ours to answer
            return self.to_the_list()
        try:
            if services.answer(proposal, accepts=choice == "change"):
                messages.success(request, _("Answered.") if choice == "leave" else _("The facts were changed."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self.to_the_list()
