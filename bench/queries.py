"""SQL queries a page, for every list and detail page, with 1 row and with 30, from a cold cache."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from actionplans import services as plans
from actionplans.models import Action, ActionPlan
from bench import data
from bench.pdf_minutes import written_minutes
from charters import services as charters
from sessions.meetings.models import Meeting
from sessions.meetings.services import inviting, planning
from spaces.models import Member, Space

MOST = 12
ROWS = (1, 30)
# Pages of a space, by url name; those with a number name the model whose first row is opened.
LISTS = (
    "space_home", "stakeholders:list", "spaces:people", "meetings:meeting_list", "charters:charter", "actionplans:plan_show",
    "intervision:day_list", "alliances:public_page_change",
)  # fmt: skip
DETAILS: dict[str, Callable[[Space], int]] = {
    "stakeholders:change": lambda space: space.stakeholders.earliest("pk").pk,
    "spaces:member_change": lambda space: space.members.earliest("pk").pk,
    "spaces:person_change": lambda space: space.people.earliest("pk").pk,
    "meetings:meeting_detail": lambda space: upcoming(space).pk,
    "meetings:meeting_invite": lambda space: upcoming(space).pk,
    "meetings:meeting_attendance": lambda space: held(space).pk,
    "meetings:minutes_change": lambda space: held(space).pk,
    "meetings:minutes_circulate": lambda space: held(space).pk,
}


def measure() -> dict[str, Any]:
    counts: dict[str, list[int]] = {}
    for rows in ROWS:
        ground = filled(rows)
        client = Client(headers={"host": "127.0.0.1"})
        for page, address in addresses(ground.space).items():
            counts.setdefault(page, []).append(count(client, ground, address))
    most = max(number for numbers in counts.values() for number in numbers)
    unequal = {page: numbers for page, numbers in counts.items() if len(set(numbers)) > 1}
    return {
        "value": most,
        "target": f"≤ {MOST} and equal",
        "met": most <= MOST and not unequal,
        "raw": {"rows": ROWS, "pages": counts, "unequal": unequal},
    }


def filled(rows: int) -> data.Ground:
    """An alliance in which every list has so many rows."""
    ground = data.alliance(f"alliantie{rows}", stakeholders=rows, members=rows)
    space = ground.space
    start = timezone.now() + dt.timedelta(days=30)
    for number in range(rows):
        meeting = planning.plan(
            Meeting(
                space=space,
                title=f"Vergadering {number}",
                invitation_text="Welkom",
                starts_at=start,
                ends_at=start + dt.timedelta(hours=2),
            )
        )
    inviting.invite(meeting, {one.person.pk for one in inviting.candidates(meeting)}, by=ground.coordinator)
    written_minutes(space, points=rows)
    plan = plans.save_plan(ActionPlan(space=space, title="Actieplan"))
    member = Member.objects.filter(space=space).earliest("pk")
    for number in range(rows):
        plans.add_action(plan, Action(title=f"Actie {number}", responsible_member=member))
    charters.create(space)
    return ground


def upcoming(space: Space) -> Meeting:
    return Meeting.objects.filter(space=space, ends_at__gt=timezone.now()).latest("pk")


def held(space: Space) -> Meeting:
    return Meeting.objects.filter(space=space, ends_at__lte=timezone.now()).latest("pk")


def addresses(space: Space) -> dict[str, str]:
    found = {}
    for name in LISTS:
        try:
            found[name] = reverse(name, args=[space.slug])
        except NoReverseMatch:  # a room that is not open yet
            continue
    return found | {name: reverse(name, args=[space.slug, row(space)]) for name, row in DETAILS.items()}


def count(client: Client, ground: data.Ground, address: str) -> int:
    """Queries of one page: signed in, what is imported and prepared once is warm, the cache is empty."""
    client.force_login(ground.coordinator)
    client.get(address, secure=True)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, secure=True)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answers {answer.status_code}")
    # Saving points are not questions to a table.
    return sum(
        not re.match(r"(RELEASE )?SAVEPOINT|BEGIN|COMMIT|ROLLBACK", one["sql"]) for one in queries.captured_queries
    )
