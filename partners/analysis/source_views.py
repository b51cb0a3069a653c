"""The sources of desk research."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from partners.analysis.filters import SourceFilter
from partners.analysis.forms import SourceForm
from partners.analysis.models import Source
from partners.analysis.part_views import PartAdd, PartChange, PartList, PartPage, PartRemove, PartShow


class SourcePage(PartPage):
    """Mixin of the pages about sources."""

    model = Source
    part = "source"
    part_title = gettext_lazy("Sources")
    change_permission = "analysis.change_source"


class SourceListView(SourcePage, PartList):
    """All that was read."""

    permission = "analysis.view_source"
    filter_class = SourceFilter
    template_name = "analysis/source_list.html"


class SourceShowView(SourcePage, PartShow):
    """One source, and what it says."""

    permission = "analysis.view_source"
    template_name = "analysis/source_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gaps=list(self.object.gaps.all()), **kwargs)


class SourceAddView(SourcePage, PartAdd):
    """Note something that was read."""

    permission = "analysis.change_source"
    heading = gettext_lazy("Add a source")
    form_class = SourceForm


class SourceChangeView(SourcePage, PartChange):
    """Change what was noted."""

    permission = "analysis.change_source"
    heading = gettext_lazy("Change a source")
    form_class = SourceForm


class SourceRemoveView(SourcePage, PartRemove):
    """Take a source away."""

    permission = "analysis.change_source"
