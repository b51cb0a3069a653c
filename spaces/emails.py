"""Mails of a space about its people."""

from core.mail import outbox
from core.mail.render import render_mail
from spaces.models import Invitation


def send_invitation(invitation: Invitation) -> None:
    """Queue the invitation to take up a role, in the language of the person."""
    person = invitation.role.person
    space = invitation.role.space
    rendered = render_mail(
        "role_invitation",
        {
            "person": person,
            "space": space,
            "space_name": space.name,
            "role": invitation.role,
            "action_url": invitation.placeholder(),
        },
        person.mail_language,
    )
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
