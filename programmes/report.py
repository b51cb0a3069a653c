"""The yearly report of a programme: how each region went on in that year, and all of them together.

Only figures that ``alliances.figures`` shows, alphabetical, nobody beside anybody else.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Min
from django.utils import timezone, translation

from alliances import activity
from alliances.models import AllianceFigures, AllianceSnapshot, AllianceSummary
from core import pdf
from core.text import SortKey
from programmes.regions_map import RegionsMap, regions_map
from programmes.steps import Place, Road, road_of
from spaces.models import Space

TEMPLATE = "pdf/programme.html"
COUNTED = ("members", "signatures", "actions")


@dataclass(frozen=True)
class Change:
    """A figure at the end of the year, and how much more (or less) that is than before; None: not known."""

    now: int
    more: int | None

    @property
    def sign(self) -> str:
        """What is more or less, as people write it; nothing when there is nothing to say."""
        if not self.more:
            return ""
        return f"+{self.more}" if self.more > 0 else f"−{-self.more}"


@dataclass(frozen=True)
class ReportRow:
    """One alliance in the year: where it was, where it is, and what happened each month."""

    region_names: str
    alliance: str
    coordinator_names: str
    before: Place | None
    place: Place
    checks: Change
    checks_total: int
    members: Change
    signatures: Change
    actions: Change
    months: tuple[int, ...]

    @property
    def moved(self) -> bool:
        return self.before is not None and self.before.key != self.place.key


class Bar(NamedTuple):
    """One bar of a chart: what it stands for, how many, and its length in percent of the longest."""

    of: Any
    number: int
    percent: int


@dataclass(frozen=True)
class YearReport:
    """A year of a programme."""

    year: int
    until: dt.date
    months: tuple[dt.date, ...]
    rows: tuple[ReportRow, ...]
    map: RegionsMap

    @property
    def is_complete(self) -> bool:
        return self.until >= dt.date(self.year, 12, 31)

    @property
    def last_month(self) -> dt.date:
        return self.months[-1]

    @property
    def totals(self) -> dict[str, Change]:
        """The figures of all alliances together."""
        return {name: _sum([getattr(row, name) for row in self.rows]) for name in COUNTED}

    @property
    def by_place(self) -> list[Bar]:
        """Every place of the road, and how many alliances are there."""
        now = Counter(row.place.key for row in self.rows)
        return _bars([(place, now[place.key]) for place in self.map.places])

    @property
    def per_month(self) -> list[Bar]:
        """How much happened each month, everywhere together."""
        counts = [sum(row.months[number] for row in self.rows) for number in range(len(self.months))]
        return _bars(list(zip(self.months, counts, strict=True)))

    @property
    def happened(self) -> int:
        return sum(sum(row.months) for row in self.rows)

    @property
    def moved(self) -> int:
        """How many alliances are at another step than before."""
        return sum(row.moved for row in self.rows)

    @property
    def has_growth(self) -> bool:
        """Whether of any alliance it is known where it was before."""
        return any(row.before for row in self.rows)


def years(programme: Space) -> list[int]:
    """The years there is a report of, this one first: since figures are kept, or the programme has an alliance."""
    this_year = timezone.localdate().year
    kept = AllianceSnapshot.objects.filter(alliance__space__parent=programme).aggregate(first=Min("month"))["first"]
    return list(range(this_year, (kept.year if kept else this_year) - 1, -1))


def year_report(programme: Space, year: int) -> YearReport:
    """What is known of ``year``: of this year until today."""
    today = timezone.localdate()
    until = min(today, dt.date(year, 12, 31))
    months = tuple(dt.date(year, number, 1) for number in range(1, until.month + 1))
    summaries = _summaries(programme)
    ends = summaries if year == today.year else _kept(programme, months[0], months[-1], "-month")
    begins = _kept(programme, months[0], months[-1], "month") | _kept(programme, dt.date.min, months[0], "-month", True)
    shown = {key: row for key, row in summaries.items() if key in ends}
    happened = activity.per_month([row.alliance.space_id for row in shown.values()], months, timezone.now())
    road = road_of(programme)
    rows = tuple(
        _row(row, begins.get(key), ends[key], happened[row.alliance.space_id], road) for key, row in shown.items()
    )
    return YearReport(year, until, months, rows, _map(programme, road, ends))


def year_pdf(programme: Space, year: int, language: str) -> bytes:
    """The report on paper. Raises core.pdf.PdfError."""
    with translation.override(language):
        context = {"space": programme, "report": year_report(programme, year), "today": timezone.localdate()}
    return pdf.render(TEMPLATE, context, language=language)


def _summaries(programme: Space) -> dict[int, AllianceSummary]:
    """The alliances by their number, in the order of their regions' names."""
    rows = AllianceSummary.objects.filter(alliance__space__parent=programme).select_related("alliance__space")
    return {row.pk: row for row in rows.order_by(SortKey("region_names"), SortKey("alliance__space__name"), "pk")}


def _kept(
    programme: Space, first: dt.date, last: dt.date, order: str, before: bool = False
) -> dict[int, AllianceSnapshot]:
    """Of each alliance the first or last (``order``) month kept from ``first`` to ``last``, or until ``before`` it."""
    rows = AllianceSnapshot.objects.filter(alliance__space__parent=programme, month__gte=first)
    within = rows.filter(month__lt=last) if before else rows.filter(month__lte=last)
    return {row.alliance_id: row for row in within.order_by("alliance", order).distinct("alliance")}


def _map(programme: Space, road: Road, ends: Mapping[int, AllianceFigures]) -> RegionsMap:
    """The map as it was when the year ended; an alliance of later is not on it."""
    now = regions_map(programme, road).whole
    places = {key: road.place(end.step_now, end.steps_total) for key, end in ends.items()}
    return replace(now, regions=tuple(one._replace(place=places.get(one.alliance_id or 0)) for one in now.regions))


def _row(
    row: AllianceSummary, begin: AllianceFigures | None, end: AllianceFigures, months: list[int], road: Road
) -> ReportRow:
    return ReportRow(
        region_names=row.region_names,
        alliance=row.alliance.space.name,
        coordinator_names=row.coordinator_names,
        before=road.place(begin.step_now, begin.steps_total) if begin else None,
        place=road.place(end.step_now, end.steps_total),
        checks=Change(_checks_done(end), _checks_done(end) - _checks_done(begin) if begin else None),
        checks_total=sum(total for _done, total in end.checks),
        months=tuple(months),
        **{
            name: Change(getattr(end, name), getattr(end, name) - getattr(begin, name) if begin else None)
            for name in COUNTED
        },
    )


def _checks_done(figures: AllianceFigures) -> int:
    return sum(done for done, _total in figures.checks)


def _sum(changes: list[Change]) -> Change:
    known = [change.more for change in changes if change.more is not None]
    return Change(sum(change.now for change in changes), sum(known) if known else None)


def _bars(counted: Sequence[tuple[Any, int]]) -> list[Bar]:
    most = max((count for _of, count in counted), default=0) or 1
    return [Bar(of, count, round(count * 100 / most)) for of, count in counted]
