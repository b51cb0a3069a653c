"""Who should be contacted: those for whom a day is planned, and those of influence with whom nobody spoke yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import SortKey
from partners.stakeholders.models import Stakeholder

OVERDUE, TODAY, WITHIN_A_WEEK, LATER = "overdue", "today", "week", "later"
HEADINGS: dict[str, str | Promise] = {
    OVERDUE: _("Overdue"),
    TODAY: _("Today"),
    WITHIN_A_WEEK: _("Within a week"),
    LATER: _("Later"),
}
# Named on the page; the others are in the register, which is linked.
MOST_SILENT = 20


@dataclass(frozen=True)
class Group:
    """The entries that are due in one stretch of time."""

    key: str
    heading: str | Promise
    entries: list[Stakeholder]


def planned(entries: QuerySet[Stakeholder]) -> QuerySet[Stakeholder]:
    """Those of ``entries`` for which a contact is planned, the longest overdue first, with what it is about."""
    rows = entries.filter(next_contact_on__isnull=False)
    return rows.select_related("next_contact", "organisation").order_by("next_contact_on", SortKey("name"), "pk")


def silent(entries: QuerySet[Stakeholder]) -> QuerySet[Stakeholder]:
    """Those of ``entries`` of high influence with whom there was no contact yet, and for which none is planned."""
    nothing = Q(last_contact_on=None, next_contact_on=None)
    rows = entries.filter(nothing, influence=Stakeholder.Level.HIGH)
    return rows.select_related("organisation").order_by(SortKey("name"), "pk")


def grouped(entries: list[Stakeholder], today: dt.date) -> list[Group]:
    """``entries``, in the order of :func:`planned`, by when they are due."""
    in_a_week = today + dt.timedelta(days=7)

    def when(entry: Stakeholder) -> str:
        day = entry.next_contact_on
        if day is None or day > in_a_week:
            return LATER
        if day < today:
            return OVERDUE
        return TODAY if day == today else WITHIN_A_WEEK

    return [Group(key, HEADINGS[key], list(found)) for key, found in groupby(entries, key=when)]
