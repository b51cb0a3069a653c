"""Two alliances work with the same organisation: whatever address of the register one of them opens, nothing of what
the other wrote stands in the answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from django.utils import timezone

from accounts.models import User
from partners.contacts import services
from partners.contacts.models import Contact
from partners.contacts.services import Planned
from partners.stakeholders import assessing, criteria
from partners.stakeholders.models import Stakeholder
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, MemberFactory, OrganisationFactory, client_of, user_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
REGISTER = "s/<slug:slug>/stakeholders/"
SECRET = "GEHEIM-VAN-DE-BUREN"
TEXTS = ("contribution", "matters", "strategy", "win", "notes", "contact_person", "phone")


def fill(space: Space, organisation: Any, by: User, words: str) -> Stakeholder:
    """An entry in which everything that can be written holds ``words``."""
    criterion = criteria.add(space, name=f"Criterium {words}", kind="text")
    facts = {name: words for name in TEXTS} | {"email": f"{words.lower()}@example.org"}
    own = {criteria.key_of(criterion.pk): words}
    entry: Stakeholder = StakeholderFactory(space=space, organisation=organisation, criteria=own, **facts)
    day = timezone.localdate()
    services.log(Contact(stakeholder=entry, kind="call", said=words, held_on=day), Planned(day, words), by=by)
    assessing.assess(entry, influence="high", interest="high", note=words, by=by)
    MemberFactory(space=space, organisation=organisation, win=words)
    return entry


def addresses(patterns: Any = None, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """The name of each address of the register, with its pattern."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, address, entry.namespace or namespace)
        elif address.startswith(REGISTER):
            yield f"{namespace}:{entry.name}", entry


def found(name: str, entry: URLPattern, space: Space, number: int) -> str | None:
    """The address in ``space`` with this number where one is asked; None for what asks more than that."""
    values = {"slug": space.slug, "pk": number, "form": "csv"}
    wanted = {key: values[key] for key in entry.pattern.converters if key in values}
    try:
        return reverse(name, kwargs=wanted)
    except NoReverseMatch:
        return None


def body(answer: HttpResponse) -> str:
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return content.decode(errors="replace")


@pytest.fixture
def neighbours() -> tuple[Client, Space, Stakeholder, Stakeholder]:
    """Who looks, in which space, at which entry; and that of the neighbours."""
    space, other = AllianceFactory().space, AllianceFactory().space
    ours, theirs = user_with("coordinator", space), user_with("coordinator", other)
    shared = OrganisationFactory(name="Gedeeld huis", municipality="Gent", sectors=["social"])
    return client_of(ours), space, fill(space, shared, ours, "ONZE-WOORDEN"), fill(other, shared, theirs, SECRET)


NAMES = dict(addresses())


def test_the_register_has_addresses_to_read() -> None:
    assert {"stakeholders:list", "stakeholders:change", "stakeholders:export", "contacts:stakeholder_show"} <= set(
        NAMES
    )


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_address_of_the_register_tells_what_the_neighbours_wrote(
    neighbours: tuple[Client, Space, Stakeholder, Stakeholder], name: str
) -> None:
    client, space, ours, theirs = neighbours
    for number in (ours.pk, theirs.pk, *theirs.contacts.values_list("pk", flat=True)):
        address = found(name, NAMES[name], space, number)
        if address:
            for query in ({}, {"q": SECRET[:6]}, {"q": "Gedeeld"}):  # a page says what one searches for
                assert SECRET not in body(client.get(address, query)), address


@pytest.mark.parametrize("name", ["stakeholders:list", "stakeholders:export", "contacts:stakeholder_show"])
def test_what_is_ours_can_be_read(neighbours: tuple[Client, Space, Stakeholder, Stakeholder], name: str) -> None:
    """So that the test above can fail: the same addresses do tell what we wrote."""
    client, space, ours, _theirs = neighbours
    address = found(name, NAMES[name], space, ours.pk)
    assert address and "ONZE-WOORDEN" in body(client.get(address))
