"""Pages about the chair that goes round: the turns, a proposal, and one turn changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, UpdateView, View

from core.once import OnlyOnce
from spaces import chairs, services
from spaces.forms import ChairPlanForm, ChairTurnForm
from spaces.models import Role
from spaces.pages import EditPage, SpacePage


class ChairPage(SpacePage):
    """Mixin for pages about the turns of the chair."""

    permission = "spaces.change_person"
    menu_entry = "spaces:people"

    def get_turn(self) -> Role:
        return get_object_or_404(chairs.turns(self.space).select_related("space"), pk=self.kwargs["pk"])

    def to_the_turns(self) -> HttpResponse:
        return redirect("spaces:chair_show", self.space.slug)


class ChairShowView(ChairPage, TemplateView):
    """Who chairs now and later."""

    permission = "spaces.view_member"
    heading = gettext_lazy("The chair in turn")
    template_name = "spaces/chair_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        turns = list(chairs.turns(self.space))
        return super().get_context_data(
            turns=turns, today=timezone.localdate(), may_change=self.may("spaces.change_person"), **kwargs
        )


class ChairPlanView(OnlyOnce, ChairPage, FormView):
    """Propose turns: members one after the other, by quarter or half year."""

    heading = gettext_lazy("Let the chair go round")
    form_class = ChairPlanForm
    template_name = "spaces/chair_plan.html"

    def get_initial(self) -> dict[str, Any]:
        return {
            "first_day": chairs.usual_first_day(self.space),
            "turns": min(max(len(chairs.in_turn(self.space)), 1), 4),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=chairs.in_turn(self.space), **kwargs)

    def form_valid(self, form: ChairPlanForm) -> HttpResponse:
        try:
            chairs.plan(self.space, form.rhythm())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The turns are planned. Change what does not suit somebody."))
        return self.to_the_turns()


class ChairTurnChangeView(ChairPage, EditPage, UpdateView):
    """Another person or other days for one turn."""

    heading = gettext_lazy("One turn")
    form_class = ChairTurnForm
    template_name = "spaces/chair_turn_change.html"

    def get_object(self, queryset: Any = None) -> Role:
        return self.get_turn()

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return reverse("spaces:chair_show", args=[self.space.slug])


class ChairTurnRemoveView(ChairPage, View):
    """A turn goes: one to come never was, the one of now ends."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        services.end_role(self.get_turn())
        messages.success(request, _("The turn is gone."))
        return self.to_the_turns()
