"""Pages of a series: plan it, see it, change it, share out who hosts, end it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, UpdateView, View

from core.editing import mark_of, saved_meanwhile
from core.forms import UNPROCESSABLE, row_number
from core.once import OnlyOnce
from sessions.meetings.models import Meeting
from sessions.meetings.views.pages import MeetingsPage
from sessions.series import dates, overview, services
from sessions.series.forms import LineForm, LineFormSet, MoreForm, RotaForm, SeriesAddForm, SeriesForm, not_there, usual
from sessions.series.models import Series, Turn
from sessions.series.rota import Rota
from spaces.models import Member
from spaces.pages import EditPage
from spaces.services import hold


class SeriesAddView(OnlyOnce, MeetingsPage, TemplateView):
    """The meetings of a period on one page: days and hosts are proposed, each line can be changed or left out."""

    permission = "meetings.add_meeting"
    heading = gettext_lazy("Plan a series of meetings")
    template_name = "series/series_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            first = usual(self.space, timezone.localdate())
            kwargs["form"] = SeriesAddForm(initial=first)
            kwargs |= self._proposal(first)
        return super().get_context_data(
            countries=dates.countries_of(self.space), **{"lines": None, "wanted": 0, **kwargs}
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SeriesAddForm(request.POST, instance=Series(space=self.space))
        if "plan" not in request.POST:
            if not form.is_valid():
                return self._again(form, self._typed_lines())
            return self.render_to_response(self.get_context_data(form=form, **self._proposal(form.cleaned_data)))
        lines = self._typed_lines()
        if not form.is_valid() or not lines.is_valid() or not self._members_are_there(lines):
            return self._again(form, lines)
        series = services.plan(form.save(commit=False), [self._line(one) for one in lines.kept])
        number = len(lines.kept)
        words = ngettext(
            "%(number)s meeting is planned. Nobody is told yet: open it, look through the agenda, and invite people.",
            "%(number)s meetings are planned. Nobody is told yet: open each in its time, and invite people.",
            number,
        )
        messages.success(request, words % {"number": number})
        return redirect("series:series_show", self.space.slug, series.pk)

    def _again(self, form: SeriesAddForm, lines: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, lines=lines), status=UNPROCESSABLE)

    @cached_property
    def rota(self) -> Rota:
        return Rota(self.space)

    @cached_property
    def _every_member(self) -> dict[int, Member]:
        rows = Member.objects.filter(space=self.space).exclude(organisation=None).select_related("organisation")
        return {row.pk: row for row in rows}

    def _typed_lines(self) -> Any:
        """The lines as they were sent. Any member may be chosen; whether it is there that day is looked at later."""
        members = [(row.pk, row.name) for row in self._every_member.values() if self._is_here_to_come(row)]
        members.sort(key=lambda one: (one[1].casefold(), one[0]))
        return LineFormSet(self.request.POST, prefix="line", form_kwargs={"members": members})

    def _is_here_to_come(self, member: Member) -> bool:
        return member.ends_on is None or member.ends_on >= timezone.localdate()

    def _proposal(self, wishes: dict[str, Any]) -> dict[str, Any]:
        """Lines for what the form says, and how many were wanted."""
        first = max(wishes["first_day"], timezone.localdate() + dt.timedelta(days=1))
        proposed = self._days(first, wishes)
        hosts = self.rota.hosts([one.day for one in proposed])
        moderators = self.rota.moderators(hosts) if wishes.get("rotates_moderator") else {}
        initial = [
            {
                "kept": True,
                "day": one.day,
                "host": self.rota.member(hosts[one.day], one.day),
                "moderator": self.rota.member(moderators.get(one.day), one.day),
            }
            for one in proposed
        ]
        members = self.rota.choices([first, *hosts])
        lines = LineFormSet(prefix="line", initial=initial, form_kwargs={"members": members})
        lines.extra = 0
        for line, one in zip(lines.forms, proposed, strict=True):
            line.instead_of = one.stretches
        return {"lines": lines, "wanted": wishes["number"]}

    def _days(self, first: dt.date, wishes: dict[str, Any]) -> list[dates.Proposed]:
        last = wishes["last_day"]
        if last < first:
            return []
        closed = dates.public_holidays(dates.countries_of(self.space), first, last)
        taken = overview.taken_days(self.space)
        objections = [
            lambda day: closed.get(day, ""),
            lambda day: _("“%(title)s” is on that day") % {"title": taken[day]} if day in taken else "",
        ]
        if wishes.get("avoids_quiet_time"):
            objections.append(dates.quiet_time)
        return dates.propose(first, last, wishes["number"], wishes["weekday"], dates.first_objection(*objections))

    def _members_are_there(self, lines: Any) -> bool:
        """Whether every chosen member takes part on its day; says so at the line where not."""
        for line in lines.kept:
            day = line.cleaned_data["day"]
            for name in ("host", "moderator"):
                member = self._every_member.get(line.cleaned_data[name])
                if member is not None and not self.rota.can(member, day):
                    line.add_error(name, not_there([member.name], day))
        return not any(line.errors for line in lines.kept)

    def _line(self, line: LineForm) -> services.Line:
        data = line.cleaned_data
        return services.Line(
            data["day"], self._every_member.get(data["host"]), self._every_member.get(data["moderator"])
        )


class SeriesPage(MeetingsPage):
    """Mixin of the pages of one series: ``pk`` in the address is its number."""

    @cached_property
    def series(self) -> Series:
        return get_object_or_404(Series, space=self.space, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(series=self.series, back=self.address("series_show"), **kwargs)

    def address(self, name: str) -> str:
        """The address of another page of this series."""
        return reverse(f"series:{name}", args=[self.space.slug, self.series.pk])

    def tell(self, outcome: services.Outcome, done: str) -> None:
        """What was done, and which meetings stayed as they were, by day and why."""
        messages.success(self.request, done)
        for meetings, words in (
            (outcome.invited, _("People were invited already, so these stay as they are: %(days)s.")),
            (outcome.by_hand, _("Changed by hand, so these stay as they are: %(days)s.")),
        ):
            if meetings:
                messages.warning(self.request, words % {"days": ", ".join(one.day for one in meetings)})


class SeriesShowView(SeriesPage, TemplateView):
    """The meetings of a series in their order, who hosts each, and what has to be looked at."""

    permission = "meetings.add_meeting"
    template_name = "series/series_show.html"

    def get_heading(self) -> str:
        return self.series.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = overview.rows(self.series)
        coming = [row for row in rows if row.is_to_come]
        return super().get_context_data(
            rows=rows, next=coming[0] if coming else None, **{"more_form": MoreForm(), **kwargs}
        )


class MeetingMoreView(SeriesShowView):
    """One meeting more, on a day of one's own choice; whose turn it is to host is proposed beside it then."""

    http_method_names: ClassVar[list[str]] = ["post"]  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MoreForm(request.POST)
        if form.is_valid():
            try:
                meeting = services.add(self.series, services.Line(form.cleaned_data["day"]))
            except ValidationError as error:
                form.add_error("day", error)
            else:
                messages.success(
                    request, _("The meeting of %(day)s is planned. Nobody is told yet.") % {"day": meeting.day}
                )
                return redirect(self.address("series_show"))
        return self.render_to_response(self.get_context_data(more_form=form), status=UNPROCESSABLE)


