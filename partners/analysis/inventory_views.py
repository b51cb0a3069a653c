"""The inventory: what there is already, and what came from a workshop and waits for a look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from core.forms import row_number
from core.lists import page_of
from partners.analysis import register, services
from partners.analysis.filters import InventoryFilter
from partners.analysis.forms import InventoryForm
from partners.analysis.models import InventoryEntry
from partners.analysis.part_views import PartAdd, PartChange, PartList, PartPage, PartRemove, PartShow


class InventoryPage(PartPage):
    """Mixin of the pages about the inventory. What waits for a look is there for those who look at it."""

    model = InventoryEntry
    part = "inventory"
    part_title = gettext_lazy("Inventory")
    change_permission = "analysis.change_inventoryentry"

    def rows(self) -> QuerySet[Any]:
        rows = super().rows()
        return rows if self.may(self.change_permission) else rows.filter(is_waiting=False)


class InventoryListView(InventoryPage, PartList):
    """All entries that count."""

    permission = "analysis.view_inventoryentry"
    filter_class = InventoryFilter
    template_name = "analysis/inventory_list.html"

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(is_waiting=False)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        waiting = InventoryEntry.objects.filter(space=self.space, is_waiting=True).count()
        return {**context, "waiting": waiting if context["may_change"] else 0}


class InventoryShowView(InventoryPage, PartShow):
    """One programme."""

    permission = "analysis.view_inventoryentry"
    template_name = "analysis/inventory_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gaps=list(self.object.gaps.all()), **kwargs)


class InventoryForms(InventoryPage):
    """Mixin of the two pages with a form."""

    permission = "analysis.change_inventoryentry"
    form_class = InventoryForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = register.names(self.space) if self.is_coordinator else []
        return super().get_context_data(known_names=names, **kwargs)


class InventoryAddView(InventoryForms, PartAdd):
    """A programme that somebody of the team knows."""

    heading = gettext_lazy("Add a programme")

    def get_initial(self) -> dict[str, Any]:
        return {"filled_in_by": self.request.user.name}  # type: ignore[union-attr]


class InventoryChangeView(InventoryForms, PartChange):
    """Change an entry; it counts or waits as before."""

    heading = gettext_lazy("Change a programme")


class InventoryRemoveView(InventoryPage, PartRemove):
    """Take an entry out."""

    permission = "analysis.change_inventoryentry"


class InventoryWaitingView(InventoryPage, TemplateView):
    """What came from a workshop: keep, change or remove, one by one or all at once."""

    permission = "analysis.change_inventoryentry"
    heading = gettext_lazy("From the workshop")
    template_name = "analysis/inventory_waiting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = InventoryEntry.objects.filter(space=self.space).waiting()  # type: ignore[attr-defined]
        return super().get_context_data(page=page_of(waiting, self.request.GET.get("page")), **kwargs)


class InventoryKeepView(InventoryPage, View):
    """An entry from a workshop counts from now on."""

    permission = "analysis.change_inventoryentry"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        entry = get_object_or_404(self.rows(), pk=pk)
        if services.keep(self.space, [entry.pk]):
            messages.success(request, _("“%(title)s” stands in the inventory now.") % {"title": entry})
        return redirect("analysis:inventory_waiting", slug)


class InventoryKeepAllView(InventoryPage, View):
    """Everything that was on the page counts from now on; what came in since then still waits."""

    permission = "analysis.change_inventoryentry"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        shown = [number for text in request.POST.getlist("entry") if (number := row_number(text))]
        kept = services.keep(self.space, shown)
        words = ngettext("%(n)d entry stands in the inventory now.", "%(n)d entries stand in the inventory now.", kept)
        messages.success(request, words % {"n": kept})
        return redirect("analysis:inventory_waiting", slug)
