"""Pages on which everybody may register for a gathering that is open to all."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import FormView, TemplateView

from core.forms import UNPROCESSABLE
from core.guard import Public
from core.links import LinkView, limits
from sessions.meetings.forms import ConfirmRegistrationForm, RegistrationForm
from sessions.meetings.models import Meeting, Registration
from sessions.meetings.services import places, registering

# How often one network address may send the form in: a whole school may stand behind one.
SENT_BY_ONE = {"limit": 40, "seconds": 3600}


class GatheringPage(Public):
    """Mixin: the gathering with the number in the address, where everybody may register."""

    kwargs: dict[str, Any]

    @cached_property
    def meeting(self) -> Meeting:
        rows = Meeting.objects.open_to_all().select_related("space", "host__organisation")  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, space=self.meeting.space, **kwargs)  # type: ignore[misc]


class RegisterView(GatheringPage, FormView):
    """What it is, when and where, and a short form. The answer is the same whoever sends it in."""

    form_class = RegistrationForm
    template_name = "meetings/register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            free=places.free(self.meeting), agenda=list(self.meeting.timed_agenda()), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.meeting  # noqa: B018 - nothing is counted for a page that is not there
        if limits.is_over(f"register:{limits.visitor(request)}", **SENT_BY_ONE):
            return limits.too_many(request, SENT_BY_ONE["seconds"])
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: RegistrationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def form_valid(self, form: RegistrationForm) -> HttpResponse:
        try:
            registering.register(self.meeting, form.wish(get_language() or self.meeting.space.language))
        except registering.PageIsFull:
            return limits.too_many(self.request, registering.MAILS_OF_ONE_PAGE["seconds"])
        return redirect("meetings:register_sent", self.meeting.pk)


class RegisterSentView(GatheringPage, TemplateView):
    """Look in your mailbox."""

    template_name = "meetings/register_sent.html"


class RegistrationConfirmView(LinkView):
    """What was filled in with this address, and whether it was them; afterwards whether they have a place."""

    model = Registration
    template_name = "meetings/register_confirm.html"

    def get_queryset(self) -> Any:
        return Registration.objects.select_related("meeting__space", "meeting__host__organisation", "invitee__meeting")

    def person_language(self) -> str:
        return self.link.language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitee = self.link.invitee
        waits = invitee is not None and invitee.answer == invitee.Answer.WAITLIST and invitee.withdrawn_at is None
        return super().get_context_data(
            meeting=self.link.meeting,
            space=self.link.meeting.space,
            asked_name=self.link.name,
            invitee=invitee,
            line=places.place_in_line(invitee) if waits else 0,
            **{"form": ConfirmRegistrationForm(), **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "answer" in request.POST and self.link.invitee:
            return redirect(self.link.invitee.address())
        form = ConfirmRegistrationForm(request.POST)
        if form.is_valid():
            try:
                registering.confirm(self.link)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
