"""Pages about who asks to join: the one behind the mail that checks it, and the coordinator's decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from core.forms import UNPROCESSABLE
from core.guard import Public
from core.links import LinkView, limits
from spaces.joining import asking, doors
from spaces.joining.forms import AcceptForm, ConfirmForm, DeclineForm, WishForm
from spaces.joining.introduction import introduction_of
from spaces.joining.known import find
from spaces.joining.models import JoinRequest
from spaces.joining.terms import terms_of
from spaces.joining.views.inviting import JoiningPage
from spaces.models import Space

# How often one network address may send the form in.
ASKED_BY_ONE = {"limit": 10, "seconds": 3600}


class AskPage(Public):
    """Mixin of the pages for who asks; there is none for a space that is not open to all."""

    kwargs: dict[str, Any]

    @cached_property
    def opening(self) -> doors.Opening:
        found = doors.opening(self.kwargs["slug"])
        if found is None:
            raise Http404
        return found

    @property
    def space(self) -> Space:
        return self.opening.space

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(space=self.space, opening=self.opening, **kwargs)  # type: ignore[misc]


class AskView(AskPage, FormView):
    """A short form for everybody. The answer is the same whoever asks: a mail to the address, and nothing more.

    Where there is no public page to read first, it says itself what the space is.
    """

    form_class = WishForm
    template_name = "joining/ask.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        introduction = None if self.opening.page else introduction_of(self.space)
        return super().get_context_data(introduction=introduction, terms=terms_of(self.space), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.opening  # noqa: B018 - nothing is counted for a page that is not there
        if limits.is_over(f"join-ask:{limits.visitor(request)}", **ASKED_BY_ONE):
            return limits.too_many(request, ASKED_BY_ONE["seconds"])
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: WishForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def form_valid(self, form: WishForm) -> HttpResponse:
        try:
            asking.ask(self.space, form.wish(language=get_language() or self.space.language))
        except asking.PageIsFull:
            return self._page_is_full(form)
        return redirect("joining:asked", self.space.slug)

    def _page_is_full(self, form: WishForm) -> HttpResponse:
        """How else they reach the coordinators, with what they wrote so that it is not lost."""
        context = {"space": self.space, "opening": self.opening, "words": form.cleaned_data["words"]}
        response = render(self.request, "joining/page_is_full.html", context, status=503)
        response.headers["Retry-After"] = str(asking.MAILS_OF_ONE_PAGE["seconds"])
        return response


class AskedView(AskPage, TemplateView):
    """Look in your mailbox."""

    template_name = "joining/asked.html"


class JoinConfirmView(LinkView):
    """What was asked with this address, and whether it was them; afterwards how it stands."""

    model = JoinRequest
    template_name = "joining/confirm.html"

    def get_queryset(self) -> Any:
        return JoinRequest.objects.select_related("space")

    def person_language(self) -> str:
        return self.link.language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            space=self.link.space, asked_name=self.link.name, **{"form": ConfirmForm(), **kwargs}
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ConfirmForm(request.POST)
        if form.is_valid():
            asking.confirm(self.link)
            return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class RequestPage(JoiningPage):
    """Mixin for the pages about one request that waits."""

    @cached_property
    def join_request(self) -> JoinRequest:
        waiting = JoinRequest.objects.waiting().filter(space=self.space)
        return get_object_or_404(waiting.select_related("space"), pk=self.kwargs["pk"])

    def get_heading(self) -> str:
        return self.join_request.asked_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(join_request=self.join_request, **kwargs)


class RequestAcceptView(RequestPage, FormView):
    """What they wrote, and the way in: which organisation it is, and the mandate of who represents it."""

    form_class = AcceptForm
    template_name = "joining/request_accept.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        name = self.join_request.organisation_name
        facts = {"organisation_name": name, "alike": find(self.space, name), "terms": terms_of(self.space)}
        return {**super().get_form_kwargs(), **facts}

    def form_valid(self, form: AcceptForm) -> HttpResponse:
        try:
            member = asking.accept(self.join_request, form.acceptance(), by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        words = _("%(member)s takes part. %(person)s gets a word of welcome.")
        messages.success(self.request, words % {"member": member, "person": self.join_request.name})
        return redirect("spaces:member_show", self.space.slug, member.pk)


class RequestDeclineView(RequestPage, FormView):
    """Say kindly that it cannot be, and why."""

    heading = gettext_lazy("Decline")
    form_class = DeclineForm
    template_name = "joining/request_decline.html"

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        try:
            asking.decline(self.join_request, form.cleaned_data["reason"], by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(
            self.request, _("%(person)s gets a mail with your words.") % {"person": self.join_request.name}
        )
        return self.to_the_list()
