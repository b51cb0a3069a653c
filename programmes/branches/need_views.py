"""Pages about what organisations of a branch need, and about mentoring and coaching."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, TemplateView, UpdateView

from core.forms import row_number
from core.lists import page_of, query_of
from core.once import OnlyOnce
from programmes.branches import services
from programmes.branches.activity_views import RemovePage
from programmes.branches.filters import NeedFilter
from programmes.branches.forms import MentoringForm, NeedForm
from programmes.branches.models import Branch, Mentoring, Need
from programmes.branches.pages import BranchPage
from spaces.pages import EditPage


class NeedListView(BranchPage, TemplateView):
    """What was asked, and what was answered."""

    permission = "branches.view_need"
    menu_entry = "branches:need_list"
    heading = gettext_lazy("Needs")
    template_name = "branches/need_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Need.objects.filter(branch__space=self.space).select_related("organisation")
        filtering = NeedFilter(self.request.GET, rows)
        page = page_of(filtering.rows(), self.request.GET.get("page"))
        return super().get_context_data(filter=filtering, page=page, query=query_of(self.request), **kwargs)


class OfOneOrganisationPage(BranchPage):
    """Mixin for the form of something that belongs to one organisation; it leads back to that organisation."""

    permission = "branches.change_branch"
    template_name = "branches/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}  # type: ignore[misc]

    def get_initial(self) -> dict[str, Any]:
        """``?organisation=`` (a number): whom the page before was about."""
        return {"organisation": row_number(self.request.GET.get("organisation", ""))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back(), remove=self.remove_address(), **kwargs)

    def back(self) -> str:
        if self.object:
            return self.to_organisation(self.object.organisation_id)
        asked = self.get_initial()["organisation"]
        return self.to_organisation(asked) if asked else reverse("branches:branch_show", args=[self.space.slug])

    def remove_address(self) -> str:
        """Where this can be taken out; "" for what is new."""
        return reverse(self.remove_url, args=[self.space.slug, self.object.pk]) if self.object else ""

    def to_organisation(self, organisation: int) -> str:
        return reverse("branches:organisation_show", args=[self.space.slug, organisation])

    def form_valid(self, form: Any) -> HttpResponse:
        self.belongs(form.instance)
        row = services.save(self.space, form.instance)
        messages.success(self.request, _("Saved."))
        return redirect(self.to_organisation(row.organisation_id))

    def belongs(self, row: Any) -> None:
        """Says of a new row which branch it is of, where it does not say so itself."""


class NeedFormPage(OfOneOrganisationPage):
    """Mixin for the form of a need."""

    menu_entry = "branches:need_list"
    form_class = NeedForm
    remove_url = "branches:need_remove"

    def needs(self) -> QuerySet[Need]:
        return Need.objects.filter(branch__space=self.space).select_related("organisation")

    def belongs(self, row: Need) -> None:
        if not row.branch_id:
            row.branch = Branch.objects.get(space=self.space)


class NeedAddView(OnlyOnce, NeedFormPage, CreateView):
    """An organisation brings up a need."""

    heading = gettext_lazy("Note a need")


class NeedChangeView(NeedFormPage, EditPage, UpdateView):
    """Change a need, or note how it was answered."""

    def get_object(self, queryset: Any = None) -> Need:
        return get_object_or_404(self.needs(), pk=self.kwargs["pk"])

    def get_heading(self) -> str:
        return _("A need of %(organisation)s") % {"organisation": self.object.organisation}


class NeedRemoveView(RemovePage):
    """A need that was noted by mistake."""

    menu_entry = "branches:need_list"
    heading = gettext_lazy("Remove a need")

    def get_object(self, queryset: Any = None) -> Need:
        rows = Need.objects.filter(branch__space=self.space)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("branches:need_change", args=[self.space.slug, self.object.pk])

    def get_success_url(self) -> str:
        return reverse("branches:organisation_show", args=[self.space.slug, self.object.organisation_id])


class MentoringFormPage(OfOneOrganisationPage):
    """Mixin for the form of one time of mentoring."""

    form_class = MentoringForm
    remove_url = "branches:mentoring_remove"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "phases": self.phases}


class MentoringAddView(OnlyOnce, MentoringFormPage, CreateView):
    """Somebody mentored an organisation, or will. A branch without such a phase has no such page."""

    heading = gettext_lazy("Note mentoring")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(phase.mentored for phase in self.phases):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class MentoringChangeView(MentoringFormPage, EditPage, UpdateView):
    """Change what was noted of mentoring, or note what came of it."""

    def get_object(self, queryset: Any = None) -> Mentoring:
        rows = Mentoring.objects.filter(phase__branch__space=self.space).select_related("organisation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_heading(self) -> str:
        return _("Mentoring of %(organisation)s") % {"organisation": self.object.organisation}


class MentoringRemoveView(RemovePage):
    """Mentoring that did not take place."""

    heading = gettext_lazy("Remove mentoring")

    def get_object(self, queryset: Any = None) -> Mentoring:
        rows = Mentoring.objects.filter(phase__branch__space=self.space)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("branches:mentoring_change", args=[self.space.slug, self.object.pk])

    def get_success_url(self) -> str:
        return reverse("branches:organisation_show", args=[self.space.slug, self.object.organisation_id])
