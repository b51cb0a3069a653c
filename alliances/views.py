"""The overview of an alliance: where are we, what is next, what is coming, who are we."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from alliances import roadmap
from spaces.pages import SpacePage


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
            steps=steps,
            next_checks=roadmap.next_checks(steps) if self.may("spaces.change_space") else [],
            may_change=self.may("spaces.change_space"),
            **kwargs,
        )
