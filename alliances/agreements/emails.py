"""The mail that asks a member whether it agrees, in the language of the person who gets it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from alliances.agreements.models import ConfirmationRequest
from core.mail import outbox
from core.mail.render import render_mail
from spaces.emails import letter

RELATED = ("version__agreement__space", "member__organisation", "member__individual", "person__space")


def send_requests(requests: Iterable[ConfirmationRequest], *, reply_to: str) -> int:
    """Queue the mail that asks, or reminds; returns how many. Replies go to ``reply_to``."""
    return outbox.queue_all(_letter(request, reply_to) for request in requests)


def _letter(request: ConfirmationRequest, reply_to: str) -> outbox.Letter:
    version, person = request.version, request.person
    space = version.agreement.space
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "title": version.title,
            "number": version.number,
            "note": version.note,
            "organisation": request.member.name if request.for_organisation else "",
            "is_reminder": bool(request.reminders),
            "last_day": request.expires_at,
            "action_label": _("Read and answer"),
            "action_url": request.placeholder(),
            "why": _("You get this mail because you decide for %(member)s in %(space)s.")
            % {"member": request.member, "space": space.name}
            if request.for_organisation
            else _("You get this mail because you are a member of %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("agreement_request", context, person.mail_language)
    key = f"agreement-request:{request.pk}:{request.revision}:{request.reminders}"
    kind = "agreement reminder" if request.reminders else "agreement request"
    return letter(space, person, rendered, kind=kind, key=key, reply_to=reply_to)
