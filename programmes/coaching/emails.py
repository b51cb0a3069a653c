"""Mails about a process coach: to the coach, and to those who coordinate the alliance of the region."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.mail import outbox
from core.mail.render import render_mail
from programmes.coaching.models import Coach
from spaces.emails import letter
from spaces.models import Person, Space
from spaces.services import coordinators_of

# What there is to tell.
GIVEN: Final = "given"
CHANGED: Final = "changed"
TAKEN_BACK: Final = "taken back"
INTRODUCED: Final = "introduced"  # an alliance came into being in the region of a coach


def to_coach(coach: Coach, what: str, alliance: Space | None, *, by: User | None = None) -> None:
    """Queue the word to the coach, with whom to reach in ``alliance`` where there is one.

    Replies go to ``by``, and where nobody did it, to who coordinates the alliance.
    """
    people = list(_reached_in(alliance)) if alliance else []
    programme = coach.programme
    with translation.override(coach.language):
        context = {
            **_facts(coach, what),
            "alliance": alliance,
            "people": people,
            "by": by.name_and_address if by else people[0].name_and_address,
            "why": _("You get this mail because %(space)s noted you as process coach.") % {"space": programme},
        }
        rendered = render_mail("coach", context, coach.language)
    mail = outbox.Letter(
        dedupe_key=_key(coach, what),
        kind="coach",
        to=coach.email,
        to_name=coach.name,
        from_name=programme.name,
        reply_to=by.email if by else people[0].email,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        space_id=programme.pk,
    )
    outbox.queue_all([mail])


def to_alliance(coach: Coach, what: str, alliance: Space, *, before: Coach | None = None) -> None:
    """Queue the word to each coordinator of ``alliance``; replies go to the coach. ``before``: who stops for them."""
    outbox.queue_all(_to_coordinators(coach, what, alliance, before))


def _to_coordinators(coach: Coach, what: str, alliance: Space, before: Coach | None) -> Iterable[outbox.Letter]:
    for person in _reached_in(alliance):
        language = person.mail_language
        with translation.override(language):
            context: dict[str, Any] = {
                **_facts(coach, what),
                "person": person,
                "before": before,
                "action_label": _("See it with your people"),
                "action_url": settings.SITE_URL + reverse("spaces:people", args=[alliance.slug]),
                "why": _("You get this mail because you coordinate %(space)s.") % {"space": alliance.name},
            }
            rendered = render_mail("coach_told", context, language)
        key = f"{_key(coach, what)}:{person.pk}"
        yield letter(coach.programme, person, rendered, kind="coach told", key=key, reply_to=coach.email)


def _reached_in(alliance: Space) -> Iterable[Person]:
    """Those who coordinate ``alliance`` and can be mailed, the longest there first."""
    roles = coordinators_of(alliance).exclude(person__email="").order_by("starts_on", "pk")
    return (role.person for role in roles)


def _facts(coach: Coach, what: str) -> dict[str, Any]:
    programme = coach.programme
    return {"coach": coach, "what": what, "region": coach.region, "space": programme, "space_name": programme.name}


def _key(coach: Coach, what: str) -> str:
    """Each word is one of its own: what changes twice is told twice."""
    return f"coach:{coach.pk}:{what}:{timezone.now().isoformat()}"
