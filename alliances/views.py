"""The overview of an alliance: where are we, what is next, what is coming, who are we."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from alliances import roadmap
from alliances.balance import balance
from sessions.meetings.models import ActionPoint, Meeting
from spaces.pages import SpacePage

SHOWN_ACTION_POINTS = 4


class OverviewView(SpacePage, TemplateView):
    """The first page of a workspace."""

    permission = "spaces.view_space"
    menu_entry = "space_home"
    template_name = "alliances/overview.html"

    def get_heading(self) -> str:
        return self.space.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = roadmap.facts_of(self.space)
        steps = roadmap.progress(facts)
        return super().get_context_data(
            facts=facts,
            balance=balance(facts),
            steps=steps,
            next_meeting=Meeting.objects.filter(space=self.space)
            .select_related("space")
            .announced()
            .upcoming()
            .first(),
            action_points=ActionPoint.objects.filter(space=self.space).open()[:SHOWN_ACTION_POINTS],
            today=timezone.localdate(),
            next_checks=roadmap.next_checks(facts, steps) if self.may("spaces.change_space") else [],
            may_change=self.may("spaces.change_space"),
            **kwargs,
        )
