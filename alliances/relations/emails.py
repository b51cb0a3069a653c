"""The mail that asks with whom an organisation works, in the language of the person who gets it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from alliances.relations.models import RelationRequest
from core.mail import outbox
from core.mail.render import render_mail
from spaces.emails import letter

RELATED = ("asking__space", "member__organisation", "person__space")


def send_requests(requests: Iterable[RelationRequest], *, reply_to: str) -> int:
    """Queue the mail that asks, or reminds; returns how many. Replies go to ``reply_to``."""
    return outbox.queue_all(_letter(request, reply_to) for request in requests)


def _letter(request: RelationRequest, reply_to: str) -> outbox.Letter:
    person, space = request.person, request.asking.space
    names = {"organisation": request.member.name, "space": space.name}
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "organisation": request.member.name,
            "words": request.asking.words,
            "last_day": request.asking.closes_on,
            "is_reminder": bool(request.reminders),
            "action_label": _("Look and answer"),
            "action_url": request.placeholder(),
            "why": _("You get this mail because you represent %(organisation)s in %(space)s.") % names,
        }
        rendered = render_mail("relations_request", context, person.mail_language)
    key = f"relations-request:{request.pk}:{request.revision}:{request.reminders}"
    kind = "relations reminder" if request.reminders else "relations request"
    return letter(space, person, rendered, kind=kind, key=key, reply_to=reply_to)
