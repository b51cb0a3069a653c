"""The link to one's own page: mailed with a notice, and to whoever asks what is kept about an address."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from core import personal
from core.links import limits
from privacy import emails
from privacy.models import LINK_VALID, PersonLink

# How many mails one address may get of the page where anybody can type it, in a day.
MAILS_TO_ONE = {"limit": 3, "seconds": 24 * 60 * 60}


def links_for(addresses: Collection[str], language: str) -> dict[str, PersonLink]:
    """The links of whoever reads these mailboxes, by address in small letters; they last anew from now on."""
    until = timezone.now() + LINK_VALID
    PersonLink.objects.bulk_create(
        [
            PersonLink(email=email, language=language, expires_at=until)
            for email in sorted(set(map(personal.normal, addresses)))
        ],
        update_conflicts=True,
        unique_fields=["email"],
        update_fields=["expires_at"],
    )
    found = PersonLink.objects.filter(email__in=list(map(personal.normal, addresses)))
    return {link.email: link for link in found}


def link_for(address: str, language: str) -> PersonLink:
    """The same for one."""
    return links_for([address], language)[personal.normal(address)]


def ask(address: str, language: str) -> None:
    """Mail the link to this address, if anything is kept about it. Whoever asks is told the same either way."""
    address = personal.normal(address)
    if limits.is_over(f"personal-link-to:{address}", **MAILS_TO_ONE) or not personal.held_about(address):
        return
    emails.send_link(link_for(address, language))
