"""An alliance with its register, its members and the people of its team."""

from __future__ import annotations

from accounts.models import User
from accounts.services import account_for
from alliances.aims import set_aims
from alliances.models import Alliance, AllianceRegion
from demo.data.ground import MEMBERS_WITH_ACCOUNT
from demo.data.map import STREETS
from demo.data.shapes import AllianceData, Invented, Real, Someone
from demo.load.calendar import Calendar
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.services import add_stakeholder, make_member
from places.models import Region
from spaces.models import Member, Person, Representative, Role, Space
from spaces.services import Mandate, give_role, person_in

ACCOUNTS_FOR = (Role.Kind.COORDINATOR, Role.Kind.CHAIR, Role.Kind.SECRETARY)


def make(data: AllianceData, programme: Space, calendar: Calendar) -> tuple[Space, User]:
    """The alliance; returns its space and the account of its first coordinator."""
    space = _space(data, programme, calendar)
    for someone in data.coordinators:
        give_role(_person(space, someone), Role.Kind.COORDINATOR)
    for real in data.real:
        _add_real(space, real, data.country)
    for invented in data.invented:
        _add_invented(space, invented, data.country)
    if space.starts_on:
        _begin_with_the_mandate(space)
    _make_accounts(space)
    return space, User.objects.get(email=data.coordinators[0].email)


def _make_accounts(space: Space) -> None:
    """In the order in which the demo offers them."""
    for kind in ACCOUNTS_FOR:
        for role in space.roles.filter(kind=kind).select_related("person"):
            account_for(role.person.email, name=role.person.name, language=role.person.mail_language)
    for person in space.people.filter(name__in=MEMBERS_WITH_ACCOUNT):
        account_for(person.email, name=person.name, language=person.mail_language)


def _space(data: AllianceData, programme: Space, calendar: Calendar) -> Space:
    space = Space.objects.create(
        kind=Space.Kind.ALLIANCE,
        parent=programme,
        name=data.name,
        slug=data.slug,
        language=data.language,
        time_zone=data.time_zone,
        why=data.why,
        vision=data.vision,
        objectives=data.objectives,
        values=data.values,
        starts_on=calendar.first_of_month(data.mandate[0]) if data.mandate else None,
        ends_on=calendar.last_of_month(data.mandate[1]) if data.mandate else None,
    )
    contact = f"{data.slug}@example.org" if data.public_page else ""
    alliance = Alliance.objects.create(space=space, public_page=data.public_page, contact_email=contact)
    for region in Region.objects.filter(code__in=data.regions):
        AllianceRegion(alliance=alliance, region=region).save()
    set_aims(alliance, data.wanted)
    return space


def _person(space: Space, someone: Someone) -> Person:
    return person_in(space, name=someone.name, email=someone.email, phone=someone.phone, language=someone.language)


def _add_real(space: Space, real: Real, country: str) -> None:
    """Facts, and nothing else: influence and mandate stay "not known"."""
    facts = {
        "sectors": list(real.sectors),
        "website": real.website,
        "municipality": real.municipality,
        "country": country,
    }
    add_stakeholder(Stakeholder(space=space, name=real.name), facts)


def _add_invented(space: Space, invented: Invented, country: str) -> None:
    stakeholder = Stakeholder(
        space=space,
        name=invented.name,
        influence=invented.influence,
        interest=invented.interest,
        contribution=invented.contribution,
        matters=invented.matters,
        strategy=invented.strategy,
        win=invented.win,
    )
    seat = invented.seat
    if seat:
        stakeholder.mandate = Stakeholder.Mandate.YES
        stakeholder.contact_person, stakeholder.email = seat.person.name, seat.person.email
    facts = {
        "sectors": list(invented.sectors),
        "municipality": invented.municipality,
        "country": country,
        "street": STREETS.get(invented.name, ""),
    }
    add_stakeholder(stakeholder, facts)
    if seat is None:
        return
    _person(space, seat.person)
    member = make_member(
        stakeholder,
        name=seat.person.name,
        email=seat.person.email,
        mandate=Mandate(may_speak="speak" in seat.may, may_decide="decide" in seat.may, may_sign="sign" in seat.may),
        role=seat.role,
        involvement=seat.involvement,
    )
    Member.objects.filter(pk=member.pk).update(shown_publicly=seat.shown_publicly)


def _begin_with_the_mandate(space: Space) -> None:
    """Everybody has been there from the first day of the mandate, not since the demo was loaded."""
    Role.objects.filter(space=space).update(starts_on=space.starts_on)
    Member.objects.filter(space=space).update(starts_on=space.starts_on)
    Representative.objects.filter(member__space=space).update(starts_on=space.starts_on)
