"""How action points stand: said by who took them on, behind the link in their mail, and by the team."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from core.forms import UNPROCESSABLE, row_number
from core.links import LinkView
from sessions.meetings.models import ActionLink, ActionPoint
from sessions.meetings.services import actions
from sessions.meetings.views.pages import MeetingsPage

DONE_SHOWN = 5


class ActionLinkView(LinkView):
    """Everything that somebody took on, each with three buttons: done in a minute, on a phone."""

    model = ActionLink
    template_name = "meetings/actions_link.html"

    def get_queryset(self) -> Any:
        return ActionLink.objects.select_related("person__space")

    def person_language(self) -> str:
        return self.link.person.mail_language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.link.person
        rows = list(actions.of_person(person))
        return super().get_context_data(
            space=person.space,
            asked_name=person.name,
            points=[one for one in rows if one.done_at is None],
            done=[one for one in rows if one.done_at][-DONE_SHOWN:],
            today=timezone.localdate(),
            most=ActionPoint.WORD_LENGTH,
            **{"failed": None, "problem": "", "word": "", **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = actions.of_person(self.link.person)
        point = get_object_or_404(rows, pk=row_number(request.POST.get("point", "")) or 0)
        progress, word = request.POST.get("progress", ""), request.POST.get("word", "")[: ActionPoint.WORD_LENGTH]
        if progress not in ActionPoint.Progress.values:
            return self.render_to_response(self.get_context_data(), status=UNPROCESSABLE)
        try:
            actions.say(point, self.link.person, progress, word)
        except ValidationError as error:
            problem = {"failed": point.pk, "problem": " ".join(error.messages), "word": word}
            return self.render_to_response(self.get_context_data(**problem), status=UNPROCESSABLE)
        messages.success(request, _("Thank you, that is noted."))
        return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))


class ActionPointDoneView(MeetingsPage, View):
    """Somebody did what they took on; pressed again, it is open again."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        point = get_object_or_404(ActionPoint, space=self.space, pk=pk)
        is_done = "again" not in request.POST
        actions.settle(point, is_done=is_done)
        if is_done:
            messages.success(request, _("Done: %(action)s") % {"action": point.text})
        return redirect("meetings:meeting_list", self.space.slug)
