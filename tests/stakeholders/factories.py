"""Entries of a register for tests."""

import factory

from partners.stakeholders.models import Stakeholder
from tests.spaces.factories import OrganisationFactory, SpaceFactory


class StakeholderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stakeholder

    space = factory.SubFactory(SpaceFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.SelfAttribute("organisation.name")
