"""The programme reads a proposal with what is thought of it, and decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from core.downloads import pdf_response
from programmes.calls import document
from programmes.calls.forms import GrantForm, RefuseForm, proposed_slug
from programmes.calls.models import Partner, Score
from programmes.calls.services import assessing, deciding, recognising
from programmes.calls.views.pages import ProposalPage


class ProposalShowView(ProposalPage, TemplateView):
    """What they write, what the assessors think, and the decision."""

    template_name = "calls/proposal_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        summary = assessing.summary(self.proposal)
        self.proposal.asked = len(summary.handed_in) + len(summary.waiting)  # as in the list: "under assessment"
        return super().get_context_data(
            answers=document.answers(self.proposal),
            partners=self.proposal.partners.filter(reply=Partner.Reply.YES),
            summary=summary,
            most=Score.MOST,
            may_decide=self.may("calls.decide_proposal") and not self.proposal.is_decided,
            **kwargs,
        )


class ProposalDocumentView(ProposalPage, View):
    """The proposal as it was submitted, byte for byte."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        frozen = self.proposal.document
        assert frozen is not None  # a constraint: what was submitted is frozen
        return pdf_response(bytes(frozen.content), document.filename(self.proposal))


class DecisionPage(ProposalPage, FormView):
    """Mixin of the two pages that decide; one that was decided on meanwhile says so and shows the decision."""

    permission = "calls.decide_proposal"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.to_the_proposal() if self.proposal.is_decided else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.proposal.is_decided:  # pressed twice, or by a colleague
            messages.info(request, _("This proposal is decided on already."))
            return self.to_the_proposal()
        return super().post(request, *args, **kwargs)

    def refuse_form(self, form: Any, error: ValidationError) -> HttpResponse:
        """The form with what is wrong; for a proposal that is decided on by now, the proposal."""
        self.proposal.refresh_from_db(fields=["state"])
        if self.proposal.is_decided:
            messages.warning(self.request, error.messages[0])
            return self.to_the_proposal()
        form.add_error(None, error.messages)
        return self.form_invalid(form)


class ProposalGrantView(DecisionPage):
    """Yes: check what will be made, then one button makes all of it."""

    heading = gettext_lazy("Grant this proposal")
    form_class = GrantForm
    template_name = "calls/proposal_grant.html"

    def get_initial(self) -> dict[str, Any]:
        with translation.override(self.space.language):
            name = _("Alliance %(region)s") % {"region": self.proposal.region}
        return {
            "name": name,
            "slug": proposed_slug(self.proposal.region),
            "coordinator_name": self.proposal.lead_name,
            "coordinator_email": self.proposal.lead_email,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "questions": self.questions}

    @cached_property
    def questions(self) -> list[recognising.WhichEntry]:
        return recognising.questions(self.proposal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        _lead, *partners = (one.applying for one in self.questions)
        return super().get_context_data(partners=partners, **kwargs)

    def form_valid(self, form: GrantForm) -> HttpResponse:
        try:
            alliance = deciding.grant(
                self.proposal, form.network(), reason=form.cleaned_data["reason"], by=self.request.user
            )  # type: ignore[arg-type]
        except ValidationError as error:
            return self.refuse_form(form, error)
        messages.success(self.request, _("Granted. %(alliance)s is there, and everybody gets a mail.") % {
            "alliance": alliance
        })  # fmt: skip
        return self.to_the_proposal()


class ProposalRefuseView(DecisionPage):
    """No, with the reason as they will read it."""

    heading = gettext_lazy("Refuse this proposal")
    form_class = RefuseForm
    template_name = "calls/proposal_refuse.html"

    def form_valid(self, form: RefuseForm) -> HttpResponse:
        try:
            deciding.refuse(self.proposal, reason=form.cleaned_data["reason"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            return self.refuse_form(form, error)
        messages.success(self.request, _("Refused. Everybody who applied gets your words by mail."))
        return self.to_the_proposal()
