"""Who may sign, who was asked and who has signed: one picture for the pages and the document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils import timezone

from charters.models import Charter
from core.text import SortKey
from documents.models import SigningEvent, SigningRequest
from documents.parties import mandated_in
from spaces.models import Member, Person


class SeatState(StrEnum):
    """How it stands with one person and the charter."""

    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    ASKED = "asked"
    EXPIRED = "expired"
    NOT_ASKED = "not asked"
    NO_ADDRESS = "no address"


@dataclass
class Seat:
    """Somebody who may sign for a member, or was asked to."""

    person: Person
    request: SigningRequest | None = None
    signature: SigningEvent | None = None
    withdrawal: SigningEvent | None = None
    may_sign: bool = True

    @property
    def state(self) -> SeatState:
        if self.withdrawal:
            return SeatState.WITHDRAWN
        if self.signature:
            return SeatState.SIGNED
        if self.request:
            return self._state_of_request(self.request)
        return SeatState.NOT_ASKED if self.person.email else SeatState.NO_ADDRESS

    @staticmethod
    def _state_of_request(request: SigningRequest) -> SeatState:
        if request.declined_at:
            return SeatState.DECLINED
        return SeatState.ASKED if request.expires_at > timezone.now() else SeatState.EXPIRED

    @property
    def can_be_asked(self) -> bool:
        """Whether a mail that asks to sign can go to this person now."""
        open_states = {SeatState.NOT_ASKED, SeatState.WITHDRAWN, SeatState.EXPIRED}
        return self.may_sign and bool(self.person.email) and self.state in open_states


@dataclass
class Signatory:
    """A member and those who may sign for it."""

    member: Member
    seats: list[Seat] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def is_done(self) -> bool:
        """Whether somebody has signed for it."""
        return any(seat.state == SeatState.SIGNED for seat in self.seats)

    @property
    def nobody_may(self) -> bool:
        return not any(seat.may_sign for seat in self.seats)


@dataclass
class Overview:
    """All current members but those that pause and have not signed; and signatures that stand though their
    member has left."""

    parties: list[Signatory]
    former: list[SigningEvent]

    @property
    def total(self) -> int:
        return len(self.parties)

    @property
    def signed(self) -> int:
        return sum(signatory.is_done for signatory in self.parties)

    @property
    def seats_to_ask(self) -> list[tuple[Signatory, Seat]]:
        """Whom to ask; members that have signed already need no second signature."""
        return [(one, seat) for one in self.parties if not one.is_done for seat in one.seats if seat.can_be_asked]


def overview(charter: Charter) -> Overview:
    """Who has signed and who not, by name of the member; a constant number of queries."""
    texts = charter.counting_texts()
    signatories = {
        one.member.pk: Signatory(one.member, [Seat(person) for person in one.people])
        for one in mandated_in(charter.space, "may_sign")
    }
    former: list[SigningEvent] = []
    events = _events(texts)
    for request in SigningRequest.objects.filter(text__in=texts).select_related("person", "text").order_by("pk"):
        signature, withdrawal = events[request.pk].get("signed"), events[request.pk].get("withdrawn")
        signatory = signatories.get(request.member_id)
        if signatory is None:
            former += [signature] if signature and not withdrawal else []
        elif request.withdrawn_at is None or withdrawal:
            _place(signatory, request, signature, withdrawal)
    # A member that pauses is not asked; what it signed before counts.
    asked = [one for one in signatories.values() if one.is_done or not one.member.is_paused]
    return Overview(asked, former)


def standing(charter: Charter) -> list[SigningEvent]:
    """The signatures that stand, by name of the organisation; also of members that have left since."""
    found = SigningEvent.objects.standing().filter(text__in=charter.counting_texts())
    return list(found.order_by(SortKey("party_name"), "position"))


def _events(texts: list[int]) -> dict[int, dict[str, SigningEvent]]:
    """The events by request and kind."""
    found: dict[int, dict[str, SigningEvent]] = defaultdict(dict)
    for event in SigningEvent.objects.filter(text__in=texts):
        found[event.request_id][event.kind] = event
    return found


def _place(
    signatory: Signatory, request: SigningRequest, signature: SigningEvent | None, withdrawal: SigningEvent | None
) -> None:
    """Put a request with its person; a later one (asked again after a withdrawal) takes the earlier's place."""
    seat = next((seat for seat in signatory.seats if seat.person.pk == request.person_id), None)
    if seat is None:
        seat = Seat(request.person, may_sign=False)
        signatory.seats.append(seat)
    seat.request, seat.signature, seat.withdrawal = request, signature, withdrawal
