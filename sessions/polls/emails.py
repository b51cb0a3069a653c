"""The mail that asks which days suit, made by a worker for each person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.mail import outbox
from core.mail.render import MailForMany
from sessions.polls.models import Option, Poll, PollRequest
from spaces.emails import letter

QUESTION = "date poll"


def queue_questions(
    poll: Poll, requests: list[int], now: dt.datetime, by: User, *, added: Option | None = None
) -> None:
    """Ask these people (numbers of their rows), for the first time, again, or about the one day that was ``added``.
    Replies go to ``by``."""
    moment = now.isoformat()
    outbox.queue_many(
        kind=QUESTION,
        arguments={
            "poll": poll.pk,
            "requests": requests,
            "reply_to": by.email,
            "moment": moment,
            "added": added.pk if added else None,
        },
        dedupe_key=f"date-poll:{poll.pk}:{requests[0]}:{moment}",
    )


@outbox.expander(QUESTION)
def _questions(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    waited_for = PollRequest.objects.waited_for()
    rows = waited_for.filter(pk__in=arguments["requests"], pk__gt=after, poll__closed_at=None)
    added = Option.objects.filter(pk=arguments.get("added") or 0).select_related("poll__space").first()
    rows = rows.exclude(person__email="")
    rows = rows.select_related("person__space", "poll__space").prefetch_related("poll__options__poll__space")
    common: dict[bool, MailForMany] = {}
    for one in rows.order_by("pk")[:about]:
        again = one.asked_again_at is not None
        personal = {"person_name": one.person.name, "action_url": one.placeholder()}
        if again not in common:
            space = one.poll.space
            context = {
                "poll": one.poll,
                "options": list(one.poll.options.all()),
                "again": again,
                "added": added,
                "space": space,
                "space_name": space.name,
                "action_label": _("Say which days suit"),
                "why": _("You get this mail because you are asked for a date."),
            }
            common[again] = MailForMany("date_poll", context, tuple(personal))
        rendered = common[again].render(one.person.mail_language, **personal)
        key = f"date-poll:{one.pk}:{one.revision}:{arguments['moment']}"
        yield (
            one.pk,
            letter(one.poll.space, one.person, rendered, kind=QUESTION, key=key, reply_to=arguments["reply_to"]),
        )
