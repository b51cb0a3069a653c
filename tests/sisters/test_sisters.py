"""Sister alliances: proposed, answered, ended; and nothing of one seen by the other but its name."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliances.models import Alliance
from alliances.sisters import services
from alliances.sisters.models import SisterLink
from core.mail.models import Mail
from spaces.models import Space
from tests.at_once import together
from tests.pages import marks_in, save
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, client_with, somebody

pytestmark = pytest.mark.django_db

State = SisterLink.State


def an_alliance(name: str, *, page: bool = True, parent: Space | None = None) -> Space:
    found: Space = AllianceFactory(
        space__name=name,
        space__parent=parent,
        space__language="en",
        public_page=page,
        contact_email="hallo@example.org",
    ).space
    return found


@pytest.fixture
def ours() -> Space:
    return an_alliance("Waasland")


@pytest.fixture
def theirs() -> Space:
    return an_alliance("Meetjesland")


def address(name: str, space: Space, *more: object) -> str:
    return reverse(f"sisters:{name}", args=[space.slug, *more])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def sisters(one: Space, other: Space) -> SisterLink:
    link = services.propose(one, other, words="")
    services.answer(link, accepts=True)
    return SisterLink.objects.get(pk=link.pk)


def state() -> str:
    return str(SisterLink.objects.get().state)


# --- the whole story ------------------------------------------------------------------------------
def test_one_proposes_the_other_says_yes_and_either_ends_it(ours: Space, theirs: Space) -> None:
    us, them = client_with("coordinator", ours), client_with("coordinator", theirs)
    assert "Meetjesland" in text_of(us.get(address("sister_find", ours), {"q": "meetjes"}))
    page = address("sister_propose", ours, theirs.slug)
    data = {**marks_in(us.get(page)), "words": "Mogen we eens komen kijken?"}
    assert us.post(page, data)["Location"] == us.post(page, data)["Location"]  # pressed twice
    link = SisterLink.objects.get()
    shown = text_of(them.get(address("sister_list", theirs)))
    assert ("Waasland" in shown, "Mogen we eens komen kijken?" in shown) == (True, True)
    them.post(address("sister_answer", theirs, link.pk), {"answer": "yes"})
    for client, space, other in ((us, ours, "Meetjesland"), (them, theirs, "Waasland")):
        assert other in text_of(client.get(reverse("alliances:profile_show", args=[space.slug])))
        assert other in text_of(Client().get(reverse("alliances:public_show", args=[space.slug])))
    us.post(address("sister_end", ours, link.pk))
    assert state() == State.ENDED
    assert "Waasland" not in text_of(Client().get(reverse("alliances:public_show", args=[theirs.slug])))
    kinds = list(Mail.objects.filter(kind="sister link").order_by("pk").values_list("subject", flat=True))
    assert kinds == [
        "Waasland would like to be your sister alliance",
        "Meetjesland is your sister alliance now",
        "Waasland ended the link with you",
    ]


def test_a_no_is_told_and_leaves_the_other_in_peace_for_a_while(ours: Space, theirs: Space) -> None:
    somebody(ours, "coordinator")
    services.answer(services.propose(ours, theirs, words=""), accepts=False)
    assert Mail.objects.get().subject == "Meetjesland would rather not be your sister alliance now"
    with pytest.raises(ValidationError):
        services.propose(ours, theirs, words="")
    assert services.propose(theirs, ours, words="").state == State.PROPOSED  # who said no may ask itself
    SisterLink.objects.all().update(state=State.DECLINED, changed_at=timezone.now() - services.PEACE)
    services.propose(ours, theirs, words="")


def test_a_proposal_can_be_taken_back_and_not_be_made_again_at_once(ours: Space, theirs: Space) -> None:
    link = services.propose(ours, theirs, words="")
    client_with("coordinator", ours).post(address("sister_end", ours, link.pk))
    assert (state(), services.answer(link, accepts=True)) == (State.WITHDRAWN, False)
    with pytest.raises(ValidationError):
        services.propose(ours, theirs, words="")


def test_who_was_asked_does_not_end_a_proposal_but_answers_it(ours: Space, theirs: Space) -> None:
    link = services.propose(ours, theirs, words="")
    assert not services.end(link, by=theirs)
    assert state() == State.PROPOSED


def test_a_link_that_was_ended_can_be_proposed_at_once(ours: Space, theirs: Space) -> None:
    services.end(sisters(ours, theirs), by=theirs)
    assert services.propose(ours, theirs, words="").state == State.PROPOSED


# --- who may, and what is refused -----------------------------------------------------------------
def test_nobody_answers_for_the_other(ours: Space, theirs: Space) -> None:
    link = services.propose(ours, theirs, words="")
    us, third = client_with("coordinator", ours), client_with("coordinator", an_alliance("Pajottenland"))
    assert us.post(address("sister_answer", ours, link.pk), {"answer": "yes"}).status_code == 404
    assert us.post(address("sister_answer", theirs, link.pk), {"answer": "yes"}).status_code == 404
    their_space = Space.objects.get(name="Pajottenland")
    assert third.post(address("sister_answer", their_space, link.pk), {"answer": "yes"}).status_code == 404
    assert third.post(address("sister_end", their_space, link.pk)).status_code == 404
    them = client_with("coordinator", theirs)
    assert them.post(address("sister_answer", theirs, link.pk), {}).status_code == 404  # nothing chosen
    assert (
        client_with("chair", theirs).post(address("sister_answer", theirs, link.pk), {"answer": "yes"}).status_code
        == 403
    )
    assert state() == State.PROPOSED


def test_members_see_sisters_and_no_proposals(ours: Space, theirs: Space) -> None:
    sisters(ours, theirs)
    services.propose(an_alliance("Pajottenland"), ours, words="Geheim voorstel")
    services.propose(ours, an_alliance("Hageland"), words="")
    client = client_with("member", ours)
    for page in (address("sister_list", ours), reverse("alliances:profile_show", args=[ours.slug])):
        shown = text_of(client.get(page))
        names = [name for name in ("Meetjesland", "Pajottenland", "Hageland", "Geheim") if name in shown]
        assert names == ["Meetjesland"]
    assert client.get(address("sister_find", ours)).status_code == 403


def test_only_what_everybody_may_know_can_be_found(ours: Space) -> None:
    programme = ProgrammeFactory().space
    ours.parent = programme
    ours.save()
    an_alliance("Zelfde programma, pagina uit", page=False, parent=programme)
    hidden = an_alliance("Elders, pagina uit", page=False)
    an_alliance("Elders, pagina aan")
    client = client_with("coordinator", ours)
    shown = text_of(client.get(address("sister_find", ours)))
    names = ("Zelfde programma, pagina uit", "Elders, pagina uit", "Elders, pagina aan")
    assert [name for name in names if name in shown] == [names[0], names[2]]
    assert client.get(address("sister_propose", ours, hidden.slug)).status_code == 404
    assert client.get(address("sister_propose", ours, ours.slug)).status_code == 404
    assert client.get(address("sister_propose", ours, programme.slug)).status_code == 404
    assert client.get(address("sister_find", ours), {"q": "a\0b"}).status_code == 400
    with pytest.raises(ValidationError):
        services.propose(ours, hidden, words="")


@pytest.mark.parametrize(("our_page", "their_page"), [(True, False), (False, True)])
def test_the_public_pages_name_each_other_only_when_both_are_on(
    ours: Space, theirs: Space, our_page, their_page
) -> None:
    sisters(ours, theirs)
    Alliance.objects.filter(space=ours).update(public_page=our_page)
    Alliance.objects.filter(space=theirs).update(public_page=their_page)
    on = ours if our_page else theirs
    shown = text_of(Client().get(reverse("alliances:public_show", args=[on.slug])))
    assert "sister" not in shown.lower()


def test_nothing_but_the_name_goes_to_the_other(ours: Space, theirs: Space) -> None:
    secrets = {"why": "Ons geheime waarom", "vision": "Onze visie"}
    Space.objects.filter(pk=ours.pk).update(**secrets)
    coordinator = somebody(ours, "coordinator", name="Godelieve Peeters", email="godelieve@example.org")
    somebody(theirs, "coordinator")
    link = services.propose(Space.objects.get(pk=ours.pk), theirs, words="Dag")
    mail = Mail.objects.get()
    shown = text_of(client_with("coordinator", theirs).get(address("sister_list", theirs)))
    for secret in (*secrets.values(), coordinator.name, coordinator.email):
        assert [secret in words for words in (mail.text, mail.html, mail.reply_to, shown)] == [False] * 4
    assert (mail.reply_to, link.words in mail.text) == ("hallo@example.org", True)


def test_an_alliance_that_ended_is_not_asked_and_not_said_yes_to(ours: Space, theirs: Space, monkeypatch) -> None:
    link = services.propose(ours, theirs, words="")
    monkeypatch.setattr(Space, "is_read_only", property(lambda space: space.pk == ours.pk))
    with pytest.raises(ValidationError):
        services.answer(SisterLink.objects.get(pk=link.pk), accepts=True)
    assert services.answer(SisterLink.objects.get(pk=link.pk), accepts=False)


def test_the_database_knows_one_open_link_and_no_link_with_oneself(ours: Space, theirs: Space) -> None:
    sisters(ours, theirs)
    for one, other in ((theirs, ours), (ours, ours)):
        with pytest.raises(IntegrityError), transaction.atomic():
            SisterLink.objects.create(proposer=one, other=other)


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_to_each_other_at_once_make_one_link() -> None:
    one, other = an_alliance("Waasland"), an_alliance("Meetjesland")
    found = together(lambda: services.propose(one, other, words=""), lambda: services.propose(other, one, words=""))
    assert sorted(type(result).__name__ for result in found) == ["SisterLink", "ValidationError"]


def test_only_an_alliance_has_sisters(ours: Space) -> None:
    programme = ProgrammeFactory().space
    client = client_with("coordinator", programme)
    assert client.get(address("sister_list", programme)).status_code == 404
    assert client.get(reverse("alliances:profile_show", args=[programme.slug])).status_code == 404


def test_a_proposal_that_waits_is_seen_among_the_people(ours: Space, theirs: Space) -> None:
    services.propose(ours, theirs, words="")
    page = reverse("spaces:people", args=[theirs.slug])
    assert "Another alliance would like to be your sister alliance." in text_of(
        client_with("coordinator", theirs).get(page)
    )
    assert "sister alliance" not in text_of(client_with("chair", theirs).get(page))


def test_the_pages_ask_as_many_queries_with_one_as_with_many(ours: Space) -> None:
    client = client_with("coordinator", ours)
    pages = (
        address("sister_list", ours),
        address("sister_find", ours),
        reverse("alliances:profile_show", args=[ours.slug]),
        reverse("alliances:public_show", args=[ours.slug]),
    )
    counts = []
    for rows in (1, 9):
        for number in range(rows):
            sisters(ours, an_alliance(f"Zus {rows} {number}"))
            services.propose(an_alliance(f"Vraagt {rows} {number}"), ours, words="")
            an_alliance(f"Nog niet {rows} {number}")
        counts.append([queries(client, page) for page in pages])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def queries(client: Client, page: str) -> int:
    client.get(page)
    cache.clear()
    with CaptureQueriesContext(connection) as counted:
        assert client.get(page).status_code == 200
    return len(counted)


# --- formal or informal ---------------------------------------------------------------------------
def test_a_coordinator_says_whether_the_alliance_is_formal(ours: Space) -> None:
    page = reverse("alliances:legal_form_change", args=[ours.slug])
    assert save(client_with("coordinator", ours), page, {"form": "formal"}).status_code == 302
    assert Alliance.objects.get(space=ours).form == "formal"
    assert client_with("chair", ours).post(page, {"form": "informal"}).status_code == 403
    shown = text_of(client_with("member", ours).get(reverse("alliances:profile_show", args=[ours.slug])))
    assert "formal" in shown
