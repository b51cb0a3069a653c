"""The branches of a programme, the overview of one with its matrix, the monitoring sheet, one organisation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.downloads import pdf_response
from core.lists import page_of, query_of
from core.pdf import PdfError
from partners.organisations.models import Organisation
from partners.stakeholders.sheets.answers import sheet_response
from programmes.branches import sheet, summaries
from programmes.branches.filters import MatrixFilter
from programmes.branches.matrix import Matrix, listed, matrix_of
from programmes.branches.models import Activity, Mentoring, Need, members_of
from programmes.branches.pages import BranchPage
from programmes.branches.road import road_of
from sessions.meetings.models import Meeting
from spaces.pages import SpacePage

PAGE_SIZE = 100
SHOWN_NEXT = 5
SHOWN_NEEDS = 5


class BranchListView(SpacePage, TemplateView):
    """The branches of a programme: who takes part, what happened, what is asked."""

    permission = "branches.view_branches"
    menu_entry = "branches:branch_list"
    heading = gettext_lazy("Branches")
    template_name = "branches/branch_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=summaries.of(self.space), **kwargs)


class MatrixPage(BranchPage):
    """Mixin for page, file and paper of the matrix: each shows the same rows."""

    @cached_property
    def today(self) -> dt.date:
        return timezone.localdate()

    @cached_property
    def members(self) -> QuerySet[Organisation]:
        return members_of(self.space, self.today)

    @cached_property
    def matrix(self) -> Matrix:
        return matrix_of(self.space, self.members, self.today)

    @cached_property
    def filtering(self) -> MatrixFilter:
        return MatrixFilter(self.request.GET, listed(self.members, self.space), self.matrix)


class BranchShowView(MatrixPage, TemplateView):
    """The overview of a branch: how far everybody is, what is next, what is asked."""

    template_name = "branches/branch_show.html"

    def get_heading(self) -> str:
        return self.space.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(self.filtering.rows(), self.request.GET.get("page"), PAGE_SIZE)
        page.object_list = self.matrix.rows(page.object_list)
        return super().get_context_data(
            matrix=self.matrix,
            filter=self.filtering,
            page=page,
            query=query_of(self.request),
            today=self.today,
            next_activities=self.next_activities(),
            next_meeting=self.next_meeting() if self.takes_part else None,
            needs=self.open_needs() if self.takes_part else None,
            **kwargs,
        )

    def next_activities(self) -> list[Activity]:
        """What waits for its result first, the oldest on top, and then what is to come."""
        waiting = Q(starts_on__gt=self.today) | Q(result="")
        rows = Activity.objects.of(self.space).filter(waiting).select_related("phase")  # type: ignore[attr-defined]
        return list(rows.order_by("starts_on", "pk")[:SHOWN_NEXT])

    def next_meeting(self) -> Meeting | None:
        rows = Meeting.objects.filter(space=self.space).announced().upcoming()
        meeting = rows.first()
        if meeting:
            meeting.space = self.space
        return meeting

    def open_needs(self) -> list[Need]:
        rows = Need.objects.filter(branch__space=self.space, answered_on=None).select_related("organisation")
        return list(rows.order_by("brought_on", "pk")[: SHOWN_NEEDS + 1])


class BranchExportView(MatrixPage, View):
    """The monitoring sheet as a table: exactly the rows on the screen."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
        rows = self.matrix.rows(self.filtering.rows())
        cells = (sheet.cells(row) for row in rows)
        return sheet_response(sheet.headers(self.matrix), cells, form, file_name(self.space.name))


class BranchPdfView(MatrixPage, View):
    """The monitoring sheet on paper, in the language of whoever asks."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        rows = self.matrix.rows(self.filtering.rows())
        narrowed = self.filtering.is_used
        try:
            content = sheet.sheet_pdf(
                self.space, self.matrix, rows, narrowed=narrowed, language=get_language() or self.space.language
            )
        except PdfError as error:
            messages.error(request, str(error))
            return redirect("branches:branch_show", slug)
        return pdf_response(content, f"{file_name(self.space.name)}.pdf")


def file_name(branch: str) -> str:
    return f"{slugify(branch)}-{slugify(_('monitoring sheet'))}-{timezone.localdate():%Y-%m-%d}"


class OrganisationShowView(BranchPage, TemplateView):
    """One organisation in the branch: its road through the phases, its needs, who mentors it."""

    template_name = "branches/organisation_show.html"

    @cached_property
    def organisation(self) -> Organisation:
        return self.get_organisation(self.kwargs["pk"])

    def get_heading(self) -> str:
        return self.organisation.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        needs = mentorings = None
        if self.takes_part:
            here = {"organisation": self.organisation}
            needs = list(Need.objects.filter(branch__space=self.space, **here).order_by("-brought_on", "-pk"))
            rows = Mentoring.objects.filter(phase__branch__space=self.space, **here)
            mentorings = list(rows.order_by("-held_on", "-pk"))
        today = timezone.localdate()
        return super().get_context_data(
            organisation=self.organisation,
            stops=road_of(self.space, self.organisation, self.phases, mentorings, today),
            needs=needs,
            mentored=any(phase.mentored for phase in self.phases),
            has_left=not members_of(self.space, today).filter(pk=self.organisation.pk).exists(),
            today=today,
            **kwargs,
        )
