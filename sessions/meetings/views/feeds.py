"""One's meetings in one's own calendar: the page that says how, and the file that a program fetches."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views.generic import View

from core.guard import Public
from core.links import LinkState, LinkView
from core.links.views import LARGEST_ID, quietly, telling_nobody
from sessions.meetings.models import CalendarFeed
from sessions.meetings.services import feeds
from sessions.meetings.views.pages import MeetingsPage
from spaces.models import Person


class CalendarFollowView(MeetingsPage, View):
    """To the page with one's own address."""

    permission = "meetings.view_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = get_object_or_404(Person.objects.of(request.user).filter(space=self.space)[:1])  # type: ignore[arg-type]
        return redirect(feeds.of(person).address())


class CalendarFeedPageView(LinkView):
    """How to follow one's meetings, and a new address for who gave theirs away."""

    model = CalendarFeed
    template_name = "meetings/calendarfeed_link.html"

    def get_queryset(self) -> Any:
        return CalendarFeed.objects.select_related("person__space")

    def person_language(self) -> str:
        return self.link.person.mail_language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = self.link.feed_address()
        return super().get_context_data(
            space=self.link.person.space,
            asked_name=self.link.person.name,
            address=address,
            webcal="webcal" + address[address.index(":") :],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A box that nobody ticked: a scanner that submits the form takes nobody's address away.
        if "sure" not in request.POST:
            return self.render_to_response(self.get_context_data(not_sure=True), status=422)
        return redirect(feeds.renew(self.link).address())


@method_decorator([telling_nobody, quietly], name="dispatch")
class CalendarFeedView(Public, View):
    """The file itself, for a program that comes by every few hours."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, pk: int, token: str) -> HttpResponse:
        feed, state = CalendarFeed.find(pk, token) if pk <= LARGEST_ID else (None, LinkState.MISTYPED)
        if feed is None or state != LinkState.FINE:
            raise Http404
        response = HttpResponse(feeds.content(feed), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="schakel.ics"'
        return response
