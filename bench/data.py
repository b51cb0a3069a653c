"""Invented rows: alliances with organisations, stakeholders, members and a coordinator who signs in."""

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import psycopg

from accounts.models import User
from accounts.services import account_for
from alliances.models import Alliance, AllianceRegion
from partners.organisations.models import Organisation, Sector
from partners.stakeholders.models import Stakeholder
from places.models import Region
from spaces.models import Member, Person, Representative, Role, Space

LONG_AGO = dt.date(2020, 1, 1)
FIRST = ("Stichting", "Vereniging", "Huis van het", "Sociaal", "Gemeente", "Bibliotheek", "Wijkcentrum", "Academie")
SECOND = ("Onthaal", "Samenleven", "Inburgering", "Welkom", "Buurtwerk", "Taalcafé", "Vluchtelingenwerk", "De Brug")
PLACES = ("Sint-Niklaas", "Lokeren", "Beveren", "Temse", "Kruibeke", "Sint-Gillis-Waas", "Stekene", "Moerbeke")
WHY = (
    "Wie nieuw is in de streek vindt bij ons sneller de weg naar taal, werk, school en buren. "
    "Dat lukt geen enkele organisatie alleen: daarom spreken we af wie wat doet, en doen we het samen.\n\n"
) * 3


@dataclass
class Ground:
    """An alliance and the person who coordinates it."""

    space: Space
    coordinator: User


def alliance(slug: str = "waasland", *, stakeholders: int, members: int = 0) -> Ground:
    """An alliance with so many stakeholders, of whom ``members`` (at most that many) are members."""
    space = Space.objects.create(
        kind=Space.Kind.ALLIANCE,
        name=f"Regionale alliantie {slug.capitalize()} en omstreken",
        slug=slug,
        why=WHY,
        vision=WHY,
        objectives=WHY,
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2029, 12, 31),
    )
    region = Region.objects.create(name=f"Streek {slug.capitalize()}", code=f"be-{slug}")
    AllianceRegion.objects.create(alliance=Alliance.objects.create(space=space), region=region)
    coordinator = somebody(space, f"coordinator@{slug}.example.org", Role.Kind.COORDINATOR)
    found = add_stakeholders(space, stakeholders)
    add_members(space, found[:members])
    return Ground(space, account_for(coordinator.email, name=coordinator.name, language="nl"))


def somebody(space: Space, email: str, role: str) -> Person:
    person: Person = Person.objects.create(space=space, name="Annelies Vandenbroucke-De Smet", email=email)
    Role.objects.create(space=space, person=person, kind=role, starts_on=LONG_AGO)
    return person


def names() -> Iterator[str]:
    """Names that sort all over the alphabet, endlessly."""
    number = 0
    while True:
        number += 1
        yield f"{FIRST[number * 5 % 8]} {SECOND[number * 3 // 8 % 8]} {PLACES[number // 64 % 8]} {number}"


def add_stakeholders(space: Space, count: int) -> list[Stakeholder]:
    """Stakeholders with an organisation each, as a coordinator would have them."""
    sectors, influences = list(Sector.values), list(Stakeholder.Level.values)
    organisations = Organisation.objects.bulk_create(
        Organisation(name=name, sectors=[sectors[number % 8]], municipality=PLACES[number % 8], postcode="9100")
        for number, name in enumerate(islice(names(), count))
    )
    return Stakeholder.objects.bulk_create(
        Stakeholder(
            space=space,
            organisation=organisation,
            name=organisation.name,
            contact_person=f"Mohamed El Amrani {number}",
            email=f"contact{number}@{space.slug}.example.org",
            influence=influences[number % 4],
        )
        for number, organisation in enumerate(organisations)
    )


def add_members(space: Space, chosen: list[Stakeholder]) -> None:
    """These stakeholders' organisations become members, each with a representative who has an address."""
    people = Person.objects.bulk_create(
        Person(space=space, name=f"Fatima Van den Bossche {number}", email=f"lid{number}@{space.slug}.example.org")
        for number, _one in enumerate(chosen)
    )
    members = Member.objects.bulk_create(
        Member(space=space, organisation=one.organisation, starts_on=LONG_AGO) for one in chosen
    )
    Representative.objects.bulk_create(
        Representative(member=member, person=person, starts_on=LONG_AGO)
        for member, person in zip(members, people, strict=True)
    )


def analyse() -> None:
    """Give the planner its statistics, as autovacuum would after some time."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
