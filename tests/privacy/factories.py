"""People whose data are kept, and the links to their own page."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from partners.stakeholders.models import Stakeholder
from privacy import links
from privacy.models import PersonLink
from spaces.models import Space
from tests.stakeholders.factories import StakeholderFactory

NOTE = "Moeilijke gesprekspartner, niet uitnodigen"


def els(space: Space, **facts: object) -> Stakeholder:
    """An entry with data of a person, and with what nobody but the coordinators may read."""
    return StakeholderFactory(
        space=space,
        **{
            "contact_person": "Els Peeters",
            "email": "els@example.org",
            "phone": "050 12 34 56",
            "source": "list",
            "notes": NOTE,
            "influence": "high",
            **facts,
        },
    )


def opened(address: str = "els@example.org") -> tuple[Client, PersonLink, str]:
    """A browser that came in with the link to this mailbox, that link, and its page."""
    link = links.link_for(address, "nl")
    client = Client()
    assert client.get(link.address()).status_code == 302
    return client, link, reverse("links:link_page", args=[link.kind_of_link, link.pk])
