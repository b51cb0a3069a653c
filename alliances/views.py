"""The overview of an alliance: where are we, what is next, what is coming, who are we."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from alliances import roadmap
from alliances.balance import balance
from core.prepared import Given, Prepared, instance
from sessions.meetings.models import ActionPoint, Meeting
from spaces.pages import SpacePage
from spaces.waiting import waiting_for

SHOWN_ACTION_POINTS = 4

# Worked out once: the first page of every workspace asks them.
_next_meeting = Prepared(
    lambda: Meeting.objects.filter(space=Given("space")).announced().upcoming(Given("now")).values()[:1]
)
_action_points = Prepared(
    lambda: (
        ActionPoint.objects.filter(space=Given("space")).open().values("text", "who", "due_on")[:SHOWN_ACTION_POINTS]
    )
)


class OverviewView(SpacePage, TemplateView):
    """The first page of a workspace."""

    permission = "spaces.view_space"
    menu_entry = "space_home"
    template_name = "alliances/overview.html"

    def get_heading(self) -> str:
        return self.space.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = roadmap.facts_of(self.space)
        steps = roadmap.progress(facts, reverse("alliances:roadmap", args=[self.space.slug]))
        return super().get_context_data(
            facts=facts,
            balance=balance(facts),
            steps=steps,
            next_meeting=self.next_meeting() if facts["next_meeting_at"] else None,
            action_points=_action_points.rows(space=self.space.pk),
            today=timezone.localdate(),
            next_checks=roadmap.next_checks(steps) if self.may("spaces.change_space") else (),
            may_change=self.may("spaces.change_space"),
            waiting=waiting_for(self.space, self.may),
            **kwargs,
        )

    def next_meeting(self) -> Meeting | None:
        for row in _next_meeting.rows(space=self.space.pk, now=timezone.now()):
            meeting = instance(Meeting, row)
            meeting.space = self.space
            return meeting
        return None
