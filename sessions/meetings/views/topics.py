"""Pages on which topics are proposed, and given a meeting or declined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from core.forms import row_number
from core.once import OnlyOnce
from sessions.meetings.agenda_forms import DeclineForm, TopicForm
from sessions.meetings.models import Topic
from sessions.meetings.services import agendas
from sessions.meetings.views.pages import MeetingsPage
from spaces.models import Person


class TopicListView(OnlyOnce, MeetingsPage, FormView):
    """Propose a topic, and see what became of one's own; the team sees what waits, and gives it a meeting."""

    permission = "meetings.add_topic"
    heading = gettext_lazy("Topics for our meetings")
    form_class = TopicForm
    template_name = "meetings/topic_list.html"

    @cached_property
    def person(self) -> Person | None:
        """Who one is in this space."""
        found: Person | None = Person.objects.of(self.request.user).filter(space=self.space).order_by("pk").first()  # type: ignore[attr-defined]
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Topic.objects.filter(space=self.space).waiting().select_related("proposed_by")  # type: ignore[attr-defined]
        own = agendas.of_person(self.space, self.person) if self.person else Topic.objects.none()
        return super().get_context_data(
            person=self.person,
            own=own[:50],
            waiting=list(waiting) if self.may_change else [],
            coming=list(self.meetings().upcoming()[:12]) if self.may_change else [],  # type: ignore[attr-defined]
            **kwargs,
        )

    def form_valid(self, form: TopicForm) -> HttpResponse:
        if self.person is None:
            raise Http404
        try:
            agendas.propose(self.space, self.person, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. The coordinators look for a meeting in which it fits."))
        return redirect("meetings:topic_list", self.space.slug)


class TopicBackView(MeetingsPage, View):
    """Take back what one proposed oneself, or, for the team, throw away what waits without a person behind it."""

    permission = "meetings.add_topic"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        mine = Q(proposed_by__in=Person.objects.of(request.user))  # type: ignore[attr-defined]
        rows = Topic.objects.filter(mine | Q(proposed_by=None) if self.may_change else mine, space=self.space)
        if agendas.take_back(get_object_or_404(rows, pk=pk)):
            messages.success(request, _("It does not wait any more."))
        else:
            messages.info(request, _("Somebody decided about this topic meanwhile."))
        return redirect("meetings:topic_list", self.space.slug)


class TopicDecideView(MeetingsPage, View):
    """Give a topic a meeting, or say why not."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        topic = get_object_or_404(Topic.objects.filter(space=self.space), pk=pk)
        try:
            words = self._decided(request, topic)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, words) if words else messages.info(
                request, _("Somebody decided about this topic meanwhile.")
            )
        return redirect("meetings:topic_list", self.space.slug)

    def _decided(self, request: HttpRequest, topic: Topic) -> str:
        by: Any = request.user
        if "decline" in request.POST:
            form = DeclineForm(request.POST, prefix=f"topic-{topic.pk}")
            if not form.is_valid():
                raise ValidationError(_("Say in a sentence why it is not taken up: who proposed it reads that."))
            return _("Who proposed it is told.") if agendas.decline(topic, form.cleaned_data["why"], by) else ""
        coming = self.meetings().upcoming()  # type: ignore[attr-defined]
        meeting = coming.filter(pk=row_number(request.POST.get("meeting", ""))).first()
        if meeting is None:
            raise ValidationError(_("Choose the meeting on whose agenda it comes."))
        words = _("“%(topic)s” stands on the agenda of %(day)s now.") % {"topic": topic, "day": meeting.day}
        return words if agendas.place(topic, meeting, by) else ""
