"""The own criteria of a register: made, renamed, put in order and removed by its coordinators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from core.once import OnlyOnce
from partners.stakeholders import criteria
from partners.stakeholders.list_forms import CriterionForm
from partners.stakeholders.models import Criterion
from partners.stakeholders.views import RegisterPage

PERMISSION = "stakeholders.change_criterion"


class CriterionPage(RegisterPage):
    """Mixin for the pages about one criterion."""

    permission = PERMISSION

    @cached_property
    def criterion(self) -> Criterion:
        found: Criterion = get_object_or_404(Criterion, space=self.space, pk=self.kwargs["pk"])
        return found


class CriterionListView(RegisterPage, TemplateView):
    """All of them, in their order."""

    permission = PERMISSION
    heading = gettext_lazy("Own criteria")
    template_name = "stakeholders/criterion_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(criteria=Criterion.objects.filter(space=self.space), **kwargs)


class CriterionAddView(OnlyOnce, RegisterPage, FormView):
    """A new column of one's own."""

    permission = PERMISSION
    heading = gettext_lazy("Add a criterion")
    form_class = CriterionForm
    template_name = "stakeholders/criterion_form.html"

    def form_valid(self, form: CriterionForm) -> HttpResponse:
        data = form.cleaned_data
        labels = [label for _key, label in form.options()]
        try:
            made = criteria.add(self.space, name=data["name"], kind=data["kind"], labels=labels)
        except ValidationError as error:
            form.show(error)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(name)s” is a column now. Choose it under “Columns”.") % {"name": made})
        return redirect("stakeholders:criterion_list", self.space.slug)


class CriterionChangeView(CriterionPage, FormView):
    """Another name or other choices; a choice that is taken away asks first when entries have it."""

    form_class = CriterionForm
    template_name = "stakeholders/criterion_form.html"

    def get_heading(self) -> str:
        return self.criterion.name

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "criterion": self.criterion}

    def form_valid(self, form: CriterionForm) -> HttpResponse:
        options = form.options()
        lost = criteria.values_lost(self.criterion, options)
        if lost and self.request.POST.get("sure") != str(lost):
            return self.render_to_response(self.get_context_data(form=form, lost=lost))
        try:
            criteria.change(self.criterion, name=form.cleaned_data["name"], options=options)
        except ValidationError as error:
            form.show(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("stakeholders:criterion_list", self.space.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(criterion=self.criterion, **kwargs)


class CriterionMoveView(CriterionPage, View):
    """One place up."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        criteria.move(self.criterion, up=request.POST.get("to") != "down")
        return redirect("stakeholders:criterion_list", slug)


class CriterionRemoveView(CriterionPage, TemplateView):
    """Take it away with all that was filled in, after a question that says how much that is."""

    heading = gettext_lazy("Remove a criterion")
    template_name = "stakeholders/criterion_remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filled = criteria.filled_in(self.criterion).count()
        return super().get_context_data(criterion=self.criterion, filled=filled, **kwargs)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        name, went = self.criterion.name, criteria.remove(self.criterion)
        words = ngettext("“%(name)s” is gone, with %(n)d value.", "“%(name)s” is gone, with %(n)d values.", went)
        messages.success(request, words % {"name": name, "n": went})
        return redirect("stakeholders:criterion_list", slug)
