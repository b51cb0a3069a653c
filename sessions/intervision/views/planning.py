"""Pages to find, plan, see and change days and the rounds of their programme."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, TemplateView, UpdateView, View

from core.lists import page_of
from core.once import OnlyOnce
from core.text import markdown_to_html
from sessions.intervision import overview
from sessions.intervision.forms import DayForm, RoundForm
from sessions.intervision.models import DayReport, IntervisionDay, Round
from sessions.intervision.services import planning
from sessions.intervision.views.pages import DayPage, IntervisionPage, RoundPage, WritingPage
from spaces.pages import EditPage

PAST_PER_PAGE = 20


class DayListView(IntervisionPage, TemplateView):
    """What is coming and what was."""

    permission = "intervision.view_intervisionday"
    heading = gettext_lazy("Intervision")
    template_name = "intervision/day_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        days = IntervisionDay.objects.filter(space=self.space).select_related("space").with_figures()  # type: ignore[attr-defined]
        past = days.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
        page = page_of(past, self.request.GET.get("page"), PAST_PER_PAGE)
        return super().get_context_data(
            upcoming=[overview.summary(day, now) for day in days.upcoming(now)],
            page=page,
            past=[overview.summary(day, now) for day in page],
            may_add=self.may("intervision.add_intervisionday"),
            **kwargs,
        )


class DayAddView(OnlyOnce, IntervisionPage, CreateView):
    """Plan a day."""

    permission = "intervision.add_intervisionday"
    heading = gettext_lazy("Plan an intervision day")
    form_class = DayForm
    template_name = "intervision/day_add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def form_valid(self, form: DayForm) -> HttpResponse:
        day = form.save()
        messages.success(self.request, _("The day is planned. Now make its programme: one round, or several."))
        return redirect("intervision:day_detail", self.space.slug, day.pk)


class DayDetailView(DayPage, TemplateView):
    """One day: when and where, the programme, what one brings oneself, and for the team what to do next."""

    permission = "intervision.view_intervisionday"
    template_name = "intervision/day_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        day = self.day
        reports = list(day.reports.select_related("document").defer("document__content").order_by("-revision"))
        rounds = self._rounds()
        return super().get_context_data(
            summary=overview.summary(day, now),
            introduction=markdown_to_html(day.introduction),
            rounds=rounds,
            own=list(day.contributions.by(self.request.user).select_related("round")),  # type: ignore[attr-defined]
            may_contribute=day.is_open(now) and self.own_person is not None,
            has_come=day.has_come(now),
            is_over=day.is_over(now),
            reports=reports,
            next_step=self._next_step(rounds, reports, now) if self.may_change else "",
            requests=self._requests() if self.may_change else [],
            **kwargs,
        )

    def _rounds(self) -> list[Round]:
        rounds = self.day.rounds.select_related("host__organisation", "host__individual")
        if self.may_change:  # who was there and the tips tell whether a report was written
            rounds = rounds.prefetch_related("attending", "tips")
        return list(rounds)

    def _next_step(self, rounds: list[Round], reports: list[DayReport], now: dt.datetime) -> str:
        is_written = any(round_.is_written for round_ in rounds)
        is_sent = bool(reports) and reports[0].sent_at is not None
        return overview.next_step(self.day, now, is_written=is_written, is_sent=is_sent)

    def _requests(self) -> list[Any]:
        """Those who were asked, each with whether they handed something in."""
        brought = set(self.day.contributions.values_list("person", flat=True))
        asked = self.day.requests.filter(withdrawn_at=None).select_related("person").order_by("person__name", "pk")
        return [(row, row.person_id in brought) for row in asked]


class DayChangeView(WritingPage, EditPage, UpdateView):
    """Change when, where or what."""

    heading = gettext_lazy("Change the day")
    form_class = DayForm
    template_name = "intervision/day_change.html"

    def get_object(self, queryset: Any = None) -> IntervisionDay:
        # A row of its own: the form writes in it also when something is wrong.
        return get_object_or_404(IntervisionDay.objects.select_related("space"), space=self.space, pk=self.day.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def form_valid(self, form: DayForm) -> HttpResponse:
        try:
            planning.change_day(form.instance)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.address("day_detail"))


class DayRemoveView(WritingPage, View):
    """Take a day away that nobody knows of yet."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            planning.remove_day(self.day)
        except ValidationError as error:
            return self.refuse(error)
        messages.success(request, _("“%(day)s” is removed.") % {"day": self.day})
        return redirect("intervision:day_list", self.space.slug)


class RoundAddView(OnlyOnce, WritingPage, CreateView):
    """A round more."""

    heading = gettext_lazy("Add a round")
    form_class = RoundForm
    template_name = "intervision/round_change.html"

    def get_initial(self) -> dict[str, Any]:
        """After the last one, at the same place."""
        last = self.day.rounds.last()
        starts = last.ends if last else self.day.local_start.time()
        return {"starts": starts, "place": last.place if last else self.day.place}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "day": self.day}

    def form_valid(self, form: RoundForm) -> HttpResponse:
        try:
            planning.save_round(form.instance)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(round)s” is in the programme.") % {"round": form.instance})
        return redirect(self.address("round_add") if "more" in self.request.POST else self.address("day_detail"))


class RoundChangeView(RoundPage, EditPage, UpdateView):
    """Change the plan of a round."""

    heading = gettext_lazy("Change the round")
    form_class = RoundForm
    template_name = "intervision/round_change.html"

    def get_object(self, queryset: Any = None) -> Round:
        return self.get_round()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "day": self.day}

    def form_valid(self, form: RoundForm) -> HttpResponse:
        try:
            planning.save_round(form.instance)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.address("day_detail"))


class RoundRemoveView(RoundPage, View):
    """Take a round out of the programme."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        round_ = self.get_round()
        try:
            planning.remove_round(round_)
        except ValidationError as error:
            return self.refuse(error)
        messages.success(request, _("“%(round)s” is out of the programme.") % {"round": round_})
        return redirect(self.address("day_detail"))
