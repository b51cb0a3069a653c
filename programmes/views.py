"""The dashboard of a programme: every region, and how far each is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from alliances import figures
from alliances.models import Alliance, AllianceSummary
from alliances.views import OverviewView
from core.downloads import pdf_response
from core.lists import page_of, query_of
from core.pdf import PdfError
from partners.stakeholders.sheets.answers import sheet_response
from programmes import exporting, report
from programmes.filters import RegionFilter
from programmes.listed import COLUMNS, listed
from programmes.regions_map import regions_map
from programmes.steps import Road, road_of
from spaces.models import Space
from spaces.pages import MenuLink, SpacePage
from spaces.rules import roles_in


class SpaceHomeView(OverviewView):
    """The first page of a space: the overview; of a branch its matrix, for those who run a programme its dashboard."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.space.kind == Space.Kind.BRANCH:
            return redirect("branches:branch_show", self.space.slug)
        if self.space.kind == Space.Kind.WORKING_GROUP:
            return redirect("workinggroups:group_show", self.space.slug)
        if self.space.kind == Space.Kind.PROGRAMME and self.may("programmes.view_dashboard"):
            return redirect("programmes:dashboard", self.space.slug)
        return super().dispatch(request, *args, **kwargs)


class ProgrammePage(SpacePage):
    """Mixin for the pages of a programme: for its administrators, and for those of the platform.

    What they see of the alliances is written down in ``alliances.figures``, and nowhere else.
    """

    permission = "programmes.view_dashboard"
    menu_entry = "space_home"

    @cached_property
    def space(self) -> Space:
        return get_object_or_404(Space.objects.for_pages(), kind=Space.Kind.PROGRAMME, slug=self.kwargs["slug"])

    def menu(self) -> tuple[MenuLink, ...]:
        """A platform administrator has no role here, so none of the workspace's pages would open."""
        return super().menu() if roles_in(self.request.user, self.space) else ()

    @cached_property
    def road(self) -> Road:
        return road_of(self.space)

    def alliances(self) -> QuerySet[Alliance]:
        return Alliance.objects.filter(space__parent=self.space)

    def summaries(self) -> QuerySet[AllianceSummary]:
        """The figures of all alliances of the programme; those that are new are counted first."""
        figures.refresh(self.alliances().filter(summary=None))
        rows = AllianceSummary.objects.filter(alliance__space__parent=self.space).select_related("alliance__space")
        return rows.only(*figures.FIGURES, "alliance__public_page", "alliance__space__name", "alliance__space__slug")


class DashboardView(ProgrammePage, TemplateView):
    """Every alliance of the programme on a map and in one table."""

    template_name = "programmes/dashboard.html"

    def get_heading(self) -> str:
        return self.space.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filtering = RegionFilter(self.request.GET, self.summaries(), self.road)
        page = page_of(filtering.rows().values_list(*COLUMNS), self.request.GET.get("page"))
        page.object_list = [listed(row, self.road) for row in page.object_list]
        return super().get_context_data(
            filter=filtering,
            page=page,
            map=regions_map(self.space, self.road, filtering.qs if filtering.is_used else None),
            query=query_of(self.request),
            counted_at=self.counted_at(),
            **kwargs,
        )

    def counted_at(self) -> Any:
        """Since when the oldest of the figures stands."""
        rows = AllianceSummary.objects.filter(alliance__space__parent=self.space)
        return rows.aggregate(oldest=Min("counted_at"))["oldest"]


class DashboardExportView(ProgrammePage, View):
    """Exactly what is on the screen, as a file."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
        rows = RegionFilter(request.GET, self.summaries(), self.road).rows()
        cells = (exporting.cells(row, self.road) for row in rows.iterator(chunk_size=500))
        name = f"{slugify(self.space.name)}-{timezone.localdate():%Y-%m-%d}"
        return sheet_response(exporting.headers(), cells, form, name)


class ReportView(ProgrammePage, TemplateView):
    """The yearly reports, to choose a year and a language."""

    template_name = "programmes/report.html"
    heading = gettext_lazy("Yearly report")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(years=report.years(self.space), **kwargs)


class ReportPdfView(ProgrammePage, View):
    """The report of one year, made anew each time."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str, year: int, language: str) -> HttpResponse:
        if language not in dict(settings.LANGUAGES) or year not in report.years(self.space):
            raise Http404
        figures.refresh(self.alliances().filter(summary=None))
        try:
            content = report.year_pdf(self.space, year, language)
        except PdfError as error:
            messages.error(request, str(error))
            return redirect("programmes:report", slug)
        return pdf_response(content, f"{slugify(self.space.name)}-{year}-{language}.pdf")


class DashboardRefreshView(ProgrammePage, View):
    """Count all figures of the programme anew, now."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        figures.refresh(self.alliances())
        messages.success(request, _("All figures are counted anew."))
        return redirect("programmes:dashboard", slug)
