"""The public page of a call, and the form with which somebody begins a proposal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import FormView, TemplateView

from core.forms import UNPROCESSABLE
from core.guard import Public
from core.links import limits
from core.text import markdown_to_html
from programmes.calls.forms import ApplyForm
from programmes.calls.models import Call
from programmes.calls.services import applying
from programmes.calls.services.outside import TooMany

# Whoever applies makes us send a mail: a person needs few, a machine gets no more.
BY_VISITOR = {"limit": 20, "seconds": 3600}
BY_ADDRESS = {"limit": 4, "seconds": 3600}


class PublicCall(Public):
    """Mixin of the pages of a call that has a public page; any other is a 404."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def call(self) -> Call:
        calls = Call.objects.for_everybody().select_related("space")  # type: ignore[attr-defined]
        return get_object_or_404(calls, space__slug=self.kwargs["slug"], slug=self.kwargs["call"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"call": self.call, "state": self.call.state()}  # the call instead of its short name
        return super().get_context_data(**{**kwargs, **facts})  # type: ignore[misc]

    def address(self, name: str) -> str:
        return reverse(f"calls:{name}", args=[self.kwargs["slug"], self.kwargs["call"]])


class CallPublicView(PublicCall, TemplateView):
    """What the call is about, what it asks, until when, where one can hear more; and "apply" while it is open."""

    template_name = "calls/call_public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = self.call.information_sessions.filter(meeting__cancelled_at=None)
        return super().get_context_data(
            text=markdown_to_html(self.call.text),
            questions=self.call.questions.all(),
            criteria=self.call.criteria.all(),
            regions=self.call.free_regions(),
            sessions=sessions.select_related("meeting__space").prefetch_related("regions"),
            address=settings.SITE_URL + self.address("call_public"),
            **kwargs,
        )


class CallApplyView(PublicCall, FormView):
    """Who, and which region; then a mail with the link to the proposal."""

    form_class = ApplyForm
    template_name = "calls/call_apply.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.call.is_open() else redirect(self.address("call_public"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "call": self.call}

    def form_invalid(self, form: ApplyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def form_valid(self, form: ApplyForm) -> HttpResponse:
        email = form.cleaned_data["email"].lower()
        visitor = limits.visitor(self.request)
        if limits.is_over(f"call-apply:{visitor}", **BY_VISITOR) or limits.is_over(f"call-to:{email}", **BY_ADDRESS):
            return limits.too_many(self.request, BY_VISITOR["seconds"])
        try:
            applying.begin(self.call, form.applicant(get_language() or self.call.space.language))
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(self.address("call_applied"))


class CallAppliedView(PublicCall, TemplateView):
    """Look in your mailbox: the same for everybody, so that nobody learns who applied before."""

    template_name = "calls/call_applied.html"


class TypedByAnybody(PublicCall, FormView):
    """Base of what everybody can type about a call, to be confirmed by mail. The answer is the same for all.

    A subclass says ``keep`` (the service that keeps the form's instance) and ``done`` (the name of the next page).
    """

    keep: Callable[[Any], Any]
    done: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.call.is_still_to_close:
            return redirect(self.address("call_public"))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "call": self.call}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def form_valid(self, form: Any) -> HttpResponse:
        if limits.is_over(f"{self.done}:{limits.visitor(self.request)}", **BY_VISITOR):
            return limits.too_many(self.request, BY_VISITOR["seconds"])
        form.instance.language = get_language() or self.call.space.language
        try:
            self.keep(form.instance)
        except TooMany:
            return limits.too_many(self.request, BY_VISITOR["seconds"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(self.address(self.done))
