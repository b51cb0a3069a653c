"""Two alliances work with the same organisation: whatever address of its workspace one of them opens, with whatever
number, nothing of what the other wrote stands in the answer. And what coordinators think of somebody stands in no
answer to anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

import pytest
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from django.utils import timezone

from accounts.models import User
from alliances.relations.models import RelationRequest
from partners.contacts import services
from partners.contacts.models import Contact
from partners.contacts.services import Planned
from partners.stakeholders import assessing, criteria
from partners.suggestions.models import Suggestion
from sessions.meetings.services import minuting
from spaces.models import Member, Space
from tests.actionplans.factories import complete_facts, make_action, make_plan
from tests.analysis import rows as analysis
from tests.charters.factories import a_charter
from tests.e2e import documents
from tests.relations import factories as relations
from tests.spaces.factories import (
    AllianceFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RepresentativeFactory,
    account_of,
    client_of,
    somebody,
    user_with,
)
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
OURS, THEIRS = "ONZE-WOORDEN", "GEHEIM-VAN-DE-BUREN"
# Ends each text in which a coordinator says what they think.
THOUGHT = "EN-WAT-WIJ-VAN-HEN-DENKEN"
TEXTS = ("contribution", "matters", "strategy", "win", "notes", "contact_person", "phone")
# Other pages of ours in which their words could turn up, but for the space's own name: which numbers mean what, each
# address knows; so each is asked with the number of every row of theirs.
WORDS_IN_ADDRESS = {"form": "xlsx", "what": "meeting", "kind": "charter", "language": "nl", "key": "why"}


class Neighbour:
    """A space in which everything that can be written holds ``words``, and the numbers of its rows."""

    def __init__(self, shared: Any, words: str) -> None:
        self.words, self.thought = words, f"{words} {THOUGHT}"
        self.space: Space = AllianceFactory().space
        self.user: User = user_with("coordinator", self.space)
        self.rows: list[Model] = [*self._register(shared), *self._analysis(), *self._together(shared)]

    @property
    def numbers(self) -> set[int]:
        return {row.pk for row in self.rows}

    def numbers_in(self, room: str) -> set[int]:
        """Those that an address of this room asks for most likely: of its rows, of entries, of members and people."""
        return {row.pk for row in self.rows if row._meta.app_label in (room, "stakeholders", "spaces")}

    def _register(self, shared: Any) -> Iterator[Model]:
        criterion = criteria.add(self.space, name=f"Criterium {self.words}", kind="text")
        facts = {name: self.thought for name in TEXTS} | {"email": f"{self.words.lower()}@example.org"}
        own = {criteria.key_of(criterion.pk): self.thought}
        entry = StakeholderFactory(space=self.space, organisation=shared, criteria=own, **facts)
        day = timezone.localdate()
        contact = Contact(stakeholder=entry, kind="call", said=self.thought, held_on=day)
        services.log(contact, Planned(day, self.thought), by=self.user)
        assessing.assess(entry, influence="high", interest="high", note=self.thought, by=self.user)
        yield from (criterion, entry, *entry.contacts.all(), *entry.assessments.all())

    def _analysis(self) -> Iterator[Model]:
        yield analysis.programme(self.space, self.words)
        yield analysis.source(self.space, self.words)
        yield analysis.consultation(
            self.space, self.words, findings=self.words, private_notes=self.thought, answers=[["?", self.thought]]
        )
        yield analysis.gap(self.space, self.words)

    def _together(self, shared: Any) -> Iterator[Model]:
        member = self._member(organisation=shared, win=self.words)
        other = self._member(organisation__name="Een ander lid")
        person = member.representatives.get().person
        yield Suggestion.objects.create(space=self.space, person=person, kind="person", name=self.words, why=self.words)
        meeting = relations.met(self.space, member, other)
        type(meeting).objects.filter(pk=meeting.pk).update(title=self.words)
        minutes = minuting.start(meeting)
        minutes.rows.update(comment=self.words, action=self.words)
        yield from (meeting, minutes, *minutes.rows.all(), *meeting.invitees.all(), member, other, person)
        request: RelationRequest = relations.asked(member)
        yield from (request, relations.says(member, other, about=self.words))
        plan = make_plan(self.space)
        yield from (plan, make_action(plan, **complete_facts(self.space) | {"title": self.words}))
        self.space.vision = self.space.objectives = self.space.why = self.words
        self.space.save()
        yield a_charter(self.space)

    def _member(self, **facts: Any) -> Member:
        seat = RepresentativeFactory(
            member__space=self.space, **{f"member__{name}": value for name, value in facts.items()}
        )
        member: Member = seat.member
        return member


def addresses(
    patterns: Any = None, prefix: str = "", namespace: str = "", asked: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of each address of a workspace, with what it asks for."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(entry.pattern)
        wanted = (*asked, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, address, entry.namespace or namespace, wanted)
        elif address.startswith("s/<slug:slug>/"):
            yield f"{namespace}:{entry.name}", wanted


NAMES = dict(addresses())
ROOMS = sorted({name.partition(":")[0] for name in NAMES})


def asked(name: str, space: Space, numbers: set[int]) -> Iterator[str]:
    """The addresses of this name in ``space``, with each of these numbers where one is asked."""
    fixed = {"slug": space.slug, **WORDS_IN_ADDRESS}
    wanted = NAMES[name]
    open_ones = [key for key in wanted if key not in fixed]
    for values in product(sorted(numbers), repeat=min(len(open_ones), 1)):
        filled = {key: values[0] for key in open_ones}
        try:
            yield reverse(name, kwargs={**{key: fixed[key] for key in wanted if key in fixed}, **filled})
        except NoReverseMatch:
            return  # asks for more than numbers


def questions_of(name: str) -> tuple[dict[str, str], ...]:
    """What is searched for there: a page says that, so no more than a part of the words. Lists ask for no number."""
    is_list = not {"pk", "number"} & set(NAMES[name])
    return ({}, {"q": THEIRS[:6]}, {"q": "Gedeeld"}) if is_list else ({},)


def body(answer: HttpResponse) -> str:
    """What an answer says, also inside of a spreadsheet or a document."""
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as sheet:
            return "".join(sheet.read(name).decode(errors="replace") for name in sheet.namelist())
    return documents.text(content) if content.startswith(b"%PDF-") else content.decode(errors="replace")


@pytest.fixture
def both() -> tuple[Neighbour, Neighbour]:
    shared = OrganisationFactory(name="Gedeeld huis", municipality="Gent", sectors=["social"])
    return Neighbour(shared, OURS), Neighbour(shared, THEIRS)


@pytest.mark.parametrize("room", ROOMS)
def test_no_address_tells_what_the_neighbours_wrote(both: tuple[Neighbour, Neighbour], room: str) -> None:
    we, they = both
    client = client_of(we.user)
    told = [
        (address, query)
        for name in NAMES
        if name.partition(":")[0] == room
        for address in asked(name, we.space, they.numbers)
        for query in questions_of(name)
        if THEIRS in body(client.get(address, query))
    ]
    assert told == []


WHAT_IS_OURS = (
    "stakeholders:list", "stakeholders:export", "contacts:stakeholder_show", "suggestions:suggestion_list",
    "analysis:consultation_show", "analysis:gap_show", "relations:member_show", "meetings:meeting_list",
    "meetings:minutes_change", "spaces:member_show", "spaces:profile_change", "actionplans:plan_show",
)  # fmt: skip


@pytest.mark.parametrize("name", WHAT_IS_OURS)
def test_what_is_ours_can_be_read(both: tuple[Neighbour, Neighbour], name: str) -> None:
    """So that the test above can fail: the same addresses do tell what we wrote."""
    we, _they = both
    client: Client = client_of(we.user)
    assert any(OURS in body(client.get(address)) for address in asked(name, we.space, we.numbers))


NOT_COORDINATORS = ("the person, who chairs", "secretary", "member", "programme", "platform")


def somebody_else(we: Neighbour, who: str) -> User:
    if who == "platform":
        return User.objects.create_superuser("platform@example.org")
    if who == "programme":
        programme = ProgrammeFactory().space
        Space.objects.filter(pk=we.space.pk).update(parent=programme)
        return user_with("coordinator", programme)
    if who == "the person, who chairs":  # the entry of the register has this address
        return account_of(somebody(we.space, "chair", email=f"{we.words.lower()}@example.org"))
    return user_with(who, we.space)


@pytest.mark.parametrize("who", NOT_COORDINATORS)
def test_what_coordinators_think_is_read_by_nobody_else(both: tuple[Neighbour, Neighbour], who: str, settings) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "SecondFactor" not in one]
    we, _they = both
    client = client_of(somebody_else(we, who))
    read = [
        address
        for name in NAMES
        for address in asked(name, we.space, we.numbers_in(name.partition(":")[0]))
        if THOUGHT in body(client.get(address))
    ]
    assert read == []


def test_coordinators_read_what_they_think(both: tuple[Neighbour, Neighbour]) -> None:
    """So that the test above can fail."""
    we, _they = both
    client = client_of(we.user)
    for name in ("contacts:stakeholder_show", "stakeholders:export", "analysis:consultation_show"):
        assert any(THOUGHT in body(client.get(address)) for address in asked(name, we.space, we.numbers)), name
