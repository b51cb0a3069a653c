"""The analysis on one page: its four parts, and the workshop that fills the first."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from partners.analysis import workshops
from partners.analysis.evidence import consultations_for
from partners.analysis.models import Gap, InventoryEntry, Source
from partners.analysis.part_views import AnalysisPage

GAPS_SHOWN = 8


class AnalysisShowView(AnalysisPage, TemplateView):
    """What there is of each part, with the one thing to do."""

    permission = "analysis.view_gap"
    heading = gettext_lazy("Analysis")
    template_name = "analysis/analysis_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        space = self.space
        waits = Q(is_waiting=True)
        gaps = list(Gap.objects.filter(space=space).with_evidence())  # type: ignore[attr-defined]
        return super().get_context_data(
            inventory=InventoryEntry.objects.filter(space=space).aggregate(
                counted=Count("pk", filter=~waits), waiting=Count("pk", filter=waits)
            ),
            sources=Source.objects.filter(space=space).count(),
            consultations=consultations_for(space, names=self.is_coordinator).count(),
            gaps=gaps[:GAPS_SHOWN],
            gap_count=len(gaps),
            gaps_unshown=sum(1 for gap in gaps if not gap.evidence),
            workshop=workshops.current(space) if self.is_coordinator else None,
            may_change=self.may("analysis.change_gap"),
            may_consult=self.may("analysis.change_consultation"),
            may_print=self.may("stakeholders.view_stakeholder"),
            **kwargs,
        )
