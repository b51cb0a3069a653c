"""The analysis of an alliance on one page of paper: its map, its table, its matrix and its gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import ngettext, override

from alliances.gaps import FEW, MANY, SectorSeats, Table, table_of
from core import pdf
from partners.analysis.models import Consultation, Gap, InventoryEntry, Source
from partners.map.drawing import Picture, picture
from partners.map.placing import by_name, placed
from partners.map.regions import regions_of
from partners.organisations.marks import COLOURS, SHAPES
from partners.stakeholders.matrix import ON_PAPER, Matrix, matrix_of
from partners.stakeholders.models import Stakeholder
from spaces.models import Space

TEMPLATE = "pdf/analysis.html"
# The map is printed half as wide as a page: its marks are larger, and so there are fewer.
MARKS = 2.2
# What fits on the page beside the drawings; the rest is counted.
EVIDENCE = ("programmes", "sources", "consultations", "remarks")
PLACES, CHAIRS, GAPS = 6, 8, 6


@dataclass(frozen=True)
class Row:
    """A sector on paper: with the mark it has on the map, so that the table is the map's legend too."""

    seats: SectorSeats

    @property
    def shape(self) -> str:
        return SHAPES[self.seats.number]

    @property
    def colour(self) -> str:
        return COLOURS[self.seats.number]

    @property
    def chairs(self) -> list[tuple[int, bool]]:
        """Where each chair stands, and whether it is taken."""
        return [(5 + place * 11, taken) for place, taken in enumerate(self.seats.chairs[:CHAIRS])]


@dataclass(frozen=True)
class GapRow:
    """A gap with what shows it: what may be named by its name, and of the rest how many."""

    gap: Gap

    @property
    def evidence(self) -> str:
        """Nothing when nothing shows it yet."""
        named = [one.name for one in self.gap.programmes.all()] + [one.title for one in self.gap.sources.all()]
        talks, remarks = len(self.gap.consultations.all()), len(self.gap.remarks.all())
        if talks:
            named.append(ngettext("%(n)d conversation", "%(n)d conversations", talks) % {"n": talks})
        if remarks:
            named.append(ngettext("%(n)d remark of a member", "%(n)d remarks of members", remarks) % {"n": remarks})
        return "; ".join(named)


class Figure(NamedTuple):
    """A number, and what it counts."""

    number: int
    words: str


@dataclass(frozen=True)
class Report:
    """What stands on the page. ``names``: whether the matrix says who stands where, which is for coordinators alone."""

    space: Space
    names: bool
    stakeholders: int
    table: Table
    matrix: Matrix
    map: Picture | None
    gaps: list[GapRow]
    more_gaps: int
    counted: list[Figure]

    @property
    def rows(self) -> list[Row]:
        return [Row(one) for one in self.table.sectors]

    @property
    def not_assessed(self) -> int:
        return self.stakeholders - self.matrix.count

    @property
    def seated_places(self) -> int:
        """In how many municipalities of the region a member has its seat."""
        return len(self.table.places) - len(self.table.missing_places)

    @property
    def empty_places(self) -> str:
        """The first municipalities without a seat."""
        return ", ".join(place.name for place in self.table.missing_places[:PLACES])

    @property
    def more_places(self) -> int:
        return max(0, len(self.table.missing_places) - PLACES)


def report_of(space: Space, *, names: bool) -> Report:
    """What is known of an alliance today; a fixed number of queries, however long its register is."""
    register: QuerySet[Any] = Stakeholder.objects.filter(space=space).with_membership()
    regions = regions_of(space)
    gaps = Gap.objects.filter(space=space)
    return Report(
        space=space,
        names=names,
        stakeholders=register.count(),
        table=table_of(space),
        matrix=matrix_of(register, ON_PAPER),
        map=picture(placed(by_name(register), regions), regions, size=MARKS),
        gaps=[GapRow(one) for one in gaps.prefetch_related(*EVIDENCE)[:GAPS]],
        more_gaps=max(0, gaps.count() - GAPS),
        counted=_counted(space),
    )


def _counted(space: Space) -> list[Figure]:
    """What was looked at, where there is any."""
    here = {"space": space}
    programmes = InventoryEntry.objects.counted().filter(**here).count()
    sources, talks = Source.objects.filter(**here).count(), Consultation.objects.filter(**here).count()
    figures = [
        Figure(programmes, ngettext("programme that exists", "programmes that exist", programmes)),
        Figure(sources, ngettext("source", "sources", sources)),
        Figure(talks, ngettext("conversation", "conversations", talks)),
    ]
    return [one for one in figures if one.number]


def report_pdf(space: Space, *, names: bool) -> bytes:
    """The page in the language of its space. Raises core.pdf.PdfError."""
    with override(space.language):
        report = report_of(space, names=names)
    context = {"space": space, "report": report, "few": FEW, "many": MANY, "today": timezone.localdate()}
    return pdf.render(TEMPLATE, context, language=space.language)
