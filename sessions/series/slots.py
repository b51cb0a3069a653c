"""What this room puts into the slots of the rooms above."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import slots
from sessions.meetings.beside import BESIDE_LIST, FACTS, WAYS_TO_PLAN, Beside, Fact, Proposal, Way
from sessions.meetings.models import Meeting
from sessions.series.models import Series, Turn
from sessions.series.overview import missing_hosts
from spaces.models import Space


@slots.fill(WAYS_TO_PLAN, order=10)
def plan_a_series(space: Space) -> list[Way]:
    return [Way(_("Plan a series of meetings"), reverse("series:series_add", args=[space.slug]), "calendar3-range")]


@slots.fill(BESIDE_LIST, order=10)
def running_series(space: Space, may_change: bool) -> list[Beside]:
    """For the team: others see the meetings they are invited to."""
    if not may_change:
        return []
    coming = Q(turns__meeting__cancelled_at=None, turns__meeting__ends_at__gt=timezone.now())
    found = Series.objects.filter(space=space, ended_at=None).annotate(
        meetings=Count("turns"), coming=Count("turns", filter=coming)
    )
    return [
        Beside(series.name, _how_many(series), reverse("series:series_show", args=[space.slug, series.pk]))
        for series in found.order_by("pk")
    ]


def _how_many(series: Series) -> str:
    number, coming = series.meetings, series.coming  # type: ignore[attr-defined]
    words = ngettext("%(number)s meeting, %(coming)s to come", "%(number)s meetings, %(coming)s to come", number)
    return words % {"number": number, "coming": coming}


@slots.fill(FACTS, order=10)
def place_in_the_series(meeting: Meeting, may_change: bool) -> list[Fact]:
    turn = Turn.objects.filter(meeting=meeting).select_related("series", "moderator__organisation").first()
    facts = []
    if turn and turn.moderator:
        facts.append(Fact(_("Moderator"), turn.moderator.name))
    if turn and may_change:
        url = reverse("series:series_show", args=[meeting.space.slug, turn.series_id])
        facts.append(Fact(_("Part of the series"), turn.series.name, url))
    return facts


@slots.fill(FACTS, order=20)
def host_who_left(meeting: Meeting, may_change: bool) -> list[Fact]:
    """A host who is no member on the day, with the one whose turn it fairly is."""
    if not may_change or meeting.host is None or meeting.is_cancelled or meeting.is_over():
        return []
    missing = missing_hosts(meeting.space, [meeting])
    if meeting.pk not in missing:
        return []
    words = _("%(host)s is no longer a member on that day, or pauses.") % {"host": meeting.host.name}
    fair, proposal = missing[meeting.pk], None
    if fair is not None:
        url = reverse("series:host_take", args=[meeting.space.slug, meeting.pk])
        proposal = Proposal(url, "host", str(fair.pk), _("Let %(name)s host") % {"name": fair.name})
    return [Fact(_("Host"), words, is_warning=True, proposal=proposal)]
