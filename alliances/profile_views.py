"""The profile of an alliance, for everybody who takes part; and the one thing of it that is no text of its space."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, UpdateView

from alliances.forms import LegalFormForm
from alliances.models import Alliance
from alliances.sisters.services import links_of
from spaces.models import Space
from spaces.pages import EditPage, SpacePage


class ProfileShowView(SpacePage, TemplateView):
    """Why the alliance is there, what it wants and holds dear, where, for how long, and with whom it is linked."""

    permission = "spaces.view_space"
    menu_entry = "space_home"
    only_in = Space.Kind.ALLIANCE
    heading = gettext_lazy("Our profile")
    template_name = "alliances/profile_show.html"

    @cached_property
    def alliance(self) -> Alliance:
        return get_object_or_404(Alliance, space=self.space)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_link = self.may("sisters.change_sisterlink")
        links = links_of(self.space)
        return super().get_context_data(
            alliance=self.alliance,
            sisters=links.sisters,
            asking=len(links.asking) if may_link else 0,
            may_link=may_link,
            may_change=self.may("spaces.change_space"),
            **kwargs,
        )


class LegalFormChangeView(EditPage, UpdateView):
    """Formal or informal."""

    permission = "spaces.change_space"
    menu_entry = "space_home"
    only_in = Space.Kind.ALLIANCE
    heading = gettext_lazy("Formal or informal")
    form_class = LegalFormForm
    template_name = "alliances/legal_form_change.html"

    def get_object(self, queryset: Any = None) -> Alliance:
        return get_object_or_404(Alliance, space=self.space)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return reverse("alliances:profile_show", args=[self.space.slug])
