"""Charters for tests."""

from __future__ import annotations

from charters import services
from charters.models import Charter, CharterVersion
from documents.models import SigningEvent, SigningRequest
from documents.signing import services as signing
from documents.signing.services import Party
from spaces.models import Space
from tests.documents.factories import a_party, a_signature
from tests.spaces.factories import SpaceFactory, user_with


def a_charter(space: Space | None = None, **facts: str) -> Charter:
    """A charter with a draft that can be opened."""
    profile = {"vision": "Iedereen hoort erbij.", "objectives": "Een buddy voor iedereen"}
    return services.create(space or SpaceFactory(**profile, **facts))


def opened(charter: Charter, *, major: bool = True) -> CharterVersion:
    charter.refresh_from_db()
    coordinator = user_with("coordinator", charter.space)
    return services.open_version(charter, major=major, opened_by=coordinator, revision=charter.revision)


def rewritten(charter: Charter, text: str) -> Charter:
    """The charter with another draft."""
    charter.refresh_from_db()
    services.save_draft(charter, title=charter.title, text=text, revision=charter.revision)
    charter.refresh_from_db()
    return charter


def asked(charter: Charter, party: Party | None = None) -> SigningRequest:
    """A request to sign the newest version."""
    party = party or a_party(charter.space)
    newest = charter.newest()
    assert newest is not None
    signing.ask(newest.signable, [party], counting=charter.counting_texts())
    return SigningRequest.objects.get(member=party.member, person=party.person, withdrawn_at=None)


def signed(charter: Charter, party: Party | None = None) -> SigningEvent:
    return a_signature(asked(charter, party))
