"""Calls and proposals in the administration: what is found, changed and exported, and what is done elsewhere."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from programmes.calls.models import Call, Proposal
from programmes.calls.services import deciding
from spaces.models import Space
from tests.calls.factories import DAY, assessment, draft, make_call, partner, programme_with_regions, region, submitted
from tests.places.test_admin import staff_client
from tests.spaces.factories import user_with

pytestmark = pytest.mark.django_db
CALLS, PROPOSALS = "admin:calls_call_changelist", "admin:calls_proposal_changelist"


def client_in(space: Space) -> Client:
    client = staff_client(user_with("coordinator", space))
    client.cookies["django_language"] = "en"
    return client


def page(client: Client, name: str, row: Call | Proposal) -> str:
    kind = type(row).__name__.lower()
    return client.get(reverse(f"admin:calls_{kind}_{name}", args=[row.pk])).content.decode()


def names(client: Client, name: str, query: str = "") -> list[str]:
    return [str(row) for row in client.get(reverse(name) + query).context["cl"].result_list]


def saved(client: Client, call: Call, **facts: object) -> tuple[int, str]:
    """The form of a call, sent in with other facts."""
    address = reverse("admin:calls_call_change", args=[call.pk])
    values = {
        "title": call.title,
        "text": call.text,
        "budget": "",
        "opens_at_0": call.local_opening.date(),
        "opens_at_1": "09:00:00",
        "closes_at_0": call.local_closing.date(),
        "closes_at_1": "23:00:00",
        "regions": list(call.regions.values_list("pk", flat=True)),
    }
    answer = client.post(address, {**values, **facts})
    return answer.status_code, answer.content.decode()


def test_a_list_is_searched_filtered_and_leads_to_the_page_of_each() -> None:
    call = make_call()
    make_call(call.space, published=False, title="Volgend jaar")
    client = client_in(call.space)
    assert set(names(client, CALLS)) == {"Netwerken 2027", "Volgend jaar"}
    assert len(names(client, CALLS, "?q=kempen")) == 2
    assert names(client, CALLS, "?q=volgend") == ["Volgend jaar"]
    for state, found in (("open", "Netwerken 2027"), ("draft", "Volgend jaar")):
        assert names(client, CALLS, f"?state={state}") == [found]
    for state in ("closed", "coming"):
        assert names(client, CALLS, f"?state={state}") == []
    shown = client.get(reverse(CALLS)).content.decode()
    assert reverse("calls:call_show", args=[call.space.slug, call.pk]) in shown


def test_a_filter_says_what_the_state_of_a_call_says() -> None:
    now = timezone.now()
    space = programme_with_regions()
    for opens, closes in ((-2, -1), (-1, 1), (1, 2)):
        make_call(space, opens_at=now + opens * DAY, closes_at=now + closes * DAY)
    make_call(space, published=False)
    for state in Call.State:
        assert [call.state(now) for call in Call.objects.in_state(state, now)] == [state]


def test_a_call_is_changed_but_not_what_is_published() -> None:
    call = make_call()
    client = client_in(call.space)
    status, _text = saved(client, call, title="Netwerken 2028", by_invitation="on", published_at_0="2020-01-01")
    call.refresh_from_db()
    assert (status, call.title, call.by_invitation, call.is_published) == (302, "Netwerken 2028", False, True)


def test_a_call_that_closes_too_early_or_drops_a_region_with_a_proposal_is_refused_in_words() -> None:
    call = make_call()
    draft(call)
    client = client_in(call.space)
    status, text = saved(client, call, closes_at_0=call.local_opening.date() - DAY)
    assert (status, "The call closes before it opens" in text) == (200, True)
    status, text = saved(client, call, regions=[region("Kempen").pk])
    assert (status, "so that region stays" in text, call.regions.count()) == (200, True, 2)


def test_a_call_takes_only_regions_of_its_programme() -> None:
    call = make_call()
    programme_with_regions("Elders")
    status, _text = saved(client_in(call.space), call, regions=[region("Elders").pk])
    assert (status, set(call.regions.values_list("name", flat=True))) == (200, {"Waasland", "Kempen"})


def test_adding_a_call_leads_to_the_page_where_one_is_prepared() -> None:
    space = programme_with_regions()
    assert client_in(space).get(reverse("admin:calls_call_add"))["Location"] == reverse(
        "calls:call_add", args=[space.slug]
    )


def test_only_a_call_that_nobody_has_seen_is_deleted() -> None:
    published = make_call()
    waits = make_call(published.space, published=False)
    client = client_in(published.space)
    for call, status in ((published, 403), (waits, 302)):
        address = reverse("admin:calls_call_delete", args=[call.pk])
        assert client.post(address, {"post": "yes"}).status_code == status
    assert list(Call.objects.all()) == [published]


def test_a_proposal_is_looked_at_and_decided_on_elsewhere() -> None:
    proposal = submitted()
    partner(draft(proposal.call, email="an@example.org"), "yes")
    client = client_in(proposal.call.space)
    shown = page(client, "change", proposal)
    assert reverse("calls:proposal_show", args=[proposal.call.space.slug, proposal.call_id, proposal.pk]) in shown
    assert "els@example.org" in shown
    answer = client.post(reverse("admin:calls_proposal_change", args=[proposal.pk]), {"state": "granted"})
    proposal.refresh_from_db()
    assert (answer.status_code, proposal.state) == (403, "submitted")
    for name in ("add", "delete"):
        args = [] if name == "add" else [proposal.pk]
        assert client.get(reverse(f"admin:calls_proposal_{name}", args=args)).status_code == 403


def test_of_what_is_being_written_only_who_and_where_is_seen() -> None:
    """Whoever wrote, with whom, and their address: not on the page, in the list, in the export or by searching."""
    proposal = draft(name="Geheim Persoon", email="geheim@example.org")
    partner(proposal, "yes", organisation="Geheime partner")
    client = client_in(proposal.call.space)
    shown = page(client, "change", proposal) + client.get(reverse(PROPOSALS)).content.decode()
    assert "Gemeente Stekene" in shown
    assert "geheim" not in (shown + sheet_of(client, PROPOSALS, [proposal])).lower()
    assert names(client, PROPOSALS, "?q=geheim") == []


def sheet_of(client: Client, name: str, rows: list) -> str:
    data = {"action": "export", "_selected_action": [row.pk for row in rows]}
    return b"".join(client.post(reverse(name), data)).decode()


def test_an_export_says_where_each_stands() -> None:
    call = make_call()
    submitted(call, organisation="=Gemeente Temse")
    client = client_in(call.space)
    calls, proposals = sheet_of(client, CALLS, [call]), sheet_of(client, PROPOSALS, list(call.proposals.all()))
    assert ("Netwerken 2027" in calls, "Kempen, Waasland" in calls or "Waasland, Kempen" in calls) == (True, True)
    assert ("'=Gemeente Temse" in proposals, "els@example.org" in proposals) == (True, True)


def test_history_tells_what_happened_on_the_pages_of_the_programme() -> None:
    proposal = submitted()
    by = User.objects.create_user("wim@example.org", name="Wim Vos")
    deciding.refuse(proposal, reason="Te vroeg.", by=by)
    client = client_in(proposal.call.space)
    proposal.call.closes_at += DAY
    saved(client, proposal.call, title="Anders")
    of_proposal, of_call = page(client, "history", proposal), page(client, "history", proposal.call)
    assert all(words in of_proposal for words in ("Submitted", "Refused", "Wim Vos"))
    assert all(words in of_call for words in ("Published", "Gemeente Stekene (Waasland): refused", "Changed"))


def test_who_coordinates_another_programme_finds_and_opens_nothing() -> None:
    proposal = submitted()
    elsewhere = make_call(programme_with_regions("Elders"))
    client = client_in(elsewhere.space)
    assert (names(client, CALLS), names(client, PROPOSALS)) == ([str(elsewhere)], [])
    for row in (proposal, proposal.call):
        for name in ("change", "history", "delete"):
            address = reverse(f"admin:calls_{type(row).__name__.lower()}_{name}", args=[row.pk])
            assert client.get(address).status_code in (302, 403)
    assert "Stekene" not in sheet_or_page(client, proposal)
    assert names(client, CALLS, f"?programme={proposal.programme_id}") == [str(elsewhere)]


def sheet_or_page(client: Client, proposal: Proposal) -> str:
    data = {"action": "export", "_selected_action": [proposal.pk], "select_across": "1"}
    answer = client.post(reverse(PROPOSALS), data)
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def test_the_platforms_administrators_read_no_proposals() -> None:
    proposal = submitted()
    client = staff_client(User.objects.create_superuser("platform@example.org"))
    for row in (proposal, proposal.call):
        address = reverse(f"admin:calls_{type(row).__name__.lower()}_change", args=[row.pk])
        assert client.get(address).status_code in (302, 403)
    assert client.get(reverse(PROPOSALS)).status_code == 403


@pytest.mark.parametrize("name", [CALLS, PROPOSALS])
def test_a_list_asks_as_much_for_many_as_for_one(name: str) -> None:
    call = make_call(programme_with_regions("Waasland", "Kempen", "Meetjesland"))
    assessment(submitted(call))
    client = client_in(call.space)

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(name)).status_code == 200
        return len(queries)

    few = count()
    for number in range(9):
        make_call(call.space, title=f"Oproep {number}")
        draft(call, email=f"nog{number}@example.org", region=region("Kempen"))
    assert count() == few
