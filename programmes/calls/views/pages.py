"""What the pages of calls in a programme's workspace share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from programmes.calls.models import Call, Proposal
from spaces.models import Space
from spaces.pages import SpacePage


class CallsPage(SpacePage):
    """Mixin for the pages about the calls of a programme."""

    permission = "calls.view_call"
    menu_entry = "calls:call_list"
    only_in = Space.Kind.PROGRAMME


class CallPage(CallsPage):
    """Mixin for the pages about one call, by its number in the address."""

    @cached_property
    def call(self) -> Call:
        call = get_object_or_404(Call, space=self.space, pk=self.kwargs["pk"])
        call.space = self.space
        return call

    def get_heading(self) -> Any:
        return self.heading or self.call.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(call=self.call, **kwargs)

    def to_the_call(self, part: str = "") -> HttpResponse:
        return redirect(reverse("calls:call_show", args=[self.space.slug, self.call.pk]) + part)


class ProposalPage(CallPage):
    """Mixin for the pages about one proposal that was submitted: what is being written is not ours to read."""

    @cached_property
    def proposal(self) -> Proposal:
        rows = Proposal.objects.handed_in().filter(call=self.call)  # type: ignore[attr-defined]
        proposal = get_object_or_404(rows.select_related("region", "alliance__space"), pk=self.kwargs["proposal"])
        proposal.call = self.call
        return proposal

    def get_heading(self) -> Any:
        return self.heading or self.proposal.organisation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "proposal": self.proposal})  # instead of its number

    def to_the_proposal(self) -> HttpResponse:
        return redirect("calls:proposal_show", self.space.slug, self.call.pk, self.proposal.pk)
