"""Pages to find, plan, see, change and cancel meetings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, TemplateView, UpdateView, View

from core import slots
from core.links import replies
from core.lists import page_of
from core.mail.models import Arrival, Mail
from core.once import OnlyOnce
from documents.onpaper import listed
from sessions.meetings import beside, emails, overview
from sessions.meetings.forms import MeetingForm
from sessions.meetings.models import ActionPoint, Correction, Invitee, Meeting, Minutes, MinutesState
from sessions.meetings.services import actions, approving, decisions, planning
from sessions.meetings.views.pages import MeetingPage, MeetingsPage
from spaces.models import Person
from spaces.pages import EditPage

ACTIONS_SHOWN = 20
PAST_PER_PAGE = 20


class MeetingListView(MeetingsPage, TemplateView):
    """What is coming, what was, and what people still have to do."""

    permission = "meetings.view_meeting"
    heading = gettext_lazy("Meetings")
    template_name = "meetings/meeting_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        meetings = (
            self.meetings().with_answers().prefetch_related(Prefetch("minutes", Minutes.objects.with_decisions()))
        )  # type: ignore[attr-defined]
        coming = meetings.filter(ends_at__gt=now).order_by("starts_at", "pk")
        past = meetings.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
        actions = ActionPoint.objects.filter(space=self.space).open().select_related("meeting")  # type: ignore[attr-defined]
        return super().get_context_data(
            upcoming=[overview.summary(meeting, now) for meeting in coming],
            page=(page := page_of(past, self.request.GET.get("page"), PAST_PER_PAGE)),
            past=[overview.summary(meeting, now) for meeting in page],
            action_points=self._with_ways(list(actions[:ACTIONS_SHOWN])),
            today=timezone.localdate(),
            may_add=self.may("meetings.add_meeting"),
            earlier_meetings=listed.meetings(self.space),
            beside=_one_list(slots.collect(beside.BESIDE_LIST, self.space, self.may_change)),
            ways=_one_list(slots.collect(beside.WAYS_TO_PLAN, self.space)),
            **kwargs,
        )

    def _with_ways(self, points: list[ActionPoint]) -> list[tuple[ActionPoint, list[beside.Way]]]:
        """Each with where it can go on to, or went."""
        found = slots.collect(beside.POINT_WAYS, self.space, points, self.may_change) if points else []
        return [(one, [ways[one.pk] for ways in found if one.pk in ways]) for one in points]


class MeetingAddView(OnlyOnce, MeetingsPage, CreateView):
    """Plan a meeting."""

    permission = "meetings.add_meeting"
    heading = gettext_lazy("Plan a meeting")
    form_class = MeetingForm
    template_name = "meetings/meeting_add.html"

    def get_initial(self) -> dict[str, Any]:
        return {"invitation_text": planning.default_invitation(self.space)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def form_valid(self, form: MeetingForm) -> HttpResponse:
        meeting = planning.plan(form.save(commit=False), form.cleaned_data.get("template"))
        messages.success(self.request, _("The meeting is planned. Look through the agenda, then invite people."))
        return redirect("meetings:meeting_detail", self.space.slug, meeting.pk)


class MeetingDetailView(MeetingPage, TemplateView):
    """One meeting: when and where, the agenda, who comes, and what to do next."""

    permission = "meetings.view_meeting"
    template_name = "meetings/meeting_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitees = self._invitees()
        minutes = list(self.meeting.minutes.with_decisions().with_writing().order_by("-revision"))  # type: ignore[attr-defined]
        circulated = overview.versions(minutes)
        agenda = list(self.meeting.timed_agenda(with_files=True))
        own = next((one for one in invitees if one.is_own and one.invited_at), None)  # type: ignore[attr-defined]
        return super().get_context_data(
            agenda=agenda,
            previous=self._previous_minutes() if any(item.is_about_minutes for item, _begins in agenda) else [],
            answers=overview.answers(invitees),
            turnout=overview.turnout(invitees),
            attendance=overview.attendance(invitees) if self.may_change else [],
            too_long=max(0, sum(item.duration for item, _begins in agenda) - self.meeting.duration),
            newest=minutes[0] if minutes else None,
            circulated=circulated,
            asked_to_correct=self._corrections(circulated),
            next_step=overview.next_step(self.meeting, invitees, minutes) if self.may_change else "",
            more_facts=_one_list(slots.collect(beside.FACTS, self.meeting, self.may_change)),
            own=own,
            is_being_sent=self.may_change and overview.is_being_sent(invitees, timezone.now()),
            asks_for_code=self.meeting.asks_for_code() and own is not None,
            letters=sum(not one.person.email for one in invitees if one.invited_at),
            decided=list(decisions.to_look_at(self.meeting)) if self._brings_back() else [],
            carried=list(actions.carried_to(self.meeting)) if self._brings_back() else [],
            register_address=settings.SITE_URL + reverse("meetings:register", args=[self.meeting.pk]),
            arrivals=self._arrivals(invitees),
            undelivered=self._undelivered(invitees),
            **kwargs,
        )

    def _invitees(self) -> list[Invitee]:
        """Everybody on the list, each with ``is_own``: whether that is who looks."""
        own = Exists(Person.objects.of(self.request.user).filter(pk=OuterRef("person")))  # type: ignore[attr-defined]
        listed = self.meeting.invitees.on_the_list().select_related("person", "organisation").annotate(is_own=own)  # type: ignore[attr-defined]
        return list(listed.order_by("person__name", "pk"))

    def _brings_back(self) -> bool:
        to_come = self.meeting.state() in (Meeting.State.DRAFT, Meeting.State.INVITED)
        return to_come and self.meeting.brings_things_back

    def _arrivals(self, invitees: list[Invitee]) -> list[Arrival]:
        """Mails to the answer addresses of this meeting that a person has to look at; for the team."""
        if not self.may_change or not replies.is_on():
            return []
        rows = Arrival.objects.to_look_at().filter(space_id=self.space.pk, kind=Invitee.kind_of_link)  # type: ignore[attr-defined]
        return list(rows.filter(number__in=[one.pk for one in invitees]).order_by("arrived_at"))

    def _undelivered(self, invitees: list[Invitee]) -> set[str]:
        """Addresses to which the last mail about this meeting did not arrive; for the team."""
        if not self.may_change:
            return set()
        keys = {f"meeting:{one.pk}:{one.revision}:{self.meeting.sequence}": one.person.email for one in invitees}
        failed = Mail.objects.filter(dedupe_key__in=keys, state__in=Mail.UNDELIVERED)
        return {keys[key] for key in failed.values_list("dedupe_key", flat=True)}

    def _previous_minutes(self) -> list[Minutes]:
        """What this meeting decides about: minutes of earlier ones that wait for it."""
        return list(approving.waiting_in(self.space, before=self.meeting))

    def _corrections(self, circulated: list[overview.Version]) -> int:
        """How many corrections wait of the version that can be decided about; for the team."""
        if not self.may_change or not circulated or circulated[0].state != MinutesState.CIRCULATED:
            return 0
        return circulated[0].minutes.corrections.filter(state=Correction.State.OPEN).count()


class ArrivalSeenView(MeetingPage, View):
    """Somebody looked at a mail that was put aside."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int, arrival: int) -> HttpResponse:
        rows = Arrival.objects.filter(space_id=self.space.pk, kind=Invitee.kind_of_link, seen_at=None)
        own = rows.filter(number__in=self.meeting.invitees.values("pk"))
        own.filter(pk=arrival).update(seen_at=timezone.now())
        return redirect(self.address("meeting_detail"))


