"""Mails of a space about its people."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.mail import outbox
from core.mail.render import render_mail
from spaces.models import Invitation


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
    outbox.queue(
        dedupe_key=f"role-invitation:{invitation.pk}:{invitation.revision}",
        kind="role invitation",
        to=person.email,
        to_name=person.name,
        from_name=space.name,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        space_id=space.pk,
    )
