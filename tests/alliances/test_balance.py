"""The balance of the members: which sectors they come from."""

import pytest

from alliances.balance import balance
from alliances.facts import facts_of
from partners.organisations.models import Sector
from tests.spaces.factories import AllianceFactory, MemberFactory

pytestmark = pytest.mark.django_db


def test_each_member_counts_in_each_of_its_sectors() -> None:
    space = AllianceFactory().space
    for sectors in ([Sector.HEALTH, Sector.SOCIAL], [Sector.SOCIAL], []):
        MemberFactory(space=space, organisation__sectors=sectors)
    MemberFactory(organisation__sectors=[Sector.WORK])  # of another alliance
    shown = balance(facts_of(space))
    assert [(share.number, share.count, share.start) for share in shown.shares] == [(2, 2, 0), (6, 1, 2)]
    assert (shown.total, shown.without) == (3, 1)


def test_nobody_is_no_balance() -> None:
    shown = balance(facts_of(AllianceFactory().space))
    assert (shown.shares, shown.total, shown.without) == ((), 0, 0)
