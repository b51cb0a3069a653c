"""Member organisations that met, for tests."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from alliances.relations import services
from alliances.relations.models import Answer, Asking, RelationRequest
from sessions.meetings.models import Invitee, Meeting
from spaces.models import Member, Space
from tests.meetings.factories import MeetingFactory
from tests.spaces.factories import RepresentativeFactory, user_with


def a_member(space: Space, name: str, **facts: object) -> Member:
    """A member organisation with somebody who represents it."""
    seat = RepresentativeFactory(member__space=space, member__organisation__name=name, **facts)
    member: Member = seat.member
    return member


def met(space: Space, *members: Member, days_ago: int = 10, present: str = "present") -> Meeting:
    """A meeting of ``space``, that took place, with these members."""
    meeting = MeetingFactory(space=space)
    start = timezone.now() - dt.timedelta(days=days_ago)
    facts = {"starts_at": start, "ends_at": start + dt.timedelta(hours=2), "invited_at": start}
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    for member in members:
        Invitee.objects.create(
            meeting=meeting,
            person=member.representatives.get().person,
            organisation=member.organisation,
            attendance=present,
            expires_at=start,
        )
    return meeting


def says(member: Member, other: Member, what: str = "together", about: str = "") -> Answer:
    """What ``member`` answers of ``other``."""
    said = services.Said(other.pk, what, about)
    services.answer(member.space, member, member.representatives.get().person, [said])
    return Answer.objects.get(member=member, other=other)


def asked(member: Member) -> RelationRequest:
    """The link of who represents ``member``, who was asked."""
    space = member.space
    asking = Asking(space=space, words="Fijn dat je meedenkt.", closes_on=timezone.localdate() + dt.timedelta(days=9))
    services.ask(asking, [member.representatives.get().pk], by=user_with("coordinator", space))
    return RelationRequest.objects.get(asking=asking)
