"""Meetings and the people on their list, for tests."""

from __future__ import annotations

import datetime as dt
from email import policy
from typing import Any

import factory
from django.utils import timezone

from core.links import placeholders
from core.mail.message import OutboxMessage
from core.mail.models import Mail, MailJob
from core.mail.tasks import expand_job
from sessions.meetings.models import Invitee, Meeting
from sessions.meetings.services import inviting, planning
from spaces.models import Space
from tests.spaces.factories import MemberFactory, OrganisationFactory, RepresentativeFactory, SpaceFactory, user_with


class MeetingFactory(factory.django.DjangoModelFactory):
    """A meeting in a week from 14:00 to 16:00, with the usual agenda."""

    class Meta:
        model = Meeting

    space = factory.SubFactory(SpaceFactory)
    title = "Plenaire vergadering van het najaar"
    place = "Stadhuis Sint-Niklaas, Grote Markt 1, 9100 Sint-Niklaas"
    invitation_text = "Welkom!"
    starts_at = factory.LazyFunction(lambda: in_days(7))
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + dt.timedelta(hours=2))

    @classmethod
    def _create(cls, model_class: type[Meeting], *args: Any, **kwargs: Any) -> Meeting:
        return planning.plan(model_class(**kwargs))


def in_days(days: int) -> dt.datetime:
    """Today at 13:00 UTC, so many days on."""
    return timezone.now().replace(hour=13, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)


def representative(space: Space, name: str, email: str, organisation: str) -> None:
    """Somebody who represents a member organisation of ``space``."""
    member = MemberFactory(space=space, organisation=OrganisationFactory(name=organisation))
    RepresentativeFactory(member=member, person__name=name, person__email=email)


def invited_meeting(people: int = 3, **facts: Any) -> Meeting:
    """A meeting to which ``people`` representatives were invited; their mails are in the outbox."""
    meeting = MeetingFactory(**facts)
    for number in range(people):
        representative(meeting.space, f"Lid {number:03}", f"lid{number}@example.org", f"Vereniging {number:03}")
    everybody = {one.person.pk for one in inviting.candidates(meeting)}
    inviting.invite(meeting, everybody, by=user_with("coordinator", meeting.space))
    make_mails()
    meeting.refresh_from_db()
    return meeting


def make_mails() -> None:
    """What a worker does: make the mails of every mailing that waits."""
    for job in MailJob.objects.filter(state=MailJob.State.WAITING).order_by("pk"):
        expand_job(job.pk)


def mails(kind: str = "") -> list[Mail]:
    """The mails in the outbox, in the order they were made."""
    rows = Mail.objects.order_by("pk")
    return list(rows.filter(kind=kind) if kind else rows)


def held_meeting(people: int = 3, **facts: Any) -> Meeting:
    """A meeting that is over, to which people had been invited."""
    meeting = invited_meeting(people, **facts)
    start = in_days(-1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=2))
    Invitee.objects.filter(meeting=meeting).update(expires_at=start + dt.timedelta(hours=2))
    meeting.refresh_from_db()
    return meeting


def invitee_of(meeting: Meeting, number: int = 0) -> Invitee:
    """The row of ``lid<number>@example.org``."""
    return meeting.invitees.select_related("person__space", "meeting__space").get(
        person__email=f"lid{number}@example.org"
    )


def as_sent(mail: Mail) -> bytes:
    """The message as it goes to the mail server, with the addresses of its links."""
    links = placeholders.load(placeholders.references([mail.text, mail.html]))
    message = OutboxMessage(mail, [], lambda text: placeholders.fill(text, links))
    content: bytes = message.message(policy=policy.SMTP).as_bytes()
    return content
