"""The page on which a coordinator opens a branch: everybody may then read what it is, and ask to join it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import UpdateView

from programmes.branches.forms import DoorForm
from programmes.branches.models import Branch
from programmes.branches.pages import BranchPage
from spaces.joining.introduction import introduction_of
from spaces.joining.terms import terms_of
from spaces.pages import EditPage


class DoorChangeView(BranchPage, EditPage, UpdateView):
    """What everybody would read, the address to pass on, and whether it is open."""

    permission = "branches.change_branch"
    menu_entry = "spaces:people"
    heading = gettext_lazy("Who may ask to join")
    form_class = DoorForm
    template_name = "branches/door_change.html"

    def get_object(self, queryset: Any = None) -> Branch:
        return get_object_or_404(Branch, space=self.space)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("joining:ask", args=[self.space.slug])
        return super().get_context_data(
            introduction=introduction_of(self.space),
            terms=terms_of(self.space),
            address=address,
            whole_address=settings.SITE_URL + address,
            is_open=Branch.objects.filter(space=self.space, open_to_all=True).exists(),
            **kwargs,
        )

    def form_valid(self, form: DoorForm) -> HttpResponse:
        branch = form.save()
        words = (
            _("Open: whoever has the address can ask to join.")
            if branch.open_to_all
            else _("Saved. Nobody can ask to join by themselves.")
        )
        messages.success(self.request, words)
        return redirect("branches:door_change", self.space.slug)
