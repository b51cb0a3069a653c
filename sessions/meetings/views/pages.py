"""What the pages of one meeting share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise, cached_property

from sessions.meetings.models import Meeting
from spaces.pages import SpacePage


class MeetingsPage(SpacePage):
    """Mixin of all pages of this room."""

    menu_entry = "meetings:meeting_list"

    @cached_property
    def may_change(self) -> bool:
        return self.may("meetings.change_meeting")

    def meetings(self) -> QuerySet[Meeting]:
        """The meetings of the space that the reader may know of; what is being prepared is for the team."""
        rows = Meeting.objects.filter(space=self.space).select_related("space", "host__organisation")
        return rows if self.may_change else rows.announced()  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_change=self.may_change, **kwargs)


class MeetingPage(MeetingsPage):
    """Mixin of the pages of one meeting: ``pk`` in the address is its number."""

    @cached_property
    def meeting(self) -> Meeting:
        return get_object_or_404(self.meetings(), pk=self.kwargs["pk"])

    def get_heading(self) -> str | Promise:
        return self.heading or self.meeting.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            meeting=self.meeting, state=self.meeting.state(), back=self.address("meeting_detail"), **kwargs
        )

    def address(self, name: str, *more: Any) -> str:
        """The address of another page of this meeting."""
        return reverse(f"meetings:{name}", args=[self.space.slug, self.meeting.pk, *more])
