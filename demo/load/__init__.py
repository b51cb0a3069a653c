"""Filling an empty database with the demo, through the same services that the pages use."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from alliances import figures
from alliances.models import Alliance
from demo.data import friesland, friesland_work, ground, intervision, others
from demo.data.branches import BRANCHES
from demo.load import (
    agreements,
    alliances,
    analysis,
    calls,
    charters,
    coaching,
    contacts,
    days,
    groups,
    joining,
    links,
    map,
    meetings,
    news,
    plans,
    privacy,
    relations,
    series,
    sprints,
    suggestions,
)
from demo.load.branches import make as make_branch
from demo.load.calendar import Calendar
from demo.load.files import make as share_files
from demo.load.programme import make_programme, make_regions
from spaces.models import Space

SISTERS = (friesland.ALLIANCE, others.VLAANDEREN_ALLIANCE, others.KRONOBERG_KALMAR_ALLIANCE)


@transaction.atomic
def load() -> bool:
    """Load the demo, all or nothing. False when it is there already."""
    if Space.objects.filter(slug=ground.PROGRAMME_SLUG).exists():
        return False
    calendar = Calendar.now()
    make_regions()
    programme = make_programme(calendar)
    _friesland(programme, calendar)
    _others(programme, calendar)
    map.make()
    links.link_sisters(*(Space.objects.get(slug=one.slug) for one in SISTERS))
    for branch in BRANCHES:
        make_branch(branch, programme, calendar)
    by = User.objects.get(email=ground.PROGRAMME_ADMINISTRATOR.email)
    calls.make(programme, by, calendar)
    coaching.make(programme, by, calendar)
    figures.refresh(Alliance.objects.all())
    return True


def _friesland(programme: Space, calendar: Calendar) -> None:
    space, by = alliances.make(friesland.ALLIANCE, programme, calendar)
    for earlier in friesland_work.EARLIER_MEETINGS:
        meetings.make_past(earlier, space, by, calendar)
    meetings.make_past(friesland_work.PAST_MEETING, space, by, calendar)
    meetings.make_coming(friesland_work.COMING_MEETING, space, by, calendar)
    series.make(space, calendar)
    days.make_past(intervision.PAST_DAY, space, by, calendar)
    days.make_coming(intervision.COMING_DAY, space, by, calendar, matched=intervision.MATCHED)
    agreements.make(space, by)
    sprints.make(space, by, calendar)
    groups.make(space, by, calendar)
    charters.make(space, by, signed_by=friesland_work.SIGNED_BY)
    plans.make(friesland_work.PLAN, space, by, calendar)
    relations.make(space, by)
    news.make(space, calendar)
    share_files(space, by, calendar)
    links.name_roles(space)
    joining.make(space, by)
    contacts.make(space, by, calendar)
    analysis.make(space, by, calendar)
    suggestions.make(space, by)
    privacy.make(space)


def _others(programme: Space, calendar: Calendar) -> None:
    roscommon, maeve = alliances.make(others.ROSCOMMON_ALLIANCE, programme, calendar)
    meetings.make_coming(others.ROSCOMMON_MEETING, roscommon, maeve, calendar)
    bordeaux, elodie = alliances.make(others.BORDEAUX_ALLIANCE, programme, calendar)
    plans.make(others.BORDEAUX_PLAN, bordeaux, elodie, calendar)
    alliances.make(others.KRONOBERG_KALMAR_ALLIANCE, programme, calendar)
    vlaanderen, joris = alliances.make(others.VLAANDEREN_ALLIANCE, programme, calendar)
    meetings.make_past(others.VLAANDEREN_MEETING, vlaanderen, joris, calendar)
    agreements.confirm(vlaanderen, joris)
    plans.make(others.VLAANDEREN_PLAN, vlaanderen, joris, calendar)
