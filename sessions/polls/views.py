"""Pages of a date poll: propose days, see what suits, choose; and the page behind the link."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from core.forms import UNPROCESSABLE, row_number
from core.links import LinkState, LinkView
from core.once import OnlyOnce
from sessions.meetings.forms import MeetingForm
from sessions.meetings.models import Suits
from sessions.meetings.views.pages import MeetingsPage
from sessions.polls import services
from sessions.polls.forms import DayForm, DaysFormSet, OneDayForm, PollForm, VotesForm
from sessions.polls.models import Option, Poll, PollRequest

DAYS_OFFERED = 4


class PollAddView(OnlyOnce, MeetingsPage, TemplateView):
    """What it is about, and the days to choose from."""

    permission = "meetings.add_meeting"
    heading = gettext_lazy("Find a date together")
    template_name = "polls/poll_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        begins, ends = MeetingForm.usual_hours
        empty = [{"from_time": begins, "until_time": ends}] * DAYS_OFFERED
        days = kwargs.pop("days", None) or DaysFormSet(prefix="day", initial=empty)
        days.extra = 0
        return super().get_context_data(days=days, **{"form": PollForm(), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" in request.POST:
            return self._with_more_days(request)
        form = PollForm(request.POST, instance=Poll(space=self.space))
        days = DaysFormSet(request.POST, prefix="day")
        if not all([form.is_valid(), days.is_valid()]):
            return self.render_to_response(self.get_context_data(form=form, days=days), status=UNPROCESSABLE)
        poll = services.make(form.save(commit=False), days.days(self.space))
        messages.success(request, _("Look through it once more; then everybody is asked."))
        return redirect("polls:poll_show", self.space.slug, poll.pk)

    def _with_more_days(self, request: HttpRequest) -> HttpResponse:
        """The page again as it was typed, with two days more to fill in."""
        total = min(row_number(request.POST.get("day-TOTAL_FORMS", "")) or 0, services.MOST_OPTIONS)
        names = list(DayForm.base_fields)
        typed = [{name: request.POST.get(f"day-{at}-{name}", "") for name in names} for at in range(total)]
        begins, ends = MeetingForm.usual_hours
        empty = [{"from_time": begins, "until_time": ends}] * 2
        days = DaysFormSet(prefix="day", initial=(typed + empty)[: services.MOST_OPTIONS])
        return self.render_to_response(self.get_context_data(form=PollForm(initial=request.POST.dict()), days=days))


class PollPage(MeetingsPage):
    """Mixin of the pages of one poll: ``pk`` in the address is its number."""

    @cached_property
    def poll(self) -> Poll:
        rows = Poll.objects.select_related("space", "meeting__space")
        return get_object_or_404(rows, space=self.space, pk=self.kwargs["pk"])

    def option(self) -> Option:
        """The day whose button was pressed. Raises Http404 when it is none of this poll."""
        options = Option.objects.filter(poll=self.poll).select_related("poll__space")
        return get_object_or_404(options, pk=row_number(self.request.POST.get("option", "")) or 0)

    def back(self) -> HttpResponse:
        return redirect("polls:poll_show", self.space.slug, self.poll.pk)


class PollShowView(PollPage, TemplateView):
    """What suits whom, the best days first to see."""

    permission = "meetings.add_meeting"
    template_name = "polls/poll_show.html"

    def get_heading(self) -> str:
        return self.poll.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requests = list(self.poll.requests.filter(withdrawn_at=None).select_related("person").order_by("person__name"))
        waited_for = set(self.poll.requests.waited_for().values_list("pk", flat=True))  # type: ignore[attr-defined]
        waiting = [one for one in requests if one.pk in waited_for]
        begins, ends = MeetingForm.usual_hours
        day_form = OneDayForm(initial={"from_time": begins, "until_time": ends})
        return super().get_context_data(
            poll=self.poll,
            results=services.results(self.poll),
            asked=len(requests),
            answered=[one for one in requests if one.answered_at],
            silent=[one for one in waiting if not one.answered_at],
            of_the_rest=[one for one in waiting if one.answered_at],
            to_ask=services.still_to_ask(self.poll) if self.poll.closed_at is None else [],
            now=timezone.now(),
            **{"day_form": day_form, **kwargs},
        )


class PollAskView(PollPage, View):
    """Ask everybody who was not asked yet; or, with ``again``, who has not answered."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asking = services.ask_again if "again" in request.POST else services.ask
        try:
            asked = asking(self.poll, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return self.back()
        if asked:
            words = ngettext("%(count)d person is asked.", "%(count)d people are asked.", asked)
            messages.success(request, words % {"count": asked})
        else:
            messages.info(request, _("They were asked not long ago. Give them until tomorrow."))
        return self.back()


class DayAddView(PollShowView):
    """One day more to choose from; who was asked is asked about it."""

    permission = "meetings.change_meeting"
    http_method_names: ClassVar[list[str]] = ["post"]  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OneDayForm(request.POST)
        if form.is_valid():
            try:
                asked = services.add_day(self.poll, *form.moments(self.space), by=request.user)  # type: ignore[arg-type]
            except ValidationError as error:
                form.add_error("date", error)
            else:
                messages.success(request, _added(asked))
                return self.back()
        return self.render_to_response(self.get_context_data(day_form=form), status=UNPROCESSABLE)


def _added(asked: int) -> str:
    if not asked:
        return _("The day is added.")
    words = ngettext(
        "The day is added; %(count)d person is asked about it.",
        "The day is added; %(count)d people are asked about it.",
        asked,
    )
    return words % {"count": asked}


class DayRemoveView(PollPage, View):
    """A day that nobody said anything of is taken out."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.remove_day(self.option())
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("The day was taken out."))
        return self.back()


class PollChooseView(PollPage, View):
    """One of the days becomes the meeting."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            meeting = services.choose(self.option())
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return self.back()
        messages.success(request, _("The meeting is planned. Look through the agenda, then invite people."))
        return redirect("meetings:meeting_detail", self.space.slug, meeting.pk)


class PollCloseView(PollPage, TemplateView):
    """End it without a day, after a question."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("End the date poll")
    template_name = "polls/poll_close.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(poll=self.poll, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if services.close(self.poll):
            messages.success(request, _("The date poll is closed. No day was chosen."))
        return redirect("meetings:meeting_list", self.space.slug)


class PollRequestView(LinkView):
    """The page behind the link: three answers for each day, and thanks; open until a day is chosen."""

    model = PollRequest
    template_name = "polls/pollrequest_link.html"
    shown_states = (LinkState.FINE,)

    def get_queryset(self) -> Any:
        return PollRequest.objects.select_related("person", "poll__space", "poll__meeting__space")

    def person_language(self) -> str:
        return self.link.person.mail_language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll = self.link.poll
        said = dict(self.link.votes.values_list("option", "answer"))
        form = kwargs.pop("form", None)
        options = self._options()
        # A day that was added since they answered is asked about at once.
        is_changing = "change" in self.request.GET or form is not None or any(one.pk not in said for one in options)
        results = services.results(poll)
        if form is None:
            initial = {f"day-{number}": what for number, what in said.items()} | {"remark": self.link.remark}
            form = VotesForm(initial=initial if self.link.answered_at else None, options=options)
        return super().get_context_data(
            poll=poll, space=poll.space, asked_name=self.link.person.name, form=form,
            is_changing=is_changing, own=[(one, Suits(said[one.option.pk]).label) for one in results
                                          if one.option.pk in said],
            **kwargs,
        )  # fmt: skip

    def _options(self) -> list[Option]:
        return list(self.link.poll.options.select_related("poll__space"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        options = self._options()
        data = request.POST.copy()
        if "none" in data:
            data.update({VotesForm.name_of(one): Suits.NO for one in options})
        form = VotesForm(data, options=options)
        if form.is_valid():
            try:
                services.answer(self.link, form.said(), form.cleaned_data["remark"])
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
