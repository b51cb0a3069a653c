"""Mails about minutes: the document for everybody on the list, and what became of corrections."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.mail import outbox
from core.mail.render import render_mail
from sessions.meetings.emails.common import WHY_STILL, context_of
from sessions.meetings.models import CorrectionRequest, Invitee, Minutes
from spaces.emails import letter

MINUTES = "meeting minutes"
ANSWERED = "meeting correction answered"
CORRECT = _("Something is not right")


def queue_minutes(minutes: Minutes, by: User) -> None:
    """Send the frozen minutes to everybody on the list, present and absent."""
    outbox.queue_many(
        kind=MINUTES,
        arguments={"minutes": minutes.pk, "reply_to": by.email},
        dedupe_key=f"minutes:{minutes.pk}",
    )


def queue_corrections_answered(minutes: Minutes, by: User) -> None:
    """Tell everybody who asked for a correction what became of it, once the minutes are decided about."""
    corrections = minutes.corrections.select_related("person__space").order_by("person", "pk")
    letters = []
    for person, own in groupby(corrections.exclude(person__email=""), lambda one: one.person):
        context = {**context_of(minutes.meeting), "person": person, "minutes": minutes, "own": list(own)}
        rendered = render_mail("correction_answered", {**context, "why": WHY_STILL}, person.mail_language)
        key = f"correction-answered:{minutes.pk}:{person.pk}"
        letters.append(letter(minutes.meeting.space, person, rendered, kind=ANSWERED, key=key, reply_to=by.email))
    outbox.queue_all(letters)


@outbox.expander(MINUTES)
def _minutes(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    from sessions.meetings.services.minuting import filename  # that module stands on this one

    minutes = Minutes.objects.select_related("meeting__space", "document").get(pk=arguments["minutes"])
    file = outbox.File(filename(minutes), bytes(minutes.document.content))  # type: ignore[union-attr]
    people = Invitee.objects.on_the_list().filter(meeting=minutes.meeting_id, pk__gt=after)
    chunk = list(people.exclude(person__email="").select_related("person__space").order_by("pk")[:about])
    links = {link.invitee_id: link for link in minutes.requests.filter(invitee__in=chunk)}
    for one in chunk:
        yield one.pk, _minutes_letter(one, minutes, links.get(one.pk), file, reply_to=arguments["reply_to"])


def _minutes_letter(
    one: Invitee, minutes: Minutes, link: CorrectionRequest | None, file: outbox.File, reply_to: str
) -> outbox.Letter:
    """``link``: by which they ask for a correction; approved minutes are not corrected any more."""
    meeting, person, approved = minutes.meeting, one.person, minutes.approved_by
    context = {**context_of(meeting), "person": person, "minutes": minutes, "approved": approved, "why": WHY_STILL}
    if link and not approved:
        context |= {"action_url": link.placeholder(), "action_label": CORRECT}
    rendered = render_mail("meeting_minutes", context, person.mail_language)
    key = f"minutes:{minutes.pk}:{one.pk}"
    return letter(meeting.space, person, rendered, kind=MINUTES, key=key, reply_to=reply_to, attachments=(file,))
