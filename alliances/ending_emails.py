"""Mails about the end of an alliance."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from core.mail import outbox
from core.mail.render import render_mail
from spaces.closing.models import Closing
from spaces.emails import letter
from spaces.models import Member, Person, Representative, Role, Space
from spaces.rules import PARTICIPANTS


def who_took_part(space: Space) -> list[Person]:
    """Everybody with an address who takes part today: who has a role, represents a member, or is one."""
    roles = Role.objects.current().filter(space=space, kind__in=PARTICIPANTS)
    members = Member.objects.current().filter(space=space)
    seats = Representative.objects.current().filter(member__in=members.values("pk"))
    of_space = Person.objects.filter(space=space).exclude(email="").select_related("space")
    taking_part = (
        Q(pk__in=roles.values("person")) | Q(pk__in=seats.values("person")) | Q(pk__in=members.values("individual"))
    )
    return list(of_space.filter(taking_part).order_by("pk"))


def send_report(closing: Closing, people: Sequence[Person], *, by: User) -> None:
    """Queue the word that the alliance ended, with its last report; replies go to ``by``."""
    report = outbox.File(f"{slugify(closing.document.title)}.pdf", bytes(closing.document.content))
    outbox.queue_all(_ended(closing, person, report, by=by) for person in people)


def _ended(closing: Closing, person: Person, report: outbox.File, *, by: User) -> outbox.Letter:
    space = closing.space
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "closing": closing,
            "by": str(by),
            "why": _("You get this mail because you took part in %(space)s.") % {"space": space.name},
        }
        rendered = render_mail("alliance_ended", context, person.mail_language)
    key = f"alliance-ended:{closing.pk}:{person.pk}"
    return letter(space, person, rendered, kind="alliance ended", key=key, reply_to=by.email, attachments=(report,))