class MeetingChangeView(MeetingPage, EditPage, UpdateView):
    """Change when, where or what; people who were invited are told when it matters to them."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Change the meeting")
    form_class = MeetingForm
    template_name = "meetings/meeting_change.html"

    def get_object(self, queryset: Any = None) -> Meeting:
        return get_object_or_404(self.meetings(), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def form_valid(self, form: MeetingForm) -> HttpResponse:
        try:
            changed = planning.change(form.instance, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        if changed.asked_again:
            messages.success(self.request, _("Saved. Everybody gets the new time and is asked again."))
        elif changed.announced:
            messages.success(self.request, _("Saved. Everybody who was invited gets an update."))
        else:
            messages.success(self.request, _("Saved."))
        return redirect(self.address("meeting_detail"))


class MeetingCancelView(MeetingPage, TemplateView):
    """Call a meeting off, after a question: it cannot be undone."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Cancel the meeting")
    template_name = "meetings/meeting_cancel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invited=self.meeting.invitees.invited().count(), **kwargs)  # type: ignore[attr-defined]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if planning.cancel(self.meeting, by=request.user):  # type: ignore[arg-type]
            told = _("The meeting is cancelled, and everybody who was invited is told.")
            messages.success(request, told if self.meeting.invited_at else _("The meeting is cancelled."))
        else:
            messages.warning(request, _("This meeting was cancelled before, or is over."))
        return redirect(self.address("meeting_detail"))


class MeetingCalendarView(MeetingPage, View):
    """The calendar file of whoever is signed in and invited."""

    permission = "meetings.view_meeting"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Invitee.objects.invited().of(request.user).filter(meeting=self.meeting)  # type: ignore[attr-defined]
        return calendar_response(get_object_or_404(rows.select_related("person", "meeting__space")))


def _one_list(lists: Iterable[list[Any]]) -> list[Any]:
    return [one for several in lists for one in several]


def calendar_response(invitee: Invitee) -> HttpResponse:
    """The calendar file for this invitee, to download."""
    method = "CANCEL" if invitee.meeting.is_cancelled else "REQUEST"
    content = emails.calendar_entry(invitee, method=method, is_mailed=False)
    response = HttpResponse(content, content_type=f"text/calendar; charset=utf-8; method={method}")
    response["Content-Disposition"] = f'attachment; filename="{invitee.meeting.local_start:%Y-%m-%d}.ics"'
    return response
