"""Pages to find, plan, see, change and cancel meetings, and to write the agenda."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, TemplateView, UpdateView, View

from core import editing, slots
from core.forms import UNPROCESSABLE, row_number
from core.links import replies
from core.lists import page_of
from core.mail.models import Arrival, Mail
from core.once import OnlyOnce
from documents.onpaper import listed
from sessions.meetings import beside, emails, overview
from sessions.meetings.forms import AgendaFormSet, AgendaItemForm, AnswerForm, MeetingForm
from sessions.meetings.models import ActionPoint, Correction, Invitee, Meeting, Minutes, MinutesState
from sessions.meetings.services import actions, approving, decisions, planning
from sessions.meetings.views.pages import MeetingPage, MeetingsPage
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
            action_points=list(actions[:ACTIONS_SHOWN]),
            today=timezone.localdate(),
            may_add=self.may("meetings.add_meeting"),
            earlier_meetings=listed.meetings(self.space),
            beside=_one_list(slots.collect(beside.BESIDE_LIST, self.space, self.may_change)),
            ways=_one_list(slots.collect(beside.WAYS_TO_PLAN, self.space)),
            **kwargs,
        )


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
        meeting = planning.plan(form.save(commit=False))
        messages.success(self.request, _("The meeting is planned. Look through the agenda, then invite people."))
        return redirect("meetings:meeting_detail", self.space.slug, meeting.pk)


class MeetingDetailView(MeetingPage, TemplateView):
    """One meeting: when and where, the agenda, who comes, and what to do next."""

    permission = "meetings.view_meeting"
    template_name = "meetings/meeting_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitees = list(
            self.meeting.invitees.on_the_list().select_related("person", "organisation").order_by("person__name", "pk")  # type: ignore[attr-defined]
        )
        minutes = list(self.meeting.minutes.with_decisions().order_by("-revision"))  # type: ignore[attr-defined]
        circulated = overview.versions(minutes)
        agenda = list(self.meeting.timed_agenda())
        own = (
            Invitee.objects.invited()
            .of(self.request.user)
            .filter(meeting=self.meeting)
            .select_related("person")
            .first()
        )  # type: ignore[attr-defined]
        return super().get_context_data(
            agenda=agenda,
            previous=self._previous_minutes() if any(item.is_about_minutes for item, _begins in agenda) else [],
            answers=overview.answers(invitees),
            turnout=overview.turnout(invitees),
            attendance=overview.attendance_counts(invitees),
            minutes=minutes,
            newest=minutes[0] if minutes else None,
            circulated=circulated,
            asked_to_correct=self._corrections(circulated),
            next_step=overview.next_step(self.meeting, invitees, minutes) if self.may_change else "",
            more_facts=_one_list(slots.collect(beside.FACTS, self.meeting, self.may_change)),
            own=own,
            decided=list(decisions.to_look_at(self.meeting)) if self._is_to_come() else [],
            carried=list(actions.carried_to(self.meeting)) if self._is_to_come() else [],
            arrivals=self._arrivals(invitees),
            undelivered=self._undelivered(invitees),
            answer_form=AnswerForm(invitee=own) if own else None,
            **kwargs,
        )

    def _is_to_come(self) -> bool:
        return self.meeting.state() in (Meeting.State.DRAFT, Meeting.State.INVITED)

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


class AgendaChangeView(OnlyOnce, MeetingPage, TemplateView):
    """The whole agenda on one page. Each button saves what was typed, and then does its own thing."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Agenda")
    template_name = "meetings/agenda_change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = self.meeting.agenda.all()
        formset = kwargs.pop("formset", None) or AgendaFormSet(queryset=items)
        begins = {item.pk: begins for item, begins in self.meeting.timed_agenda()}
        return super().get_context_data(
            formset=formset,
            rows=[(form, begins.get(form.instance.pk)) for form in formset.forms],
            new_form=kwargs.pop("new_form", None) or AgendaItemForm(prefix="new"),
            planned=sum(item.duration for item in items),
            items=items,
            next_meeting=planning.next_meeting(self.meeting),
            **kwargs,
        )

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        planning.hold(self.meeting)
        data, gone = self._what_is_still_there(request)
        formset = AgendaFormSet(data, queryset=self.meeting.agenda.all())
        adding = "add" in request.POST
        new_form = AgendaItemForm(request.POST, prefix="new") if adding else AgendaItemForm(prefix="new")
        if not formset.is_valid() or (adding and not new_form.is_valid()) or gone:
            context = self.get_context_data(formset=formset, new_form=new_form, gone=gone)
            return self.render_to_response(context, status=UNPROCESSABLE)
        for item in formset.save():
            editing.remember(AgendaItemForm(instance=item).mark(), str(request.user))
        if adding:
            planning.add_item(self.meeting, **new_form.cleaned_data)
        self._act(request)
        return redirect(self.address("agenda_change") + ("#new" if adding else self._anchor(request)))

    def _what_is_still_there(self, request: HttpRequest) -> tuple[QueryDict, list[str]]:
        """What was posted, without the items that somebody else took off meanwhile; and what those were called."""
        there = {str(pk) for pk in self.meeting.agenda.values_list("pk", flat=True)}
        data, gone, kept = request.POST.copy(), [], 0
        for number in range(row_number(data.get("form-INITIAL_FORMS", "")) or 0):
            if f"form-{number}-id" not in data:
                break
            row = {name: data.get(f"form-{number}-{name}", "") for name in ("id", "title", "duration", editing.FIELD)}
            if row["id"] not in there:
                gone.append(row["title"])
                continue
            for name, value in row.items():
                data[f"form-{kept}-{name}"] = value
            kept += 1
        if gone:
            data["form-INITIAL_FORMS"] = data["form-TOTAL_FORMS"] = str(kept)
        return data, gone

    def _act(self, request: HttpRequest) -> None:
        """Move or remove the one item that a button names."""
        for name in ("up", "down", "remove"):
            if number := request.POST.get(name, ""):
                item = get_object_or_404(self.meeting.agenda, pk=row_number(number))
                if name == "remove":
                    item.delete()
                    messages.success(request, _("“%(item)s” was taken off the agenda.") % {"item": item})
                else:
                    planning.move_item(item, up=name == "up")
        if "carry" in request.POST:
            self._carry(request, keep=request.POST["carry"] == "copy")

    def _carry(self, request: HttpRequest, *, keep: bool) -> None:
        """Take the chosen item to the next meeting, or say what is missing."""
        to = planning.next_meeting(self.meeting)
        if not (chosen := request.POST.get("carried", "")):
            messages.warning(request, _("Choose the item that goes to the next meeting."))
        elif to is None:
            messages.warning(request, _("There is no next meeting any more."))
        else:
            item = planning.carry_on(get_object_or_404(self.meeting.agenda, pk=row_number(chosen)), to, keep=keep)
            words = _("“%(item)s” now also stands on the agenda of %(day)s, at the end.")
            moved = _("“%(item)s” moved to the agenda of %(day)s, at the end.")
            messages.success(request, (words if keep else moved) % {"item": item, "day": to.day})

    def _anchor(self, request: HttpRequest) -> str:
        moved = request.POST.get("up") or request.POST.get("down")
        if moved:
            return f"#item-{moved}"
        if "remove" not in request.POST and "carry" not in request.POST:
            messages.success(request, _("Saved."))
        return ""


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
