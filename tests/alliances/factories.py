"""Alliances in which something happened, for tests."""

from __future__ import annotations

from accounts.models import User
from charters.models import Charter
from charters.services import open_version, save_draft
from documents.models import SigningEvent
from spaces.models import Space
from tests.documents.factories import a_party, a_request, a_signature


def open_charter(space: Space, *, text: str = "Wij beloven veel.", major: bool = True) -> Charter:
    """The charter of ``space``, with this text open for signing as its newest version."""
    charter, created = Charter.objects.get_or_create(space=space, defaults={"title": "Handvest", "text": text})
    if not created:
        save_draft(charter, title=charter.title, text=text, revision=charter.revision)
        charter.refresh_from_db()
    user, _created = User.objects.get_or_create(email="opener@example.org")
    open_version(charter, major=major, opened_by=user, revision=charter.revision)
    return charter


def sign(charter: Charter) -> SigningEvent:
    """One more member signs the newest version."""
    version = charter.newest()
    assert version is not None
    return a_signature(a_request(version.signable, a_party(charter.space)))
