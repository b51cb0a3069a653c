"""The analysis on one page, to print."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import View

from alliances.analysis_report import report_pdf
from core.downloads import pdf_response
from core.pdf import PdfError
from spaces.models import Space
from spaces.pages import SpacePage


class AnalysisReportView(SpacePage, View):
    """The page as a PDF: for everybody, or with ``?names=yes`` for the coordinators, who alone see assessments."""

    permission = "stakeholders.view_stakeholder"
    only_in = Space.Kind.ALLIANCE
    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        names = request.GET.get("names") == "yes"
        try:
            content = report_pdf(self.space, names=names)
        except PdfError as error:
            messages.error(request, str(error))
            return redirect("analysis:analysis_show", slug)
        kind = _("analysis-for-coordinators") if names else _("analysis")
        return pdf_response(content, f"{slugify(self.space.name)}-{kind}.pdf")
