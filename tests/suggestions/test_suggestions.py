"""Whoever takes part suggests, coordinators decide; nobody learns more than they should."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.mail.models import Mail
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from partners.suggestions import deciding, services
from partners.suggestions.models import Suggestion
from partners.suggestions.services import MOST_OPEN, AlreadyDecided
from spaces.models import Person, Space
from tests.at_once import together
from tests.closing.test_closing import closed
from tests.pages import save
from tests.spaces.factories import (
    AllianceFactory,
    MemberFactory,
    OrganisationFactory,
    RepresentativeFactory,
    SpaceFactory,
    account_of,
    client_of,
    client_with,
    somebody,
    user_with,
)
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

SAID = {
    "kind": "organisation",
    "name": "Zorggroep Greiden",
    "why": "Zij winnen collega's.",
    "email": "els@greiden.example",
}


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory(space__language="en").space
    return made


@pytest.fixture
def member(space: Space) -> Person:
    seat = RepresentativeFactory(member=MemberFactory(space=space), person__name="Irene Smit", person__space=space)
    return somebody_with_role(seat.person)


def somebody_with_role(person: Person) -> Person:
    person.roles.create(space=person.space, kind="member", starts_on=dt.date(2020, 1, 1))
    return person


def suggestion(space: Space, person: Person | None = None, **facts: object) -> Suggestion:
    made = {"kind": "organisation", "name": "Zorggroep Greiden", "why": "Zij winnen collega's."}
    person = person or somebody(space, "member")
    return Suggestion.objects.create(space=space, person=person, **{**made, **facts})


def address(name: str, space: Space, *more: object) -> str:
    return reverse(f"suggestions:{name}", args=[space.slug, *more])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# What those who take part do


def test_suggestion_add_once_however_often_it_is_pressed(space: Space, member: Person) -> None:
    client = client_of(account_of(member))
    page = client.get(address("suggestion_add", space))
    once = re.search(r'name="once" value="([^"]+)"', page.content.decode())
    assert once
    for _press in range(2):
        answer = client.post(address("suggestion_add", space), {**SAID, "once": once[1]})
        assert answer.status_code == 302
    made = Suggestion.objects.get()
    assert (made.person, made.name, made.state) == (member, "Zorggroep Greiden", "open")
    assert "Zorggroep Greiden" in text_of(client.get(address("own_list", space)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"name": ""},
        {"why": " "},
        {"email": "nobody"},
        {"name": "a\x00b"},
        {"name": "a\nb"},
        {"name": "x" * 301},
    ],
)
def test_suggestion_add_says_what_is_wrong(space: Space, member: Person, wrong: dict[str, str]) -> None:
    answer = client_of(account_of(member)).post(address("suggestion_add", space), {**SAID, **wrong})
    assert answer.status_code in (400, 422)
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("role", ["chair", "secretary", "communications", "member"])
def test_own_list_shows_own_suggestions_alone(space: Space, role: str) -> None:
    mine = somebody(space, role)
    suggestion(space, mine, name="Van mij")
    suggestion(space, name="Van een ander")
    client = client_of(account_of(mine))
    page = text_of(client.get(address("own_list", space)))
    assert "Van mij" in page
    assert "Van een ander" not in page
    assert client.get(address("suggestion_list", space)).status_code == 404
    theirs = suggestion(space)
    for name in ("suggestion_change", "suggestion_withdraw"):
        assert client.get(address(name, space, theirs.pk)).status_code == 404
        assert client.post(address(name, space, theirs.pk), SAID).status_code == 404
    assert Suggestion.objects.filter(pk=theirs.pk, name="Zorggroep Greiden").exists()


def test_own_list_tells_nothing_of_the_register(space: Space, member: Person) -> None:
    StakeholderFactory(space=space, organisation__name="Zorggroep Greiden", notes="lastig", matters="geheim")
    suggestion(space, member)
    client = client_of(account_of(member))
    for name in ("own_list", "suggestion_add"):
        page = text_of(client.get(address(name, space)))
        assert "lastig" not in page
        assert "register" not in page.lower()
    assert "organisation_suggest" not in page
    assert "/directory/" not in page


def test_suggestion_change_and_withdraw_while_nobody_decided(space: Space, member: Person) -> None:
    one = suggestion(space, member)
    client = client_of(account_of(member))
    assert save(client, address("suggestion_change", space, one.pk), {**SAID, "why": "Beter."}).status_code == 302
    one.refresh_from_db()
    assert one.why == "Beter."
    deciding.decline(one, answer="", by=user_with("coordinator", space))
    for name in ("suggestion_change", "suggestion_withdraw"):
        assert client.post(address(name, space, one.pk), SAID).status_code == 302
    one.refresh_from_db()
    assert (one.why, one.state) == ("Beter.", "declined")
    other = suggestion(space, member)
    assert client.post(address("suggestion_withdraw", space, other.pk)).status_code == 302
    assert not Suggestion.objects.filter(pk=other.pk).exists()


def test_suggestion_change_in_two_windows(space: Space, member: Person) -> None:
    one = suggestion(space, member)
    client = client_of(account_of(member))
    page = client.get(address("suggestion_change", space, one.pk))
    seen = re.search(r'name="seen" value="([^"]+)"', page.content.decode())
    assert seen
    save(client, address("suggestion_change", space, one.pk), {**SAID, "why": "Eerste."})
    answer = client.post(address("suggestion_change", space, one.pk), {**SAID, "why": "Tweede.", "seen": seen[1]})
    assert answer.status_code == 422
    assert "Eerste." in text_of(answer)


def test_nobody_suggests_without_end(space: Space, member: Person) -> None:
    for n in range(MOST_OPEN):
        suggestion(space, member, name=f"Stichting {n}")
    answer = client_of(account_of(member)).post(address("suggestion_add", space), SAID)
    assert answer.status_code == 422
    assert Suggestion.objects.count() == MOST_OPEN


def test_a_working_group_has_no_register_and_no_suggestions() -> None:
    group = SpaceFactory(kind=Space.Kind.WORKING_GROUP)
    client = client_with("coordinator", group)
    assert client.get(address("own_list", group)).status_code == 404
    assert client.get(address("suggestion_list", group)).status_code == 404


def test_a_space_that_ended_is_read_only(space: Space, member: Person) -> None:
    one = suggestion(space, member)
    closed(space, user_with("coordinator", space))
    client, coordinator = client_of(account_of(member)), client_with("coordinator", space)
    assert client.get(address("own_list", space)).status_code == 200
    assert client.post(address("suggestion_add", space), SAID).status_code == 403
    assert client.post(address("suggestion_withdraw", space, one.pk)).status_code == 403
    assert coordinator.get(address("suggestion_show", space, one.pk)).status_code == 200
    assert coordinator.post(address("suggestion_accept", space, one.pk), {"who": "new"}).status_code == 403
    assert coordinator.get(address("question_ask", space)).status_code == 403
    assert Suggestion.objects.get().state == "open"


# What coordinators decide


def accept(client: Client, one: Suggestion, who: str):
    return client.post(address("suggestion_accept", one.space, one.pk), {"who": who})


def test_suggestion_accept_as_new(space: Space, member: Person) -> None:
    facts = {
        "municipality": "Sneek",
        "sectors": ["health"],
        "contribution": "Leerplekken",
        "email": "els@greiden.example",
    }
    one = suggestion(space, member, contact_person="Els", **facts)
    assert accept(client_with("coordinator", space), one, "new").status_code == 302
    entry = Stakeholder.objects.get(space=space)
    assert (entry.win, entry.contribution) == ("Zij winnen collega's.", "Leerplekken")
    assert (entry.contact_person, entry.email, entry.source) == ("Els", "els@greiden.example", "member")
    assert entry.organisation
    assert (entry.organisation.municipality, entry.organisation.sectors) == ("Sneek", ["health"])
    one.refresh_from_db()
    assert (one.state, one.stakeholder) == ("accepted", entry)
    mail = Mail.objects.get()
    assert (mail.to, "Zorggroep Greiden" in mail.subject) == (member.email, True)
    assert "Irene" not in entry.notes, "who suggested it stands in the suggestion alone"
    page = text_of(
        client_with("coordinator", space).get(reverse("contacts:stakeholder_show", args=[space.slug, entry.pk]))
    )
    assert "Irene Smit suggested them" in page


def test_suggestion_accept_of_a_person_makes_no_organisation(space: Space) -> None:
    one = suggestion(space, kind="person", name="Jelle Dijkstra")
    accept(client_with("coordinator", space), one, "new")
    entry = Stakeholder.objects.get(space=space)
    assert (entry.organisation, entry.name, entry.source) == (None, "Jelle Dijkstra", "member")


def test_suggestion_accept_as_an_entry_overwrites_nothing(space: Space) -> None:
    entry = StakeholderFactory(
        space=space, win="Ons woord", notes="Ons eigen oordeel", contact_person="Piet", source="public"
    )
    one = suggestion(space, contribution="Leerplekken", contact_person="Els", email="els@greiden.example")
    accept(client_with("coordinator", space), one, f"entry-{entry.pk}")
    entry.refresh_from_db()
    assert (entry.win, entry.contribution, entry.contact_person) == ("Ons woord", "Leerplekken", "Piet")
    assert (entry.email, entry.source) == ("", "public")
    assert entry.notes.startswith("Ons eigen oordeel\n\nSuggested on ")
    assert entry.notes.endswith(":\nZij winnen collega's.\nEls · els@greiden.example")
    assert Stakeholder.objects.filter(space=space).count() == 1


def test_notes_that_are_full_stay_as_they_are(space: Space) -> None:
    entry = StakeholderFactory(space=space, win="Ons woord", notes="x" * 9_990)
    accept(client_with("coordinator", space), suggestion(space), f"entry-{entry.pk}")
    entry.refresh_from_db()
    assert entry.notes == "x" * 9_990


def test_suggestion_accept_from_the_directory(space: Space) -> None:
    organisation = OrganisationFactory(name="Zorggroep De Greiden")
    one = suggestion(space)
    accept(client_with("coordinator", space), one, f"organisation-{organisation.pk}")
    entry = Stakeholder.objects.get(space=space)
    assert (entry.organisation, entry.name) == (organisation, "Zorggroep De Greiden")
    assert Organisation.objects.count() == 1
    again = suggestion(space)
    answer = accept(client_with("coordinator", space), again, f"organisation-{organisation.pk}")
    assert answer.status_code == 422
    assert "already in the register" in text_of(answer)
    again.refresh_from_db()
    assert again.state == "open"


@pytest.mark.parametrize("who", ["", "entry-", "entry-0x1", "new-3", "nobody-1", "entry-" + "9" * 30, "entry-\x00"])
def test_suggestion_accept_wants_to_know_who_it_is(space: Space, who: str) -> None:
    one = suggestion(space)
    assert accept(client_with("coordinator", space), one, who).status_code in (400, 422)
    assert not Stakeholder.objects.exists()


def test_suggestion_accept_knows_no_entry_of_another_space(space: Space) -> None:
    one, theirs = suggestion(space), StakeholderFactory()
    client = client_with("coordinator", space)
    assert accept(client, one, f"entry-{theirs.pk}").status_code == 404
    assert accept(client, one, f"organisation-{10**17}").status_code == 404
    other = client_with("coordinator", theirs.space)
    assert other.get(address("suggestion_show", theirs.space, one.pk)).status_code == 404
    assert other.post(address("suggestion_accept", theirs.space, one.pk), {"who": "new"}).status_code == 404
    assert other.post(address("suggestion_decline", theirs.space, one.pk)).status_code == 404


def test_suggestion_decline_tells_the_reason_and_nothing_more(space: Space, member: Person) -> None:
    StakeholderFactory(space=space, organisation__name="Zorggroep Greiden", notes="Daar beginnen we niet aan")
    one = suggestion(space, member)
    client = client_with("coordinator", space)
    reason = "Dit jaar zit het vol <3"
    assert client.post(address("suggestion_decline", space, one.pk), {"answer": reason}).status_code == 302
    mail = Mail.objects.get()
    assert reason in mail.text
    assert "&lt;3" in mail.html
    assert "beginnen we niet" not in mail.text + mail.html
    page = text_of(client_of(account_of(member)).get(address("own_list", space)))
    assert "Dit jaar zit het vol" in page


def test_who_comes_second_sees_what_was_decided(space: Space) -> None:
    one = suggestion(space)
    client = client_with("coordinator", space)
    deciding.decline(one, answer="Nu niet", by=user_with("coordinator", space))
    answer = client.post(address("suggestion_accept", space, one.pk), {"who": "new"}, follow=True)
    page = text_of(answer)
    assert "Somebody else decided on this meanwhile" in page
    assert "“Nu niet”" in page
    assert not Stakeholder.objects.exists()
    assert Mail.objects.count() == 1


def test_who_comes_after_it_was_taken_back_gets_the_list_or_nothing(space: Space, member: Person) -> None:
    one = suggestion(space, member)
    services.withdraw(one)
    with pytest.raises(AlreadyDecided):
        deciding.decline(one, answer="", by=user_with("coordinator", space))
    assert client_with("coordinator", space).get(address("suggestion_show", space, one.pk)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_make_one_entry_and_one_mail() -> None:
    space = AllianceFactory().space
    one = suggestion(space)
    by = [user_with("coordinator", space) for _n in range(2)]
    found = together(
        lambda: deciding.accept_as_new(one, by=by[0]),
        lambda: deciding.decline(one, answer="", by=by[1]),
    )
    assert sum(isinstance(result, AlreadyDecided) for result in found) == 1
    assert Mail.objects.count() == 1
    one.refresh_from_db()
    assert Stakeholder.objects.count() == (one.state == "accepted")


# Who it may be


def test_suggestion_list_shows_who_it_may_be(space: Space) -> None:
    StakeholderFactory(space=space, organisation__name="Zorggroep Greiden", organisation__municipality="Sneek")
    OrganisationFactory(name="Naaiatelier De Spoel", municipality="Leeuwarden")
    suggestion(space, name="zorggroep  greiden vzw", municipality="Sneek")
    suggestion(space, name="Naaiatelier de Spoel", municipality="Leeuwarden")
    suggestion(space, name="Repaircafé", municipality="Drachten")
    suggestion(space, name="Repaircafe", municipality="Drachten")
    page = text_of(client_with("coordinator", space).get(address("suggestion_list", space)))
    assert "Perhaps in your register: <strong>Zorggroep Greiden</strong>, Sneek" in page
    assert "Perhaps in the shared directory: <strong>Naaiatelier De Spoel</strong>" in page
    assert page.count("Perhaps suggested twice") == 1


def test_suggestion_show_finds_by_what_is_typed(space: Space) -> None:
    entry = StakeholderFactory(space=space, organisation__name="Werkplaats Noord")
    public = OrganisationFactory(name="Werkplaats Zuid")
    theirs = StakeholderFactory(organisation__name="Werkplaats Oost", notes="hun oordeel")
    one = suggestion(space)
    client = client_with("coordinator", space)
    page = client.get(address("suggestion_show", space, one.pk), {"q": "werkplats"}, headers={"HX-Request": "true"})
    words = text_of(page)
    assert f'value="entry-{entry.pk}"' in words
    assert f'value="organisation-{public.pk}"' in words
    assert f'value="organisation-{theirs.organisation.pk}"' in words
    assert "hun oordeel" not in words
    assert "<html" not in words
    nobody = client.get(address("suggestion_show", space, one.pk), {"q": "xyzzy <b>"})
    assert "Nobody is called “xyzzy &lt;b&gt;”" in text_of(nobody)


@pytest.mark.parametrize("name", ["suggestion_list", "own_list"])
def test_lists_cost_the_same_with_one_and_with_many(space: Space, name: str) -> None:
    person = somebody(space, "coordinator")
    client = client_of(account_of(person))

    def fill(how_many: int) -> None:
        for n in range(how_many):
            StakeholderFactory(space=space, organisation__name=f"Stichting {n}", organisation__municipality="Sneek")
            suggestion(space, person, name=f"Stichting {n}", municipality="Sneek")
            suggestion(space, person, name=f"Vereniging {n}", municipality="Sneek")

    fill(1)
    client.get(address(name, space))
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get(address(name, space))
    fill(15)
    with CaptureQueriesContext(connection) as many:
        client.get(address(name, space))
    assert len(many) == len(first)
    assert len(many) <= 12


def test_what_waits_stands_on_the_overview(space: Space) -> None:
    suggestion(space)
    page = text_of(client_with("coordinator", space).get(reverse("space_home", args=[space.slug])))
    assert "1 suggestion of whom else to involve" in page
    page = text_of(client_with("chair", space).get(reverse("space_home", args=[space.slug])))
    assert "1 suggestion of whom else to involve" not in page


# What must never be false


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"why": ""},
        {"state": "accepted"},
        {"state": "open", "decided_at": timezone.now()},
        {"state": "accepted", "decided_at": timezone.now(), "answer": "nee"},
    ],
)
def test_the_database_refuses(space: Space, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        suggestion(space, **wrong)
