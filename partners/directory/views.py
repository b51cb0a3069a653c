"""Pages of the shared directory: what everybody may know of an organisation, and the way into one's own register."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from core.lists import page_of, query_of
from partners.directory.filters import OrganisationFilter
from partners.directory.models import FactProposal
from partners.organisations.finding import organisations_called
from partners.organisations.models import Organisation
from partners.stakeholders import services
from partners.stakeholders.models import Stakeholder
from spaces.pages import SpacePage

PAGE_SIZE = 25
SUGGESTED = 5


class DirectoryPage(SpacePage):
    """Mixin for the pages of the directory, seen from a register."""

    permission = "stakeholders.add_stakeholder"
    menu_entry = "stakeholders:list"

    def organisations(self) -> QuerySet[Organisation]:
        """The whole directory, each with ``entry``: the number of its entry in the register of this space, or None.

        Nothing is said about other registers.
        """
        entry = Stakeholder.objects.filter(space=self.space, organisation=OuterRef("pk")).values("pk")
        return Organisation.objects.annotate(entry=Subquery(entry))


class OrganisationListView(DirectoryPage, TemplateView):
    """Search the directory, and take what you find into the register."""

    heading = gettext_lazy("Shared directory")
    template_name = "directory/organisation_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filtering = OrganisationFilter(self.request.GET, self.organisations())
        page = page_of(filtering.rows(), self.request.GET.get("page"), PAGE_SIZE)
        waiting = FactProposal.objects.for_space(self.space).count()  # type: ignore[attr-defined]
        asked = query_of(self.request)
        return super().get_context_data(filter=filtering, page=page, query=asked, waiting=waiting, **kwargs)

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return ["directory/organisation_list.html#rows"]
        return [self.template_name]


class OrganisationSuggestView(DirectoryPage, TemplateView):
    """While somebody types the name of a new entry: which organisations that could be."""

    template_name = "directory/organisation_suggest.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("name", "").strip()
        found = organisations_called(words, self.organisations())[:SUGGESTED] if words else []
        return super().get_context_data(found=found, **kwargs)


class OrganisationTakeView(DirectoryPage, View):
    """This organisation comes into the register. Pressing twice does it once."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        organisation = get_object_or_404(Organisation, pk=pk)
        try:
            entry = Stakeholder(space=self.space, organisation=organisation, name=organisation.name)
            services.add_stakeholder(entry, None)
            messages.success(request, _("%(name)s is in the register.") % {"name": organisation})
        except ValidationError as error:
            messages.info(request, " ".join(error.messages))
        return redirect(f"{reverse('directory:organisation_list', args=[slug])}?{_asked(request)}")


def _asked(request: HttpRequest) -> str:
    """What was being searched for, so that one goes on from there."""
    asked = {name: request.POST.get(name, "") for name in ("q", "sector", "place", "page")}
    return urlencode({name: value for name, value in asked.items() if value})
