"""Invitations and requests for tests."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.links import MailLink
from core.mail.models import Mail
from spaces.joining import asking, inviting
from spaces.joining.answering import Yes
from spaces.joining.asking import Wish
from spaces.joining.inviting import Asked
from spaces.joining.models import JoinInvitation, JoinRequest
from spaces.models import Space
from spaces.services import Choices, Mandate

HINKE = {"name": "Hinke Dijkstra", "email": "hinke@example.org"}


def asked(organisation_name: str = "Sportclub De Terp", **facts: Any) -> Asked:
    return Asked(**{**HINKE, "organisation_name": organisation_name, **facts})


def invited(space: Space, by: User, organisation_name: str = "Sportclub De Terp", **facts: Any) -> JoinInvitation:
    return inviting.invite(space, asked(organisation_name, **facts), by=by)


def a_yes(organisation_name: str = "Sportclub De Terp", **facts: Any) -> Yes:
    choices = Choices(involvement="acting", win="Meer leden", shown_publicly=True)
    mandate = Mandate(may_speak=True, may_sign=True)
    return Yes(
        **{"name": "Hinke Dijkstra", "choices": choices, "mandate": mandate, **facts},
        organisation_name=organisation_name,
    )


def a_wish(**facts: Any) -> Wish:
    wish = {"name": "Anke Visser", "email": "anke@example.org", "words": "Wij hebben een zaal.", "language": "nl"}
    return Wish(**{**wish, "organisation_name": "Bibliotheek Waddermeer", **facts})


def requested(space: Space, **facts: Any) -> JoinRequest:
    """One that was confirmed, and waits."""
    request = asking.ask(space, a_wish(**facts))
    assert request is not None
    asking.confirm(request)
    request.refresh_from_db()
    return request


def opened(link: MailLink) -> tuple[Client, str]:
    """A browser that came in by this link, and the address of its page."""
    client = Client()
    client.get(reverse("links:link_open", args=[link.kind_of_link, link.pk, link.token()]))
    return client, reverse("links:link_page", args=[link.kind_of_link, link.pk])


def mails_to(address: str) -> list[Mail]:
    return list(Mail.objects.filter(to=address).order_by("pk"))
