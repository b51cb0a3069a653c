"""The members were asked with whom they work, and some of them answered."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from alliances.relations import services
from alliances.relations.models import Asking
from demo.data.relations import SAID, WORDS
from spaces.models import Space

OPEN_FOR = dt.timedelta(days=12)


def make(space: Space, by: User) -> None:
    seats = {seat.person.name: seat for seat in services.seats_to_ask(space)}
    asking = Asking(space=space, words=WORDS, closes_on=timezone.localdate() + OPEN_FOR)
    services.ask(asking, [seat.pk for seat in seats.values()], by=by)
    for who, other, says, about in SAID:
        seat = seats[who]
        said = services.Said(seats[other].member_id, says, about)
        services.answer(space, seat.member, seat.person, [said])
