"""SQL queries a page, for every list and detail page, with 1 row and with 30, from a cold cache."""

import re
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import filled
from bench.filled import Filled
from programmes.branches.models import Activity

MOST = 12
ROWS = (1, 30)


def measure() -> dict[str, Any]:
    counts: dict[str, list[int]] = {}
    for rows in ROWS:
        ground = filled.programme(rows)
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(ground.coordinator)
        for page, address in addresses(ground).items():
            counts.setdefault(page, []).append(count(client, address))
    most = max(number for numbers in counts.values() for number in numbers)
    unequal = {page: numbers for page, numbers in counts.items() if len(set(numbers)) > 1}
    return {
        "value": most,
        "target": f"≤ {MOST} and equal",
        "met": most <= MOST and not unequal,
        "raw": {"rows": ROWS, "pages": counts, "unequal": unequal},
    }


def addresses(ground: Filled) -> dict[str, str]:
    """Every page with a list, and one detail page of each kind, by url name."""
    one = ground
    details: dict[str, int] = {
        "stakeholders:change": one.stakeholder,
        "contacts:stakeholder_show": one.talked_with,
        "contacts:contact_log": one.talked_with,
        "stakeholders:make_member": one.stakeholder,
        "stakeholders:import_preview": one.uploaded,
        "spaces:member_show": one.member,
        "spaces:member_change": one.member,
        "spaces:person_change": one.person,
        "meetings:meeting_detail": one.meeting_to_come,
        "meetings:meeting_invite": one.meeting_to_come,
        "meetings:agenda_change": one.meeting_to_come,
        "meetings:meeting_attendance": one.meeting_held,
        "meetings:minutes_change": one.meeting_held,
        "meetings:minutes_circulate": one.meeting_held,
        "series:series_show": one.series,
        "series:series_change": one.series,
        "series:series_end": one.series,
        "series:rota_change": one.series,
        "intervision:day_detail": one.day,
        "intervision:day_ask": one.day,
        "intervision:contribution_list": one.day,
        "intervision:report_finish": one.day_held,
        "charters:version": 1,
    }
    lists = (
        "space_home", "alliances:balance", "files:file_list", "onpaper:earlier_show", "stakeholders:list", "contacts:due_list", "stakeholders:matrix",
        "privacy:notice_list", "suggestions:suggestion_list", "suggestions:own_list", "suggestions:question_ask",
        "analysis:analysis_show", "analysis:inventory_list", "analysis:gap_list",
        "stakeholdermap:show", "stakeholdermap:points", "spaces:people", "spaces:chair_show",
        "meetings:meeting_list", "series:series_add", "intervision:day_list",
        "charters:charter", "charters:signatures_ask", "agreements:agreement_show", "sprints:sprint_list",
        "alliances:profile_show", "sisters:sister_list", "sisters:sister_find", "spaces:named_role_add",
        "workinggroups:group_list", "relations:network_show", "relations:network_data", "relations:members_ask", "actionplans:plan_show", "alliances:public_page_change",
        "alliances:public_show", "joining:list", "joining:invite", "joining:ask", "alliances:alliance_close", "news:news_list", "news:public_news_list",
    )  # fmt: skip
    return {
        "home": reverse("home"),
        "programmes:dashboard": reverse("programmes:dashboard", args=[one.programme]),
        "programmes:report": reverse("programmes:report", args=[one.programme]),
        "calls:call_list": reverse("calls:call_list", args=[one.programme]),
        "calls:call_show": reverse("calls:call_show", args=[one.programme, one.call]),
        "calls:nomination_list": reverse("calls:nomination_list", args=[one.programme, one.call]),
        "calls:search_list": reverse("calls:search_list", args=[one.programme, one.call]),
        "calls:proposal_show": reverse("calls:proposal_show", args=[one.programme, one.call, one.proposal]),
        "calls:call_public": reverse("calls:call_public", args=[one.programme, one.call_slug]),
        "coaching:coach_list": reverse("coaching:coach_list", args=[one.programme]),
        "coaching:coach_give": reverse("coaching:coach_give", args=[one.programme, one.coached]),
        "briefings:briefing_show": reverse("briefings:briefing_show", args=[one.alliance, "nl"]),
        "branches:branch_list": reverse("branches:branch_list", args=[one.programme]),
        **branch_pages(one.activity),
        **{name: reverse(name, args=[one.alliance]) for name in lists},
        **{name: reverse(name, args=[one.alliance, key]) for name, key in details.items()},
    }


def branch_pages(activity: Activity) -> dict[str, str]:
    slug, organisation = activity.phase.branch.space.slug, activity.organisations.earliest("pk").pk
    lists = ("branch_show", "activity_list", "need_list", "door_change")
    return {
        **{f"branches:{name}": reverse(f"branches:{name}", args=[slug]) for name in lists},
        "branches:activity_show": reverse("branches:activity_show", args=[slug, activity.pk]),
        "branches:activity_change": reverse("branches:activity_change", args=[slug, activity.pk]),
        "branches:organisation_show": reverse("branches:organisation_show", args=[slug, organisation]),
    }


def count(client: Client, address: str) -> int:
    """Queries of one page: signed in, what is imported and prepared once is warm, the cache is empty."""
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
