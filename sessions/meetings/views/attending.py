"""Pages to note who was there, and to say so oneself with the code of the room."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from core.once import OnlyOnce
from sessions.meetings.forms import AttendantForm, PresenceForm
from sessions.meetings.models import Invitee
from sessions.meetings.services import attending, inviting
from sessions.meetings.views.pages import MeetingPage


class MeetingAttendanceView(OnlyOnce, MeetingPage, TemplateView):
    """One tap for each person, one Save for all. What people answered is only a proposal, when asked for."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Attendance")
    template_name = "meetings/meeting_attendance.html"

    def forms(self) -> list[PresenceForm]:
        listed = self.meeting.invitees.on_the_list().select_related("person", "organisation")  # type: ignore[attr-defined]
        filling = "fill" in self.request.GET
        forms = []
        for one in listed.order_by("person__name", "pk"):
            known = attending.proposal(one) if filling else attending.Presence(one.attendance, one.replaced_by)
            initial = {"attendance": known.attendance, "replaced_by": known.replaced_by}
            forms.append(PresenceForm(self.request.POST or None, invitee=one, initial=initial))
        return forms

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms = kwargs.pop("forms", None)
        return super().get_context_data(
            forms=self.forms() if forms is None else forms,
            is_proposal="fill" in self.request.GET,
            went_round=self.meeting.minutes.exclude(circulated_at=None).exists(),  # type: ignore[attr-defined]
            attendant_form=kwargs.pop("attendant_form", None) or AttendantForm(prefix="new"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self.forms()
        if not all([form.is_valid() for form in forms]):
            return self.render_to_response(self.get_context_data(forms=forms), status=422)
        attending.note_attendance(self.meeting, {form.invitee.pk: form.presence() for form in forms})
        messages.success(request, _("The attendance is noted."))
        return redirect(self.address("meeting_detail"))


class AttendanceCodeView(MeetingPage, View):
    """Show a code in the room, with which people say themselves that they are there."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            attending.show_code(self.meeting)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        return redirect(self.address("meeting_attendance"))


class AttendantAddView(MeetingAttendanceView):
    """Somebody came who was not on the list; or, with ``usual``, put the usual people on it."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "usual" in request.POST:
            inviting.list_without_mail(self.meeting, inviting.candidates(self.meeting))
            return redirect(self.address("meeting_attendance"))
        form = AttendantForm(request.POST, prefix="new")
        if form.is_valid():
            try:
                inviting.add_attendant(self.meeting, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                messages.success(request, _("%(name)s is noted as present.") % {"name": form.cleaned_data["name"]})
                return redirect(self.address("meeting_attendance"))
        forms = [PresenceForm(invitee=shown.invitee, initial=shown.initial) for shown in self.forms()]
        return self.render_to_response(self.get_context_data(forms=forms, attendant_form=form), status=422)


class AttendanceHereView(MeetingPage, View):
    """Say with the code of the room that one is there, from the workspace."""

    permission = "meetings.view_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = Invitee.objects.on_the_list().of(request.user).filter(meeting=self.meeting)  # type: ignore[attr-defined]
        try:
            attending.enter_code(get_object_or_404(own.select_related("meeting")), request.POST.get("code", ""))
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        else:
            messages.success(request, _("Good that you are here. It is noted."))
        return redirect(self.address("meeting_detail"))
