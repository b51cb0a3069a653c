"""The monitoring sheet of a branch: figures and activities, as a table and on paper.

It goes to funders and to the programme's administrators, so what organisations asked for, who mentored whom and
who took part by name are counted in it, and not written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import pdf
from partners.organisations.models import Sector
from partners.stakeholders.sheets.writing import Value
from programmes.branches.matrix import Matrix, MatrixRow, State
from programmes.branches.models import Activity, Mentoring, Need, Phase
from spaces.models import Space

TEMPLATE = "pdf/branch.html"


def headers(matrix: Matrix) -> list[str]:
    """The columns: facts of the organisation, two for each phase, then its needs."""
    phases = [head for phase in matrix.phases for head in (str(phase), f"{phase}: {_('times')}")]
    facts = [_("Organisation"), _("Country"), _("Municipality"), _("Sectors")]
    return [*facts, *phases, _("Last took part"), _("Needs brought up"), _("Needs not answered yet")]


def cells(row: MatrixRow) -> list[Value]:
    """One line of the table."""
    phases: list[Value] = [value for one in row.cells for value in (str(one.cell.state.label), one.cell.held)]
    sectors = ", ".join(str(Sector(one).label) for one in row.sectors if one in Sector)
    last_on = row.last_on.isoformat() if row.last_on else ""
    return [row.name, row.country, row.municipality, sectors, *phases, last_on, row.needs, row.open_needs]


@dataclass(frozen=True)
class Totals:
    """The figures at the top of the paper."""

    organisations: int
    held: int
    results: int
    needs: int
    open_needs: int
    mentorings: int


def totals_of(space: Space, matrix: Matrix) -> Totals:
    """Of the whole branch, whatever the rows were narrowed to."""
    today = timezone.localdate()
    activities = Activity.objects.of(space).held(today)
    counted = activities.aggregate(held=Count("pk"), results=Count("pk", filter=~Q(result="")))
    asked = Need.objects.filter(branch__space=space)
    needs = asked.aggregate(needs=Count("pk"), open_needs=Count("pk", filter=Q(answered_on=None)))
    mentorings = Mentoring.objects.filter(phase__branch__space=space, held_on__lte=today).count()
    return Totals(organisations=len(matrix.members), mentorings=mentorings, **counted, **needs)


def activities_by_phase(space: Space) -> list[tuple[Phase, list[Activity]]]:
    """All activities in the order of their phases and days, each with its organisations by name."""
    rows = Activity.objects.of(space).select_related("phase")
    ordered = rows.annotate(taking_part=Count("organisations")).order_by("phase__number", "starts_on", "pk")
    return [(phase, list(found)) for phase, found in groupby(ordered, key=lambda one: one.phase)]


def sheet_pdf(space: Space, matrix: Matrix, rows: Sequence[MatrixRow], *, narrowed: bool, language: str) -> bytes:
    """The monitoring sheet on landscape paper. Raises core.pdf.PdfError."""
    with translation.override(language):
        context = {
            "space": space,
            "matrix": matrix,
            "rows": rows,
            "narrowed": narrowed,
            "states": list(State),
            "totals": totals_of(space, matrix),
            "parts": activities_by_phase(space),
            "today": timezone.localdate(),
        }
        return pdf.render(TEMPLATE, context, language=language)
