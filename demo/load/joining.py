"""Joining: one who has not answered yet, one for later, one who named somebody else, one who asks; and the briefing."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from alliances.briefings.models import BriefingText
from demo.data import joining as data
from spaces.joining import answering, asking, inviting
from spaces.joining.asking import Wish
from spaces.joining.inviting import Asked
from spaces.joining.models import JoinInvitation
from spaces.models import Space


def make(space: Space, by: User) -> None:
    BriefingText.objects.create(space=space, language="nl", situation=data.SITUATION, reasons=data.REASONS)
    invited(data.ASKED, space, by)
    answering.say_no(invited(data.LATER, space, by), JoinInvitation.Answer.NOT_NOW, data.LATER_WORDS)
    wrong = invited(data.WRONG_PERSON, space, by)
    answering.pass_on(wrong, Asked(name=data.RIGHT_PERSON, email=_address(data.RIGHT_PERSON)))
    requested(data.REQUEST, space)


def requested(facts: dict[str, str], space: Space) -> None:
    """Somebody asked to join, and confirmed it."""
    wish = Wish(**{"email": _address(facts["name"]), "language": "nl", **facts})  # type: ignore[arg-type]
    request = asking.ask(space, wish)
    assert request is not None
    asking.confirm(request)


def invited(asked: tuple[str, str, str, int], space: Space, by: User) -> JoinInvitation:
    """Somebody was asked some days ago: organisation, person, the coordinator's word, how many days."""
    organisation, name, words, days = asked
    about = Asked(name=name, email=_address(name), organisation_name=organisation, words=words)
    invitation = inviting.invite(space, about, by=by)
    ago = timezone.now() - dt.timedelta(days=days)
    JoinInvitation.objects.filter(pk=invitation.pk).update(invited_at=ago, contacted_at=ago)
    return invitation


def _address(name: str) -> str:
    return f"{slugify(name).replace('-', '.')}@example.org"
