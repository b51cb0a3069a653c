"""One at a time: whoever changes a meeting, its agenda or its list holds it."""

from sessions.meetings.models import Meeting


def hold(meeting: Meeting) -> Meeting:
    """The meeting as it is now; whoever else changes it, its agenda or its list waits until the transaction ends."""
    return Meeting.objects.select_related("space").select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
