"""What the coordinators of the other alliance are told. Nobody of this one is named in it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from alliances.sisters.models import SisterLink
from core.mail import outbox
from core.mail.render import render_mail
from spaces.emails import letter
from spaces.models import Person, Space
from spaces.services import coordinators_of


def send(link: SisterLink, *, to: Space, news: str) -> int:
    """Queue the mail to who coordinates ``to`` that the link came into this state; returns how many that are."""
    people = [role.person for role in coordinators_of(to) if role.person.email]
    return outbox.queue_all(_letter(link, to, person, news) for person in people)


def _letter(link: SisterLink, space: Space, person: Person, news: str) -> outbox.Letter:
    other = link.seen_from(space)
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "other": other.name,
            "words": link.words,
            "news": news,
            "action_label": _("Answer") if news == SisterLink.State.PROPOSED else _("See your sister alliances"),
            "action_url": settings.SITE_URL + reverse("sisters:sister_list", args=[space.slug]),
            "why": _("You get this mail because you coordinate %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("sister_link", context, person.mail_language)
    key = f"sister-link:{link.pk}:{news}:{person.pk}"
    # Replies go to the address that everybody may know, where there is one.
    reply_to = other.alliance.contact_email if other.alliance.public_page else ""
    return letter(space, person, rendered, kind="sister link", key=key, reply_to=reply_to)
