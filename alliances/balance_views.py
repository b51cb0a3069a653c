"""Who sits at the table of an alliance, and who is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, UpdateView

from alliances.aims import set_aims
from alliances.forms import AimsForm
from alliances.gaps import FEW, MANY, table_of
from alliances.models import Alliance
from spaces.models import Space
from spaces.pages import EditPage, SpacePage

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
            table=table,
            few=FEW,
            many=MANY,
            shown_places=table.missing_places[:SHOWN_PLACES],
            may_aim=self.may("alliances.change_aims"),
            **kwargs,
        )


class AimsChangeView(EditPage, UpdateView):
    """How many seats are wanted of each sector."""

    permission = "alliances.change_aims"
    only_in = Space.Kind.ALLIANCE
    menu_entry = "spaces:people"
    heading = _("Seats we want")
    form_class = AimsForm
    template_name = "alliances/aims_change.html"

    def get_object(self, queryset: Any = None) -> Alliance:
        return get_object_or_404(Alliance.objects.select_related("space"), space=self.space)

    def form_valid(self, form: AimsForm) -> HttpResponse:
        set_aims(form.instance, form.aims())
        messages.success(self.request, gettext("Saved."))
        return redirect("alliances:balance", self.space.slug)
