"""The mail that a space is open again."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.mail import outbox
from core.mail.render import render_mail
from spaces.closing.models import Closing
from spaces.emails import letter
from spaces.models import Person


def send_reopened(closing: Closing, people: Iterable[Person], *, by: User) -> None:
    """Queue the word that the space is open again; replies go to ``by``."""
    outbox.queue_all(_reopened(closing, person, by=by) for person in people if person.email)


def _reopened(closing: Closing, person: Person, *, by: User) -> outbox.Letter:
    space = closing.space
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "closing": closing,
            "action_label": _("Go to the alliance"),
            "action_url": settings.SITE_URL + reverse("space_home", args=[space.slug]),
            "why": _("You get this mail because you coordinate %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("space_reopened", context, person.mail_language)
    key = f"space-reopened:{closing.pk}:{person.pk}"
    return letter(space, person, rendered, kind="space reopened", key=key, reply_to=by.email)
