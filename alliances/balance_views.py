"""Who sits at the table of an alliance, and who is missing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from alliances.gaps import FEW, MANY, table_of
from spaces.models import Space
from spaces.pages import SpacePage

SHOWN_PLACES = 60


class BalanceView(SpacePage, TemplateView):
    """The balance of the members with its gaps, each with where candidates are found."""

    permission = "stakeholders.view_stakeholder"  # candidates come out of the register
    only_in = Space.Kind.ALLIANCE
    menu_entry = "spaces:people"
    heading = _("Balance at the table")
    template_name = "alliances/balance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = table_of(self.space)
        return super().get_context_data(
            table=table, few=FEW, many=MANY, shown_places=table.missing_places[:SHOWN_PLACES], **kwargs
        )
