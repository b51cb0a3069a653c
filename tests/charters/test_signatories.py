"""Who may be asked, who was, and who has signed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from charters.models import Charter
from charters.signatories import overview, standing
from documents.models import SigningRequest
from documents.signing import services as signing
from documents.signing.codes import Purpose
from spaces.models import Member, Representative
from tests.charters.factories import a_charter, asked, opened, signed
from tests.documents.factories import a_party, an_individual, answer, code_for
from tests.spaces.factories import MemberFactory, PersonFactory, RepresentativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def charter() -> Charter:
    charter = a_charter()
    opened(charter)
    return charter


def states(charter: Charter) -> dict[str, list[str]]:
    return {one.name: [str(seat.state) for seat in one.seats] for one in overview(charter).parties}


def to_ask(charter: Charter) -> list[str]:
    return [seat.person.name for _one, seat in overview(charter).seats_to_ask]


def test_those_with_a_mandate_to_sign_are_asked_and_individuals_themselves(charter: Charter) -> None:
    may = a_party(charter.space, person__name="Mag")
    RepresentativeFactory(member=may.member, person__name="Mag niet", may_sign=False)
    RepresentativeFactory(
        member=may.member, person__name="Was ooit", may_sign=True, ends_on=timezone.localdate() - dt.timedelta(days=1)
    )
    alone = an_individual(charter.space)
    a_party(a_charter().space, person__name="Van een andere alliantie")
    assert sorted(to_ask(charter)) == sorted(["Mag", alone.person.name])


def test_members_where_nobody_may_sign_or_without_address_are_pointed_out(charter: Charter) -> None:
    empty = MemberFactory(space=charter.space)
    silent = MemberFactory(space=charter.space)
    RepresentativeFactory(member=silent, person=PersonFactory(space=charter.space, email=""), may_sign=True)
    picture = {one.name: one for one in overview(charter).parties}
    assert picture[empty.name].nobody_may
    assert not picture[silent.name].nobody_may
    assert states(charter)[silent.name] == ["no address"]
    assert to_ask(charter) == []


def test_each_state_is_told_apart(charter: Charter) -> None:
    signature, request = signed(charter), asked(charter)
    declined, late, withdrawn = asked(charter), asked(charter), signed(charter)
    signing.decline(declined, "Nee")
    SigningRequest.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    SigningRequest.objects.filter(pk=withdrawn.request_id).update(code_sent_at=timezone.now() - dt.timedelta(hours=1))
    withdrawn.request.refresh_from_db()
    signing.withdraw(withdrawn.request, answer(withdrawn.request, code_for(withdrawn.request, Purpose.WITHDRAW)))
    new = a_party(charter.space)
    assert states(charter) == {
        signature.party_name: ["signed"],
        request.member.name: ["asked"],
        declined.member.name: ["declined"],
        late.member.name: ["expired"],
        withdrawn.party_name: ["withdrawn"],
        new.member.name: ["not asked"],
    }
    picture = overview(charter)
    assert (picture.signed, picture.total) == (1, 6)
    assert sorted(to_ask(charter)) == sorted([late.person.name, withdrawn.person_name, new.person.name])


def test_an_organisation_that_signed_is_not_asked_again_for_a_second_person(charter: Charter) -> None:
    event = signed(charter)
    RepresentativeFactory(member=event.request.member, may_sign=True)
    assert to_ask(charter) == []


def test_somebody_asked_who_lost_the_mandate_stays_visible(charter: Charter) -> None:
    request = asked(charter)
    Representative.objects.filter(person=request.person).update(may_sign=False)
    (one,) = overview(charter).parties
    assert [(seat.person, seat.may_sign) for seat in one.seats] == [(request.person, False)]
    assert one.nobody_may


def test_a_member_that_left_is_not_counted_but_its_signature_stands(charter: Charter) -> None:
    event = signed(charter)
    Member.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    picture = overview(charter)
    assert (picture.total, picture.former) == (0, [event])
    assert standing(charter) == [event]


def test_names_sort_the_way_people_do(charter: Charter) -> None:
    for name in ("Zeeman", "élan", "De Brug"):
        MemberFactory(space=charter.space, organisation__name=name)
    assert [one.name for one in overview(charter).parties] == ["De Brug", "élan", "Zeeman"]


def test_the_overview_asks_the_same_number_of_queries_for_one_and_for_thirty(charter: Charter) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            picture = overview(charter)
            assert [seat.state for one in picture.parties for seat in one.seats]
        return len(queries)

    signed(charter)
    one = count()
    for _number in range(29):
        asked(charter)
    assert count() == one
