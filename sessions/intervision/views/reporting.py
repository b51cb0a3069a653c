"""Pages to write the report, read and finish it, and send it round."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, UpdateView, View

from core.downloads import pdf_response
from core.forms import UNPROCESSABLE
from core.pdf import PdfError, PdfTooBig
from sessions.intervision import document
from sessions.intervision.forms import PeopleForm, RoundReportForm, TipForms, tip_initial
from sessions.intervision.models import DayReport, Round
from sessions.intervision.services import reporting
from sessions.intervision.views.pages import DayPage, RoundPage, WritingPage


class RoundReportView(RoundPage, UpdateView):
    """The report of one round: who was there, what it was about, tips, insights."""

    form_class = RoundReportForm
    template_name = "intervision/round_report.html"

    def get_object(self, queryset: Any = None) -> Round:
        return self.get_round()

    def get_heading(self) -> str:
        return self.object.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.object.contributions.select_related("person", "organisation")
        return super().get_context_data(
            round=self.object,
            contributions=list(here),
            **{"tip_forms": TipForms(initial=tip_initial(self.object), prefix="tip"), **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = RoundReportForm(request.POST, instance=self.object)
        tip_forms = TipForms(request.POST, initial=tip_initial(self.object), prefix="tip")
        if not all([form.is_valid(), tip_forms.is_valid()]):
            return self._again(form=form, tip_forms=tip_forms)
        try:
            reporting.save_report(
                self.object,
                form.text(),
                attending=form.cleaned_data["attending"],
                tips=tip_forms.tips(),
                version=form.cleaned_data["version"],
            )
        except reporting.Conflict as conflict:
            return self._both(form, tip_forms, conflict.round)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._again(form=form, tip_forms=tip_forms)
        messages.success(request, _("Saved."))
        if "more" in request.POST:
            return redirect(self.address("round_report", self.object.pk) + "#tips")
        return redirect(self.address("day_detail"))

    def _both(self, form: RoundReportForm, tip_forms: Any, theirs: Round) -> HttpResponse:
        """What somebody else saved meanwhile, beside what was typed; saving again replaces theirs."""
        words = _(
            "Somebody else saved this report while you were writing. Look at what they wrote, below, and save again."
        )
        form.add_error(None, words)
        form.data = form.data.copy()
        form.data["version"] = theirs.version
        names = [name for name in Round.REPORT if getattr(theirs, name) != form.cleaned_data.get(name)]
        differences = [(Round._meta.get_field(name).verbose_name, getattr(theirs, name)) for name in names]
        return self._again(form=form, tip_forms=tip_forms, differences=differences, their_tips=list(theirs.tips.all()))

    def _again(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=UNPROCESSABLE)


class ReportDraftView(WritingPage, View):
    """A reading copy of what is being written, marked as a draft, in the language of the reader."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            content = document.render(self.day, language=get_language() or self.space.language)
        except (PdfError, PdfTooBig) as error:
            messages.error(request, str(error))
            return redirect(self.address("day_detail"))
        return pdf_response(content, reporting.filename(self.day))


class ReportDocumentView(DayPage, View):
    """A finished version: the frozen document, byte for byte."""

    permission = "intervision.view_intervisionday"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str, pk: int, revision: int) -> HttpResponse:
        report = get_object_or_404(self.day.reports.select_related("document"), revision=revision)
        return pdf_response(bytes(report.document.content), reporting.filename(self.day, revision))


class ReportFinishView(WritingPage, TemplateView):
    """One look at what will be frozen, then one button."""

    heading = gettext_lazy("Finish the report")
    template_name = "intervision/report_finish.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rounds = self.day.rounds.prefetch_related("attending", "tips")
        return super().get_context_data(
            rounds=[(round_, round_.is_written) for round_ in rounds],
            unplaced=self.day.contributions.filter(round=None).count(),
            revision=self.day.reports.count() + 1,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            reporting.finish(self.day, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            return self.refuse(error)
        except (PdfError, PdfTooBig) as error:
            messages.error(request, str(error))
            return redirect(self.address("report_finish"))
        messages.success(request, _("The report is finished and does not change any more. Now send it round."))
        return redirect(self.address("day_detail"))


class ReportCorrectView(WritingPage, View):
    """Open a finished report again, for a new version."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reporting.correct(self.day)
        messages.success(request, _("You can write in the report again. The version that was finished stays as it is."))
        return redirect(self.address("day_detail"))


class ReportSendView(WritingPage, FormView):
    """Who gets the newest report; trim, then one button."""

    heading = gettext_lazy("Send the report round")
    form_class = PeopleForm
    template_name = "intervision/report_send.html"

    @cached_property
    def report(self) -> DayReport:
        reports = self.day.reports.select_related("document").defer("document__content")
        return get_object_or_404(reports.order_by("-revision")[:1])

    def get_form_kwargs(self) -> dict[str, Any]:
        self.people = reporting.recipients(self.day)
        return {**super().get_form_kwargs(), "people": self.people}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        chosen = set(form.data.getlist("people")) if form.is_bound else None
        return super().get_context_data(
            form=form,
            report=self.report,
            rows=[(one, chosen is None or str(one.pk) in chosen) for one in self.people if one.email],
            without_address=[one for one in self.people if not one.email],
            **kwargs,
        )

    def form_valid(self, form: PeopleForm) -> HttpResponse:
        try:
            count = reporting.send(self.report, form.cleaned_data["people"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            return self.refuse(error)
        words = ngettext("The report goes to %(count)d person.", "The report goes to %(count)d people.", count)
        messages.success(self.request, words % {"count": count})
        return redirect(self.address("day_detail"))
