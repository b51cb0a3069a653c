"""The register of decisions."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.lists import page_of
from sessions.meetings.services import decisions
from sessions.meetings.views.pages import MeetingsPage

PER_PAGE = 20


class DecisionListView(MeetingsPage, TemplateView):
    """Everything that was decided, and what is to be looked at again."""

    permission = "meetings.view_meeting"
    heading = gettext_lazy("Decisions")
    template_name = "meetings/decision_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(decisions.of_space(self.space), self.request.GET.get("page"), PER_PAGE)
        return super().get_context_data(page=page, today=timezone.localdate(), **kwargs)
