"""Who was named by somebody reads that, and nothing of who it was; erasing leaves nothing of them."""

import pytest

from core import slots
from core.personal import ERASE, held_about
from partners.suggestions.models import Suggestion
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, somebody

pytestmark = pytest.mark.django_db

ADDRESS = "els@greiden.example"


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory(space__language="en").space
    return made


def suggestion(space: Space, **facts: str) -> Suggestion:
    person = somebody(space, "member", name="Irene Smit")
    return Suggestion.objects.create(space=space, person=person, email=ADDRESS, why="Lastig, maar nodig.", **facts)


def test_named_tells_who_was_named_and_not_by_whom(space: Space) -> None:
    suggestion(space, kind="organisation", name="Zorggroep Greiden", contact_person="Els Peeters")
    suggestion(space, kind="person", name="Els Peeters")
    told = str(held_about(ADDRESS.upper())[space.pk])
    assert told.count("Els Peeters") == 2
    assert "Zorggroep Greiden" in told
    for secret in ("Irene", "Lastig"):
        assert secret not in told


def test_erase_leaves_the_organisation_and_nothing_of_the_person(space: Space) -> None:
    one = suggestion(space, kind="organisation", name="Zorggroep Greiden", contact_person="Els Peeters")
    suggestion(space, kind="person", name="Els Peeters")
    theirs = suggestion(AllianceFactory().space, kind="person", name="Els Peeters")
    for erasing in slots.collect(ERASE, space.pk, ADDRESS):
        erasing.do()
    one.refresh_from_db()
    assert (one.contact_person, one.email) == ("", "")
    assert set(Suggestion.objects.all()) == {one, theirs}
