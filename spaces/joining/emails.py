"""Mails about joining: to who is asked, to who asks, and to the coordinators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from core.mail import outbox
from core.mail.render import render_mail
from spaces.emails import Sender, letter
from spaces.joining.enclosing import files_for
from spaces.joining.models import JoinInvitation, JoinRequest
from spaces.joining.terms import terms_of
from spaces.models import Person, Role, Space
from spaces.services import coordinators_of


def who_reads(invitation: JoinInvitation) -> Sender:
    """Whom an answer goes to: who invited them, while they coordinate; else who coordinates longest."""
    people = [role.person for role in coordinators_of(invitation.space).order_by("starts_on", "pk")]
    inviter = invitation.invited_by
    if inviter and inviter.email in [person.email for person in people]:
        return inviter
    return next((person for person in people if person.email), inviter or invitation.person)


def send_invitation(invitation: JoinInvitation) -> None:
    """Queue the question whether they join, or the reminder of it, in the language of the person."""
    person, space = invitation.person, invitation.space
    reader = who_reads(invitation)
    files = files_for(space, person.mail_language) if invitation.with_enclosure else []
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "invitation": invitation,
            "named_by": invitation.instead_of.person.name if invitation.instead_of else "",
            "by": reader.name_and_address,
            "has_files": bool(files),
            "we_ask": terms_of(space).in_short,
            "action_label": pgettext("button in a mail", "Read more and answer"),
            "action_url": invitation.placeholder(),
            "why": _("You get this mail because %(space)s would like you to take part.") % {"space": space.name},
        }
        rendered = render_mail("join_invitation", context, person.mail_language)
    key = f"join:{invitation.pk}:{invitation.revision}:{invitation.reminders}"
    outbox.queue_all(
        [letter(space, person, rendered, kind="join invitation", key=key, reply_to=reader.email, attachments=files)]
    )


def tell_answer(invitation: JoinInvitation) -> None:
    """Queue to each coordinator what somebody answered."""
    context = {
        "invitation": invitation,
        "asked": invitation.asked_name,
        "colleague": getattr(invitation, "passed_on_to", None),
    }
    key = f"join-answer:{invitation.pk}:{invitation.answered_at:%Y%m%d%H%M%S}"
    _tell_coordinators(invitation.space, "join_answer", context, key, reply_to=invitation.person.email)


def tell_request(request: JoinRequest) -> None:
    """Queue to each coordinator that somebody asks to join."""
    context = {"request": request}
    _tell_coordinators(request.space, "join_request", context, f"join-request:{request.pk}", reply_to=request.email)


def _tell_coordinators(space: Space, template: str, facts: dict[str, Any], key: str, *, reply_to: str) -> None:
    address = settings.SITE_URL + reverse("joining:list", args=[space.slug])
    outbox.queue_all(_told(coordinators_of(space), space, template, {**facts, "action_url": address}, key, reply_to))


def _told(
    roles: Iterable[Role], space: Space, template: str, facts: dict[str, Any], key: str, reply_to: str
) -> Iterable[outbox.Letter]:
    for role in roles:
        person = role.person
        if not person.email:
            continue
        with translation.override(person.mail_language):
            context = {
                "person": person,
                "space": space,
                "space_name": space.name,
                "action_label": pgettext("button in a mail", "See who asks and who was asked"),
                "why": _("You get this mail because you coordinate %(space)s.") % {"space": space.name},
                **facts,
            }
            rendered = render_mail(template, context, person.mail_language)
        yield letter(
            space, person, rendered, kind=template.replace("_", " "), key=f"{key}:{person.pk}", reply_to=reply_to
        )


def send_check(request: JoinRequest) -> None:
    """Queue the question whether it was them who asked; it holds the link to confirm."""
    context = {
        "action_label": pgettext("button in a mail", "Yes, this was me"),
        "action_url": request.placeholder(),
    }
    _send_to_asker(request, "join_check", context, key=f"join-check:{request.pk}")


def send_declined(request: JoinRequest, by: User) -> None:
    """Queue the word that they do not join, with the reason; replies go to ``by``."""
    _send_to_asker(request, "join_declined", {"by": by}, key=f"join-declined:{request.pk}", reply_to=by.email)


def _send_to_asker(request: JoinRequest, template: str, facts: dict[str, Any], *, key: str, reply_to: str = "") -> None:
    space = request.space
    # Not kept: who asks is no person of the space before a coordinator says yes.
    asker = Person(space=space, name=request.name, email=request.email, language=request.language)
    with translation.override(request.language):
        context = {
            "person": asker,
            "request": request,
            "space": space,
            "space_name": space.name,
            "why": _("You get this mail because somebody gave this address to ask to join %(space)s.")
            % {"space": space.name},
            **facts,
        }
        rendered = render_mail(template, context, request.language)
    outbox.queue_all([letter(space, asker, rendered, kind=template.replace("_", " "), key=key, reply_to=reply_to)])
