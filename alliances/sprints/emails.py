"""The mail that asks for an answer, in the language of the person who gets it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from alliances.sprints.models import Round, RoundRequest
from core.mail import outbox
from core.mail.render import render_mail
from spaces.emails import letter


def send_requests(requests: Iterable[RoundRequest], *, reply_to: str) -> int:
    """Queue the mail that asks, or reminds; returns how many. Replies go to ``reply_to``."""
    return outbox.queue_all(_letter(request, reply_to) for request in requests)


def _letter(request: RoundRequest, reply_to: str) -> outbox.Letter:
    round_, person = request.round, request.person
    space = round_.space
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "round": round_,
            "is_reminder": bool(request.reminders),
            "action_label": _label(round_),
            "action_url": request.placeholder(),
            "why": _("You get this mail because you take part in %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("sprint_round", context, person.mail_language)
    key = f"sprint-round:{request.pk}:{request.revision}:{request.reminders}"
    kind = "sprint reminder" if request.reminders else "sprint round"
    return letter(space, person, rendered, kind=kind, key=key, reply_to=reply_to)


def _label(round_: Round) -> str:
    if round_.is_look_back:
        return _("Look back in a minute")
    return _("Answer in a minute") if round_.is_check_in else _("Answer the question")
