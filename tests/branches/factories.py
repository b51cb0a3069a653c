"""Branches in which something happened, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from programmes.branches.models import Activity, Branch, Mentoring, Need, Phase
from spaces.models import Space
from tests.spaces.factories import MemberFactory, ProgrammeFactory, SpaceFactory

A_MONTH = dt.timedelta(days=30)


class BranchFactory(factory.django.DjangoModelFactory):
    """A branch of a programme of its own, with the five shipped phases."""

    class Meta:
        model = Branch

    space = factory.SubFactory(
        SpaceFactory,
        kind=Space.Kind.BRANCH,
        name=factory.Sequence(lambda n: f"Jong en landelijk {n:05}"),
        slug=factory.Sequence(lambda n: f"landelijk-{n}"),
        parent=factory.LazyFunction(lambda: ProgrammeFactory().space),
    )


def phase(space: Space, number: int = 1) -> Phase:
    return Phase.objects.get(branch__space=space, number=number)


def organisation_in(space: Space, **facts: Any) -> Any:
    """An organisation of the directory that is a member of this space."""
    return MemberFactory(space=space, **{f"organisation__{name}": value for name, value in facts.items()}).organisation


def activity(space: Space, *organisations: Any, number: int = 1, **facts: Any) -> Activity:
    """An activity of a month ago in phase ``number``, with these organisations."""
    facts = {"title": "Bevraging", "starts_on": timezone.localdate() - A_MONTH, **facts}
    made = Activity.objects.create(phase=phase(space, number), **facts)
    made.organisations.set(organisations)
    return made


def need(space: Space, organisation: Any, **facts: Any) -> Need:
    facts = {"text": "Een partner in een ander land", **facts}
    return Need.objects.create(branch=space.branch, organisation=organisation, **facts)


def mentoring(space: Space, organisation: Any, **facts: Any) -> Mentoring:
    facts = {"mentor": "Greet Coach", "held_on": timezone.localdate() - A_MONTH, **facts}
    return Mentoring.objects.create(phase=phase(space, 4), organisation=organisation, **facts)
