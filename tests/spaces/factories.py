"""Spaces, people and roles for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.test import Client

from accounts.models import User
from accounts.services import account_for
from alliances.models import Alliance
from partners.organisations.models import Organisation
from programmes.models import Programme
from spaces.models import Member, Person, Representative, Role, Space

LONG_AGO = dt.date(2020, 1, 1)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Stichting Welkom {n:05}")


class SpaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Space

    kind = Space.Kind.ALLIANCE
    name = factory.Sequence(lambda n: f"Alliantie Waasland-Noord {n:05}")
    slug = factory.Sequence(lambda n: f"waasland-{n}")


class AllianceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Alliance

    space = factory.SubFactory(SpaceFactory)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    space = factory.SubFactory(
        SpaceFactory, kind=Space.Kind.PROGRAMME, slug=factory.Sequence(lambda n: f"programme-{n}")
    )


# Numbers in names have as many digits each, so that later ones sort later.
class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    space = factory.SubFactory(SpaceFactory)
    name = factory.Sequence(lambda n: f"Annelies Vandenbroucke-De Smet {n:05}")
    email = factory.Sequence(lambda n: f"annelies.{n}@example.org")


class MemberFactory(factory.django.DjangoModelFactory):
    """A member organisation."""

    class Meta:
        model = Member

    space = factory.SubFactory(SpaceFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = LONG_AGO


class RepresentativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Representative

    member = factory.SubFactory(MemberFactory)
    person = factory.SubFactory(PersonFactory, space=factory.SelfAttribute("..member.space"))
    starts_on = LONG_AGO


def somebody(space: Space, role: str = "", **facts: Any) -> Person:
    """A person in ``space``, with this role since long ago when one is given."""
    person: Person = PersonFactory(space=space, **facts)
    if role:
        Role.objects.create(space=space, person=person, kind=role, starts_on=LONG_AGO)
    return person


def account_of(person: Person) -> User:
    """The account of this person, with the verified address."""
    return account_for(person.email, name=person.name)


def user_with(role: str, space: Space) -> User:
    """Somebody with an account and this role in ``space``."""
    return account_of(somebody(space, role))


def client_of(user: User) -> Client:
    """A test client that is signed in as ``user``."""
    client = Client()
    client.force_login(user)
    return client


def client_with(role: str, space: Space) -> Client:
    """A test client signed in as somebody with this role in ``space``."""
    return client_of(user_with(role, space))
