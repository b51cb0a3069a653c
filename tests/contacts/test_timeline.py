"""The timeline of one stakeholder: what every room knows, in order, of them alone, and in their days."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from actionplans.models import Action, ActionPlan
from core.mail.models import Mail
from partners.contacts import services
from partners.contacts.models import Contact
from partners.contacts.services import Planned
from partners.contacts.timeline import PAGE_SIZE, Event, Timeline, subject_of, timeline_of
from partners.stakeholders import assessing
from partners.stakeholders.models import Stakeholder
from sessions.meetings.models import ActionPoint, Invitee, Meeting
from spaces.joining.models import JoinInvitation
from spaces.models import Member, Representative, Space
from tests.spaces.factories import (
    AllianceFactory,
    MemberFactory,
    OrganisationFactory,
    PersonFactory,
    RepresentativeFactory,
    client_with,
)
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NOW = timezone.now()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory().space
    return made


@pytest.fixture
def by() -> User:
    return User.objects.create_user("sanne@example.org", name="Sanne Visser")


def said(entry: Stakeholder, number: int = 1) -> list[str]:
    return [str(event.words) for event in events(timeline_of(subject_of(entry), number))]


def events(timeline: Timeline) -> list[Event]:
    return [event for period in timeline.periods for event in period.events]


def noted(entry: Stakeholder, by: User, days_ago: int, text: str = "Gebeld") -> Contact:
    contact = Contact(stakeholder=entry, kind="visit", held_on=timezone.localdate() - days_ago * DAY, said=text)
    return services.log(contact, Planned(), by=by)


def meeting(space: Space, days_ago: int, title: str) -> Meeting:
    starts = NOW - days_ago * DAY
    return Meeting.objects.create(space=space, title=title, starts_at=starts, ends_at=starts + dt.timedelta(hours=2))


def test_everything_that_is_known_newest_first(space: Space, by: User) -> None:
    member = MemberFactory(space=space, starts_on=timezone.localdate() - 100 * DAY)
    entry = StakeholderFactory(space=space, organisation=member.organisation)
    seat = RepresentativeFactory(member=member, starts_on=member.starts_on, person__name="Els")
    noted(entry, by, days_ago=120)
    assessing.assess(entry, influence="high", interest="low", by=by, note="Waarom", on=timezone.localdate() - 90 * DAY)
    held = meeting(space, 80, "Startvergadering")
    facts = {"person": seat.person, "organisation": member.organisation, "invited_at": NOW}
    Invitee.objects.create(meeting=held, attendance="present", expires_at=NOW, **facts)
    point = ActionPoint.objects.create(space=space, meeting=held, thread="0" * 32, text="Zaal zoeken")
    point.people.add(seat.person)
    plan = ActionPlan.objects.create(space=space, title="Plan")
    starts = timezone.localdate() - 70 * DAY
    Action.objects.create(plan=plan, number=1, position=1, title="Fietsen", responsible_member=member, starts_on=starts)
    mail = {"dedupe_key": "m", "kind": "x", "message_id": "<m>", "text": "Geheim", "state": "sent"}
    Mail.objects.create(**mail, space_id=space.pk, to=seat.person.email, subject="Welkom", sent_at=NOW)
    asked = meeting(space, -5, "Najaar")
    Invitee.objects.create(meeting=asked, answer="yes", answered_at=NOW, expires_at=NOW, **facts)
    found = events(timeline_of(subject_of(entry)))
    assert [str(event.words) for event in found] == [
        "Najaar",
        "Mail: Welkom",
        "Answers for action 1 of the plan: Fietsen",
        "Zaal zoeken",
        "Startvergadering",
        "Influence high, interest low",
        "Els began",
        "Became a member",
        "Visit",
    ]
    by_words = {str(event.words): event for event in found}
    assert by_words["Najaar"].note == "Els comes"
    assert by_words["Startvergadering"].note == "Els was there"
    assert by_words["Influence high, interest low"].note == "Waarom"
    assert by_words["Visit"].by == by.name_and_address
    assert len(found) == 9


def test_an_invitation_to_join_and_its_answer(space: Space) -> None:
    entry = StakeholderFactory(space=space)
    person = PersonFactory(space=space, name="Els")
    JoinInvitation.objects.create(
        space=space, person=person, organisation=entry.organisation, organisation_name=entry.name,
        answer="not_now", answered_at=NOW, expires_at=NOW,
    )  # fmt: skip
    (event,) = events(timeline_of(subject_of(entry)))
    assert (event.words, event.note) == ("Els was asked to take part", "Answer: not now")


def test_what_people_did_for_others_does_not_count(space: Space) -> None:
    """Who spoke for two organisations one after the other leaves what they did at each."""
    person, today = PersonFactory(space=space, name="Els", email="els@example.org"), timezone.localdate()
    first, second = MemberFactory(space=space), MemberFactory(space=space)
    RepresentativeFactory(member=first, person=person, starts_on=today - 90 * DAY, ends_on=today - 50 * DAY)
    RepresentativeFactory(member=second, person=person, starts_on=today - 49 * DAY)
    entries = [StakeholderFactory(space=space, organisation=one.organisation) for one in (first, second)]
    for days_ago, text, subject in ((60, "Voor de eerste", "Eerst"), (10, "Voor de tweede", "Later")):
        held = meeting(space, days_ago, text)
        point = ActionPoint.objects.create(space=space, meeting=held, thread=f"{days_ago:032}", text=text)
        point.people.add(person)
        facts = {"kind": "x", "state": "sent", "sent_at": NOW, "created_at": NOW - days_ago * DAY, "text": "x"}
        Mail.objects.create(
            dedupe_key=text, message_id=f"<{days_ago}>", space_id=space.pk, to=person.email, subject=subject, **facts
        )
    assert [words for words in said(entries[0]) if "eerste" in words or "tweede" in words] == ["Voor de eerste"]
    assert [words for words in said(entries[1]) if "eerste" in words or "tweede" in words] == ["Voor de tweede"]
    assert ("Mail: Eerst" in said(entries[0]), "Mail: Later" in said(entries[0])) == (True, False)
    assert ("Mail: Eerst" in said(entries[1]), "Mail: Later" in said(entries[1])) == (False, True)


def test_leaving_and_coming_back(space: Space) -> None:
    today = timezone.localdate()
    organisation = OrganisationFactory()
    MemberFactory(space=space, organisation=organisation, starts_on=today - 90 * DAY, ends_on=today - 50 * DAY)
    Member.objects.create(space=space, organisation=organisation, starts_on=today - 9 * DAY)
    entry = StakeholderFactory(space=space, organisation=organisation)
    assert said(entry) == ["Became a member again", "Left", "Became a member"]


def test_an_individual_is_known_by_the_address_in_the_register(space: Space) -> None:
    person = PersonFactory(space=space, name="Amina", email="amina@example.org")
    member = Member.objects.create(space=space, individual=person)
    entry = StakeholderFactory(space=space, organisation=None, name="Amina", email="Amina@example.org")
    other = StakeholderFactory(space=space, organisation=None, name="Naamloos")
    subject = subject_of(entry)
    assert (subject.member, said(entry), said(other)) == (member, ["Became a member"], [])


def test_two_people_of_theirs_at_one_action_point_are_one_line(space: Space) -> None:
    member = MemberFactory(space=space)
    held = meeting(space, 3, "Overleg")
    point = ActionPoint.objects.create(space=space, meeting=held, thread="1" * 32, text="Samen doen")
    for _ in range(2):
        point.people.add(RepresentativeFactory(member=member).person)
    entry = StakeholderFactory(space=space, organisation=member.organisation)
    assert said(entry).count("Samen doen") == 1


def test_pages_of_thirty(space: Space, by: User) -> None:
    entry = StakeholderFactory(space=space)
    for days_ago in range(PAGE_SIZE + 2):
        noted(entry, by, days_ago=days_ago, text=str(days_ago))
    first, second = (timeline_of(subject_of(entry), number) for number in (1, 2))
    assert [event.note for event in events(first)] == [str(number) for number in range(PAGE_SIZE)]
    assert [event.note for event in events(second)] == [str(PAGE_SIZE), str(PAGE_SIZE + 1)]
    assert (first.has_earlier, second.has_earlier) == (True, False)


def test_nothing_of_another_space_that_works_with_the_same(space: Space, by: User) -> None:
    """The same organisation and the same person in two alliances: neither sees what the other has."""
    organisation, theirs = OrganisationFactory(), AllianceFactory().space
    for one, mark in ((space, "ours"), (theirs, "THEIRS")):
        member = MemberFactory(space=one, organisation=organisation)
        person = PersonFactory(space=one, name=f"Els {mark}", email="els@example.org")
        Representative.objects.create(member=member, person=person, starts_on=member.starts_on)
        entry = StakeholderFactory(space=one, organisation=organisation, email="els@example.org")
        noted(entry, by, 0, f"Gesprek {mark}")
        assessing.assess(entry, influence="high", interest="low", by=by, note=f"Waarom {mark}")
        held = meeting(one, 3, f"Overleg {mark}")
        Invitee.objects.create(
            meeting=held, person=person, organisation=organisation, attendance="present", expires_at=NOW
        )
        point = ActionPoint.objects.create(space=one, meeting=held, thread=f"{one.pk:032}", text=f"Taak {mark}")
        point.people.add(person)
        plan = ActionPlan.objects.create(space=one, title="Plan")
        Action.objects.create(plan=plan, number=1, position=1, title=f"Actie {mark}", responsible_member=member)
        Mail.objects.create(
            dedupe_key=mark, message_id=f"<{mark}>", space_id=one.pk, to="els@example.org", subject=f"Brief {mark}",
            kind="x", state="sent", sent_at=NOW, text="x",
        )  # fmt: skip
        JoinInvitation.objects.create(
            space=one, person=person, organisation=organisation, organisation_name=f"O {mark}", expires_at=NOW
        )
    ours = Stakeholder.objects.get(space=space)
    shown = [f"{event.words} {event.note}" for event in events(timeline_of(subject_of(ours)))]
    assert len(shown) == 9 and not [line for line in shown if "THEIRS" in line]
    page = reverse("contacts:stakeholder_show", args=[space.slug, ours.pk])
    content = client_with("coordinator", space).get(page).content.decode()
    assert "Gesprek ours" in content and "THEIRS" not in content
