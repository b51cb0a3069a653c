"""Intervision days with rounds, requests and contributions, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from sessions.intervision.models import Contribution, ContributionRequest, IntervisionDay, Round
from sessions.intervision.services import reporting
from spaces.models import Person, Space
from tests.spaces.factories import (
    MemberFactory,
    PersonFactory,
    RepresentativeFactory,
    SpaceFactory,
    somebody,
    user_with,
)

BRUSSELS = ZoneInfo("Europe/Brussels")


def at(days: int, hour: int = 9) -> dt.datetime:
    """So many days from today, at this hour in Brussels."""
    date = timezone.now().astimezone(BRUSSELS).date() + dt.timedelta(days=days)
    return dt.datetime.combine(date, dt.time(hour), BRUSSELS)


class DayFactory(factory.django.DjangoModelFactory):
    """A day two weeks from now."""

    class Meta:
        model = IntervisionDay

    space = factory.SubFactory(SpaceFactory)
    title = factory.Sequence(lambda n: f"Samen vooruit met nieuwkomers {n}")
    themes = "Samenwerken met gemeenten"
    starts_at = factory.LazyFunction(lambda: at(14, 9))
    ends_at = factory.LazyFunction(lambda: at(14, 17))
    place = "Provinsjehûs, Tweebaksmarkt 52, Leeuwarden"


class RoundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Round

    day = factory.SubFactory(DayFactory)
    title = factory.Sequence(lambda n: f"Ronde {n}")
    starts = dt.time(10)
    ends = dt.time(11, 30)


class RequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContributionRequest

    day = factory.SubFactory(DayFactory)
    person = factory.SubFactory(PersonFactory, space=factory.SelfAttribute("..day.space"))
    asked_at = factory.LazyFunction(timezone.now)
    expires_at = factory.SelfAttribute("day.ends_at")


class ContributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contribution

    day = factory.SubFactory(DayFactory)
    person = factory.SubFactory(PersonFactory, space=factory.SelfAttribute("..day.space"))
    kind = Contribution.Kind.QUESTION
    title = factory.Sequence(lambda n: f"Hoe bereiken we jonge vaders ({n})?")
    story = "We proberen het al een jaar."


def held_day(space: Space | None = None, **facts: Any) -> IntervisionDay:
    """A day that is over, with one round."""
    day = DayFactory(space=space or SpaceFactory(), starts_at=at(-3, 9), ends_at=at(-3, 17), **facts)
    RoundFactory(day=day, title="Partners vinden")
    return day


def finished_day(space: Space | None = None) -> IntervisionDay:
    """A day whose report is finished."""
    day = held_day(space)
    reporting.finish(day, by=user_with("coordinator", day.space))
    return IntervisionDay.objects.select_related("space").get(pk=day.pk)


def representative(space: Space, **facts: Any) -> Person:
    """A member that represents an organisation in ``space``."""
    person = somebody(space, "member", **facts)
    RepresentativeFactory(member=MemberFactory(space=space), person=person)
    return person


def opened(request: ContributionRequest) -> tuple[Client, str]:
    """A browser that came in through the link, without an account; and the address of the page."""
    client = Client()
    response = client.get(request.address().removeprefix("http://localhost:8000"))
    assert response.status_code == 302
    return client, response["Location"]


def exists(row: Model) -> bool:
    return type(row)._default_manager.filter(pk=row.pk).exists()
