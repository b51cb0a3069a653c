"""What the pages of the four parts of the analysis have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, UpdateView

from core.filters import ListFilter
from core.lists import page_of, query_of
from core.once import OnlyOnce
from partners.analysis import services
from spaces.models import Space
from spaces.pages import EditPage, SpacePage

# Names of those who want none, answers, private notes: decision 0057.
FOR_COORDINATORS = "analysis.view_answers_of_consultation"


class AnalysisPage(SpacePage):
    """Mixin of all pages about the analysis."""

    menu_entry = "analysis:analysis_show"
    only_in = Space.Kind.ALLIANCE

    @cached_property
    def is_coordinator(self) -> bool:
        """Whether whoever looks may read what only coordinators may."""
        return self.may(FOR_COORDINATORS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_coordinator=self.is_coordinator, **kwargs)


class PartPage(AnalysisPage):
    """Mixin of the pages about one part: it says which rows they are, and who may change them."""

    model: ClassVar[Any]
    part: ClassVar[str]  # of the names of its addresses: "inventory" for "analysis:inventory_list"
    part_title: ClassVar[str | Promise]
    change_permission: ClassVar[str]

    def rows(self) -> QuerySet[Any]:
        """Those that whoever looks may see."""
        rows: QuerySet[Any] = self.model._default_manager.filter(space=self.space)
        return rows

    def get_object(self, queryset: Any = None) -> Any:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def address(self, page: str, *numbers: int) -> str:
        """Of a page of this part: "list", "show", …"""
        return reverse(f"analysis:{self.part}_{page}", args=[self.space.slug, *numbers])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            part_title=self.part_title,
            list_url=self.address("list"),
            may_change=self.may(self.change_permission),
            **kwargs,
        )


class PartList(PartPage, TemplateView):
    """All rows of a part, to search and filter."""

    filter_class: ClassVar[type[ListFilter]]

    def get_heading(self) -> str | Promise:
        return self.part_title

    def get_filter(self) -> ListFilter:
        return self.filter_class(self.request.GET, self.rows())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filtering = self.get_filter()
        return super().get_context_data(
            filter=filtering,
            page=page_of(filtering.rows(), self.request.GET.get("page")),
            query=query_of(self.request),
            **kwargs,
        )


class PartShow(PartPage, TemplateView):
    """One row, to read."""

    @cached_property
    def object(self) -> Any:
        return self.get_object()

    def get_heading(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **kwargs)


class PartAdd(OnlyOnce, PartPage, FormView):
    """A new row."""

    template_name = "analysis/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.model(space=self.space)}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            row = services.add(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(title)s” is added.") % {"title": row})
        return redirect(self.address("show", row.pk))


class PartChange(PartPage, EditPage, UpdateView):
    """Change a row."""

    template_name = "analysis/form.html"

    def form_valid(self, form: Any) -> HttpResponse:
        row = services.save(form.save(commit=False))
        messages.success(self.request, _("Saved."))
        return redirect(self.address("show", row.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(show_url=self.address("show", self.object.pk), **kwargs)


class PartRemove(PartShow):
    """Take a row away, after a question that says what goes with it."""

    template_name = "analysis/remove.html"

    def get_heading(self) -> str:
        return _("Remove “%(title)s”") % {"title": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            gaps=list(self.gaps_shown()), show_url=self.address("show", self.object.pk), **kwargs
        )

    def gaps_shown(self) -> Any:
        """The gaps that this row is evidence of."""
        return self.object.gaps.all()

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        services.remove(self.object)
        messages.success(request, _("“%(title)s” is removed.") % {"title": self.object})
        return redirect(self.address("list"))
