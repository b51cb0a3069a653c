"""What the end of a space means for its meetings (``spaces.closing``)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from sessions.meetings.models import ActionPoint, Meeting, Minutes
from sessions.meetings.services import planning
from spaces.closing.services import Unfinished
from spaces.models import Space


def unfinished(space: Space) -> list[Unfinished]:
    """Meetings to come, minutes that did not go round, and action points that are open."""
    return [*_coming(space), *_drafts(space), *_open_points(space)]


def settle(space: Space, by: User) -> None:
    """Cancel what is still to come; whoever was invited is told."""
    for meeting in Meeting.objects.filter(space=space).upcoming().select_related("space"):
        planning.cancel(meeting, by=by)


def _coming(space: Space) -> list[Unfinished]:
    told, not_told = _("It is cancelled, and whoever was invited gets a mail."), _("It is cancelled.")
    return [
        Unfinished(
            _("Meeting: %(title)s, %(day)s")
            % {"title": meeting.title, "day": date_format(meeting.local_start, "DATE_FORMAT")},
            told if meeting.invited_at else not_told,
            reverse("meetings:meeting_detail", args=[space.slug, meeting.pk]),
        )
        for meeting in Meeting.objects.filter(space=space).upcoming().select_related("space")
    ]


def _drafts(space: Space) -> list[Unfinished]:
    drafts = Minutes.objects.filter(meeting__space=space, circulated_at=None).select_related("meeting")
    return [
        Unfinished(
            _("Minutes that did not go round: %(title)s") % {"title": minutes.meeting.title},
            _("They stay a draft that nobody gets."),
            reverse("meetings:minutes_change", args=[space.slug, minutes.meeting_id]),
        )
        for minutes in drafts.order_by("pk")
    ]


def _open_points(space: Space) -> list[Unfinished]:
    number = ActionPoint.objects.filter(space=space).open().count()
    if not number:
        return []
    words = ngettext("%(number)s action point is open", "%(number)s action points are open", number)
    return [
        Unfinished(
            words % {"number": number},
            _("The last report names them as not finished."),
            reverse("meetings:meeting_list", args=[space.slug]),
        )
    ]
