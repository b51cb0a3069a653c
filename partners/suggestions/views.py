"""What somebody who takes part sees and does: their own suggestions, and nobody else's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, TemplateView, UpdateView

from core.lists import page_of
from core.once import OnlyOnce
from partners.suggestions import services
from partners.suggestions.forms import SuggestionForm
from partners.suggestions.models import Suggestion
from partners.suggestions.services import AlreadyDecided
from spaces.models import Person
from spaces.pages import EditPage, SpacePage


class OwnPage(SpacePage):
    """Mixin for the pages of one's own suggestions."""

    menu_entry = "suggestions:own_list"

    def own(self) -> QuerySet[Suggestion]:
        """What this person suggested in this space, whoever they are there."""
        rows: Any = Suggestion.objects.filter(space=self.space)
        return rows.by_user(self.request.user)  # type: ignore[no-any-return]

    def get_success_url(self) -> str:
        return reverse("suggestions:own_list", args=[self.space.slug])


class OneOwn(OwnPage):
    """Mixin for what is done with one of them, whose number stands in the address, while nobody decided."""

    permission = "suggestions.add_suggestion"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except AlreadyDecided:
            messages.info(request, _("The coordinators decided on this meanwhile."))
            return redirect(self.get_success_url())

    def get_object(self, queryset: Any = None) -> Suggestion:
        found = get_object_or_404(self.own(), pk=self.kwargs["pk"])
        if not found.is_open:
            raise AlreadyDecided
        return found


class OwnListView(OwnPage, TemplateView):
    """Whom one suggested, and what became of it."""

    permission = "suggestions.view_suggestion"
    heading = gettext_lazy("Whom else should we involve?")
    template_name = "suggestions/own_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(self.own(), self.request.GET.get("page"))
        return super().get_context_data(page=page, may_add=self.may("suggestions.add_suggestion"), **kwargs)


class SuggestionAddView(OnlyOnce, OwnPage, CreateView):
    """Suggest somebody. Who coordinates sees, while typing the name, what the shared directory has."""

    permission = "suggestions.add_suggestion"
    heading = gettext_lazy("Suggest somebody")
    form_class = SuggestionForm
    template_name = "suggestions/suggestion_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Suggestion(space=self.space, person=self._person())}

    def get_form(self, form_class: Any = None) -> SuggestionForm:
        form: SuggestionForm = super().get_form(form_class)
        if self.may("stakeholders.add_stakeholder"):
            form.fields["name"].widget.attrs |= {
                "hx-get": reverse("directory:organisation_suggest", args=[self.space.slug]),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#known-already",
                "autocomplete": "off",
            }
        return form

    def _person(self) -> Person:
        mine = Person.objects.of(self.request.user).filter(space=self.space)  # type: ignore[attr-defined]
        person: Person | None = mine.order_by("pk").first()
        if person is None:
            raise Http404
        return person

    def form_valid(self, form: SuggestionForm) -> HttpResponse:
        try:
            services.suggest(form.instance)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. The coordinators look at it and you hear what they decide."))
        return redirect(self.get_success_url())


class SuggestionChangeView(OneOwn, EditPage, UpdateView):
    """Correct what one suggested, while nobody decided."""

    heading = gettext_lazy("Change your suggestion")
    form_class = SuggestionForm
    template_name = "suggestions/suggestion_form.html"

    def form_valid(self, form: SuggestionForm) -> HttpResponse:
        services.change(form.instance)
        messages.success(self.request, _("Saved."))
        return redirect(self.get_success_url())


class SuggestionWithdrawView(OneOwn, DeleteView):
    """Take one's suggestion back, after a question."""

    heading = gettext_lazy("Take your suggestion back")
    template_name = "suggestions/suggestion_withdraw.html"

    def form_valid(self, form: Any) -> HttpResponse:
        services.withdraw(self.object)
        messages.success(self.request, _("Your suggestion is taken back."))
        return redirect(self.get_success_url())
