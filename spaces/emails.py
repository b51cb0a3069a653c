"""Mails of a space about its people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from core import slots
from core.mail import outbox
from core.mail.render import RenderedMail, render_mail
from spaces.models import Invitation, Member, Person, Representative, Role, Space
from spaces.rules import TEAM

# Rooms below give what somebody new finds in the word of welcome: callables (space) -> list[ToRead], asked in the
# language of the mail. It is for people who may have no account, so an address is one that everybody may open.
STARTER_PACK = slots.offer("spaces.starter_pack")


class Sender(Protocol):
    """Whose mail it is, an account or a person: replies go to them."""

    @property
    def name_and_address(self) -> str: ...
    @property
    def email(self) -> str: ...


@dataclass(frozen=True)
class ToRead:
    """A line of the starter pack, and the address where there is more ("" for none)."""

    words: str
    address: str = ""


def send_invitation(invitation: Invitation) -> None:
    """Queue the invitation to take up a role, in the language of the person."""
    person = invitation.role.person
    space = invitation.role.space
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "role": invitation.role,
            "action_label": pgettext("button in a mail", "Sign in"),
            "action_url": invitation.placeholder(),
            "why": _("You get this mail because somebody of %(space)s asked you.") % {"space": space.name},
        }
        rendered = render_mail("role_invitation", context, person.mail_language)
    key = f"role-invitation:{invitation.pk}:{invitation.revision}"
    outbox.queue_all([letter(space, person, rendered, kind="role invitation", key=key)])


def send_appointment(role: Role, people: Iterable[Person], by: User) -> None:
    """Queue the word that ``by``, of the administration, made somebody coordinator; replies go to them."""
    outbox.queue_all(_appointment(role, person, by) for person in people if person.email)


def _appointment(role: Role, person: Person, by: User) -> outbox.Letter:
    space = role.space
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "role": role,
            "space": space,
            "space_name": space.name,
            "by": by.name_and_address,
            "action_label": _("See the team"),
            "action_url": settings.SITE_URL + reverse("spaces:people", args=[space.slug]),
            "why": _("You get this mail because you coordinate %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("coordinator_appointed", context, person.mail_language)
    key = f"appointed:{role.pk}:{person.pk}"
    return letter(space, person, rendered, kind="coordinator appointed", key=key, reply_to=by.email)


def send_welcome(seat: Representative, by: Sender) -> None:
    """Queue a welcome to whoever represents a member from now on: in whose place, and whom to know.

    Nothing is queued without an address; replies go to ``by``.
    """
    _send_welcome(seat.person, seat.member, seat, by, key=f"representative-welcome:{seat.pk}")


def send_welcome_in_person(member: Member, by: Sender) -> None:
    """As :func:`send_welcome`, to an individual who is a member from now on."""
    if member.individual:
        _send_welcome(member.individual, member, None, by, key=f"individual-welcome:{member.pk}")


def _send_welcome(person: Person, member: Member, seat: Representative | None, by: Sender, *, key: str) -> None:
    space = member.space
    if not person.email:
        return
    with translation.override(person.mail_language):
        facts = {"member": member, "space": space}
        represents = _("You get this mail because you represent %(member)s in %(space)s.")
        context = {
            "person": person,
            "member": member,
            "seat": seat,
            "space": space,
            "space_name": space.name,
            "team": list(_whom_to_know(space)),
            "pack": [line for lines in slots.collect(STARTER_PACK, space) for line in lines],
            "by": by.name_and_address,
            "why": (represents if seat else _("You get this mail because you take part in %(space)s.")) % facts,
        }
        rendered = render_mail("representative_welcome", context, person.mail_language)
    outbox.queue_all([letter(space, person, rendered, kind="representative welcome", key=key, reply_to=by.email)])


def letter(
    space: Space,
    person: Person,
    rendered: RenderedMail,
    *,
    kind: str,
    key: str,
    reply_to: str = "",
    attachments: Sequence[outbox.File] = (),
) -> outbox.Letter:
    """A mail of ``space`` to one of its people."""
    return outbox.Letter(
        dedupe_key=key,
        kind=kind,
        to=person.email,
        to_name=person.name,
        from_name=space.name,
        reply_to=reply_to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        space_id=space.pk,
        attachments=attachments,
    )


def _whom_to_know(space: Space) -> Iterable[Role]:
    """The team of today, coordinators first."""
    team = Role.objects.current().filter(space=space, kind__in=TEAM).select_related("person")
    return sorted(team, key=lambda role: (list(Role.Kind).index(Role.Kind(role.kind)), role.pk))