class SeriesChangeView(SeriesPage, EditPage, UpdateView):
    """Change what the meetings have in common; it goes to those that nobody touched yet."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Change the series")
    form_class = SeriesForm
    template_name = "series/series_change.html"

    def get_object(self, queryset: Any = None) -> Series:
        return get_object_or_404(Series, space=self.space, pk=self.kwargs["pk"])

    def form_valid(self, form: SeriesForm) -> HttpResponse:
        try:
            outcome = services.change(form.instance, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        number = len(outcome.done)
        words = ngettext("%(number)s meeting to come follows.", "%(number)s meetings to come follow.", number)
        self.tell(outcome, _("Saved.") + " " + words % {"number": number})
        return redirect(self.address("series_show"))


class SeriesEndView(SeriesPage, TemplateView):
    """End a series, after a question."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("End the series")
    template_name = "series/series_end.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        turns = list(services.to_come(self.series))
        stays = [one.meeting for one in turns if one.meeting.invited_at or one.was_changed_by_hand]
        goes = [one.meeting for one in turns if one.meeting not in stays]
        return super().get_context_data(goes=goes, stays=stays, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        outcome = services.end(self.series, by=request.user)  # type: ignore[arg-type]
        if outcome is None:
            messages.warning(request, _("This series was ended before."))
        else:
            self.tell(outcome, _("The series has ended."))
        return redirect(self.address("series_show"))


@dataclass
class Share:
    """One meeting on the page where hosts are shared out: its row, form, and whether a proposal stands in it."""

    turn: Turn
    form: RotaForm
    is_proposed: bool


class RotaChangeView(SeriesPage, TemplateView):
    """Who hosts and moderates the meetings to come; where the host is missing the fair one is filled in."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Who hosts when")
    template_name = "series/rota_change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shares = kwargs.pop("shares", None) or self._shares()
        return super().get_context_data(shares=shares, mark=self._mark(self._turns), **kwargs)

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        hold(self.space.pk)
        shares = self._shares(request.POST)
        error = None
        if request.POST.get("seen") != self._mark(self._turns):
            error = saved_meanwhile(self._mark(self._turns)).messages[0]
        if not all([share.form.is_valid() for share in shares]) or error:
            return self.render_to_response(self.get_context_data(shares=shares, conflict=error), status=UNPROCESSABLE)
        services.share_out([(one.turn, *self._chosen(one)) for one in shares], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect(self.address("series_show"))

    @cached_property
    def _turns(self) -> list[Turn]:
        return list(services.to_come(self.series))

    @cached_property
    def rota(self) -> Rota:
        return Rota(self.space)

    @cached_property
    def _members(self) -> dict[int, Member]:
        days = [turn.meeting.local_start.date() for turn in self._turns]
        numbers = [number for number, _name in self.rota.choices(days)]
        return Member.objects.select_related("organisation").in_bulk(numbers)

    def _shares(self, data: Any = None) -> list[Share]:
        missing = overview.missing_hosts(self.space, [turn.meeting for turn in self._turns]) if data is None else {}
        return [self._share(turn, missing, data) for turn in self._turns]

    def _share(self, turn: Turn, missing: dict[int, Member | None], data: Any) -> Share:
        day = turn.meeting.local_start.date()
        members = self.rota.choices([day])
        host = missing.get(turn.meeting_id, turn.meeting.host)
        initial = {"host": host.pk if host else None, "moderator": turn.moderator_id}
        form = RotaForm(
            data, initial=initial, prefix=str(turn.pk), members=members, has_moderator=self.series.rotates_moderator
        )
        return Share(turn, form, turn.meeting_id in missing and host is not None)

    def _chosen(self, share: Share) -> tuple[Member | None, Member | None]:
        data = share.form.cleaned_data
        moderator = self._members.get(data["moderator"]) if "moderator" in data else share.turn.moderator
        return self._members.get(data["host"]), moderator

    def _mark(self, turns: Sequence[Turn]) -> str:
        return mark_of(f"rota {self.series.pk}", [[one.pk, one.meeting.host_id, one.moderator_id] for one in turns])


class HostTakeView(MeetingsPage, View):
    """Let the one whose turn it is host a meeting whose host left; pressed too late, nothing happens."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    @transaction.atomic
    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        hold(self.space.pk)
        meeting = get_object_or_404(
            Meeting.objects.filter(space=self.space).upcoming().select_related("space", "host"), pk=pk
        )  # type: ignore[attr-defined]
        members = Member.objects.filter(space=self.space).select_related("organisation")
        member = get_object_or_404(members, pk=row_number(request.POST.get("host", "")))
        day = meeting.local_start.date()
        if meeting.pk not in overview.missing_hosts(self.space, [meeting]):
            messages.warning(request, _("This meeting has a host by now."))
        elif not Rota(self.space).can(member, day):
            messages.warning(request, not_there([member.name], day))
        else:
            services.let_host(meeting, member, by=request.user)  # type: ignore[arg-type]
            words = _("%(name)s hosts the meeting of %(day)s. Tell them: they were not asked yet.")
            messages.success(request, words % {"name": member.name, "day": meeting.day})
        return redirect("meetings:meeting_detail", slug, meeting.pk)
