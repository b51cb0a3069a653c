"""Who decides for each member, who was asked and what was answered: one picture for the pages and the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from alliances.agreements.models import AgreementVersion, Answer, ConfirmationRequest
from documents.parties import mandated_in
from spaces.models import Member, Person, Representative, Space


class SeatState(StrEnum):
    """How it stands with one person who decides for a member."""

    ASKED = "asked"
    EXPIRED = "expired"
    NOT_ASKED = "not asked"
    NO_ADDRESS = "no address"


@dataclass
class Seat:
    """Somebody who decides for a member."""

    person: Person
    request: ConfirmationRequest | None = None

    @property
    def state(self) -> SeatState:
        if self.request:
            return SeatState.ASKED if self.request.expires_at > timezone.now() else SeatState.EXPIRED
        return SeatState.NOT_ASKED if self.person.email else SeatState.NO_ADDRESS

    @property
    def can_be_asked(self) -> bool:
        return bool(self.person.email) and self.state in {SeatState.NOT_ASKED, SeatState.EXPIRED}


@dataclass
class Party:
    """A member, those who decide for it, and what it said last."""

    member: Member
    seats: list[Seat] = field(default_factory=list)
    answer: Answer | None = None

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def agrees(self) -> bool:
        return self.answer is not None and self.answer.agrees

    @property
    def is_done(self) -> bool:
        """Whether it answered."""
        return self.answer is not None

    @property
    def nobody_may(self) -> bool:
        """Whether nobody decides for this member."""
        return not self.seats


@dataclass
class Overview:
    """All current members but those that pause and have said nothing, by name."""

    parties: list[Party]

    @property
    def total(self) -> int:
        return len(self.parties)

    @property
    def agreed(self) -> int:
        return sum(one.agrees for one in self.parties)

    @property
    def with_remark(self) -> list[Party]:
        return [one for one in self.parties if one.answer and not one.answer.agrees]

    @property
    def seats_to_ask(self) -> list[tuple[Party, Seat]]:
        """Whom to ask: of each member that said nothing yet, everybody who decides for it."""
        return [(one, seat) for one in self.parties if not one.is_done for seat in one.seats if seat.can_be_asked]


def overview(version: AgreementVersion) -> Overview:
    """How it stands with ``version``; a constant number of queries."""
    parties = {
        one.member.pk: Party(one.member, [Seat(person) for person in one.people])
        for one in mandated_in(version.agreement.space, "may_decide")
    }
    requests: dict[tuple[int, int], ConfirmationRequest] = {
        (one.member_id, one.person_id): one for one in version.requests.filter(withdrawn_at=None)
    }
    answers = {one.member_id: one for one in Answer.objects.of(version)}
    for party in parties.values():
        party.answer = answers.get(party.member.pk)
        for seat in party.seats:
            seat.request = requests.get((party.member.pk, seat.person.pk))
    return Overview([one for one in parties.values() if one.answer or not one.member.is_paused])


@dataclass(frozen=True)
class Voice:
    """Somebody signed in decides for this member."""

    member: Member
    person: Person


def voices_of(user: User, space: Space) -> list[Voice]:
    """The members of ``space`` for which ``user`` decides today, by name; two queries."""
    mine = Person.objects.of(user).filter(space=space)
    seats = Representative.objects.current().filter(person__in=mine, may_decide=True, member__ends_on=None)
    found: dict[int, Person] = {}
    for seat in seats.select_related("person"):
        found.setdefault(seat.member_id, seat.person)
    members = Member.objects.current().filter(Q(pk__in=found) | Q(individual__in=mine), space=space, ends_on=None)
    members = members.select_related("organisation", "individual")
    voices = [Voice(one, one.individual or found[one.pk]) for one in members.order_by("pk")]
    return sorted(voices, key=lambda voice: voice.member.name.casefold())
