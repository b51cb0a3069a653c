"""The coordinator's pages, who may see and do what, and the way through them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters.models import Charter, CharterVersion
from core.mail.models import Mail
from documents.models import SigningEvent, SigningRequest
from spaces.models import Space
from tests.charters.factories import a_charter, asked, opened, rewritten, signed
from tests.documents.factories import a_party
from tests.spaces.factories import PersonFactory, SpaceFactory, account_of, client_of, client_with

pytestmark = pytest.mark.django_db

GETS = ["charter", "charter_change", "version_open", "version", "signatures_ask", "edition_file"]
POSTS = ["charter_create", "signatures_remind", "request_take_back", "edition_make"]
READING = {"charter", "version", "edition_file"}


def address(name: str, space: Space, *more: object) -> str:
    return reverse(f"charters:{name}", args=[space.slug, *more])


def scene() -> tuple[Charter, dict[str, str]]:
    """A charter with a signature, an open request and an edition, and the address of every page."""
    charter = a_charter()
    opened(charter)
    signed(charter)
    request = asked(charter)
    coordinator = client_with("coordinator", charter.space)
    coordinator.post(address("edition_make", charter.space))
    numbers = {"version": 1, "request_take_back": request.pk, "edition_file": charter.editions()[0].pk}
    pages = {name: address(name, charter.space, *([numbers[name]] if name in numbers else [])) for name in GETS + POSTS}
    return charter, pages


def visitor(who: str, space: Space) -> Client:
    if who == "anonymous":
        return Client()
    if who == "stranger":
        return client_of(account_of(PersonFactory(space=SpaceFactory())))
    if who == "coordinator of another alliance":
        return client_with("coordinator", SpaceFactory())
    return client_with(who, space)


# What each may do: "all", "read", or the answer to everything. Nobody else's alliance is there at all.
RIGHTS = {
    "anonymous": 302,
    "stranger": 404,
    "coordinator of another alliance": 404,
    "guest": 404,
    "member": "read",
    "secretary": "read",
    "chair": "read",
    "communications": "read",
    "coordinator": "all",
}


@pytest.mark.parametrize("who", RIGHTS)
def test_who_may_do_what(who: str) -> None:
    charter, pages = scene()
    client, rights = visitor(who, charter.space), RIGHTS[who]
    answers = {name: (client.get if name in GETS else client.post)(url).status_code for name, url in pages.items()}
    if isinstance(rights, int):
        assert answers == dict.fromkeys(pages, rights)
        return
    refused = {} if rights == "all" else {name: 403 for name in pages if name not in READING}
    assert answers == {**{name: 200 if name in GETS else 302 for name in pages}, **refused}


def test_what_a_member_posts_changes_nothing() -> None:
    charter, pages = scene()
    rewritten(charter, "Een nieuw begin")
    client = client_with("member", charter.space)
    before = (SigningRequest.objects.filter(withdrawn_at=None).count(), CharterVersion.objects.count())
    for url in pages.values():
        client.post(url, {"title": "x", "text": "y", "revision": 2, "change": "major", "parties": ["1-1"]})
    assert (SigningRequest.objects.filter(withdrawn_at=None).count(), CharterVersion.objects.count()) == before
    charter.refresh_from_db()
    assert charter.text == "Een nieuw begin"


def test_another_alliances_rows_are_not_reached_through_mine() -> None:
    _charter, _pages = scene()
    theirs = Charter.objects.get()
    mine = a_charter()
    opened(mine)
    client = client_with("coordinator", mine.space)
    request = SigningRequest.objects.filter(withdrawn_at=None).last()
    assert client.post(address("request_take_back", mine.space, request.pk)).status_code == 404
    assert client.get(address("edition_file", mine.space, theirs.editions()[0].pk)).status_code == 404
    party = a_party(theirs.space)
    sent = {"parties": [f"{party.member.pk}-{party.person.pk}"]}
    assert client.post(address("signatures_ask", mine.space), sent).status_code == 422
    assert SigningRequest.objects.filter(text__space=mine.space).count() == 0


def test_from_nothing_to_asked() -> None:
    space = SpaceFactory(vision="Samen", objectives="Doen")
    party, other = a_party(space), a_party(space)
    client = client_with("coordinator", space)
    assert client.post(address("charter_create", space))["Location"] == address("charter_change", space)
    charter = Charter.objects.get()
    client.post(address("charter_change", space), {"title": "Ons handvest", "text": charter.text, "revision": 1})
    assert client.post(address("version_open", space), {"revision": 2}).status_code == 302
    sent = {"parties": [f"{party.member.pk}-{party.person.pk}"]}
    assert client.post(address("signatures_ask", space), sent).status_code == 302
    assert [mail.to for mail in Mail.objects.all()] == [party.person.email]
    assert Charter.objects.get().title == "Ons handvest"
    content = client.get(address("charter", space)).content.decode()
    assert other.member.name in content


def test_nobody_ticked_is_said_at_the_list() -> None:
    charter = a_charter()
    opened(charter)
    a_party(charter.space)
    response = client_with("coordinator", charter.space).post(address("signatures_ask", charter.space), {})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["parties"])


def test_a_draft_is_seen_by_the_coordinator_alone() -> None:
    charter = rewritten(a_charter(), "Nog geheim")
    assert "Nog geheim" in client_with("coordinator", charter.space).get(address("charter", charter.space)).text
    assert "Nog geheim" not in client_with("chair", charter.space).get(address("charter", charter.space)).text
    opened(charter)
    rewritten(charter, "Ook nog geheim")
    shown = client_with("member", charter.space).get(address("charter", charter.space)).text
    assert ("Nog geheim" in shown, "Ook nog geheim" in shown) == (True, False)


def test_a_member_sees_who_signed_but_not_who_declined_or_why() -> None:
    charter, _pages = scene()
    request = SigningRequest.objects.filter(declined_at=None).exclude(events__kind="signed").get()
    SigningRequest.objects.filter(pk=request.pk).update(
        declined_at=request.asked_at, decline_reason="Ruzie met de raad"
    )
    shown = client_with("member", charter.space).get(address("charter", charter.space)).text
    assert SigningEvent.objects.get().person_name in shown
    assert "Ruzie met de raad" not in shown
    assert "Ruzie met de raad" in client_with("coordinator", charter.space).get(address("charter", charter.space)).text


def test_saving_over_somebody_else_is_refused_and_keeps_both() -> None:
    charter = a_charter()
    client = client_with("coordinator", charter.space)
    rewritten(charter, "Van een ander")
    sent = {"title": "T", "text": "Van mij", "revision": 1}
    response = client.post(address("charter_change", charter.space), sent)
    assert response.status_code == 422
    assert "Van mij" in response.text
    charter.refresh_from_db()
    assert charter.text == "Van een ander"
    sent["revision"] = response.context["form"]["revision"].value()
    assert client.post(address("charter_change", charter.space), sent).status_code == 302


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_preview_is_cleaned_and_saves_nothing(headers: dict[str, str]) -> None:
    charter = a_charter()
    client = client_with("coordinator", charter.space)
    sent = {"title": "T", "text": "**vet** <script>alert(1)</script>", "revision": 1, "preview": "1"}
    response = client.post(address("charter_change", charter.space), sent, headers=headers)
    assert response.status_code == 200
    assert "<strong>vet</strong>" in response.text
    assert "<script>alert" not in response.text
    assert ("<html" in response.text) == (not headers)
    charter.refresh_from_db()
    assert charter.revision == 1


def test_the_document_is_downloaded_as_it_was_frozen() -> None:
    charter, pages = scene()
    frozen = charter.editions().defer(None)[0]
    response = client_with("member", charter.space).get(pages["edition_file"])
    assert response.content == bytes(frozen.content)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")


def test_queries_of_the_page_are_as_many_for_one_row_as_for_thirty() -> None:
    charter, _pages = scene()
    client = client_with("coordinator", charter.space)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("charter", charter.space)).status_code == 200
        return len(queries)

    few = count()
    for _number in range(29):
        asked(charter)
    assert count() == few
    assert few <= 20
