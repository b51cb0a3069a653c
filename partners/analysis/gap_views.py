"""Gaps: what is missing, in an order, each with what shows it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, UpdateView, View

from core.once import OnlyOnce
from partners.analysis import services
from partners.analysis.evidence import Choices, name_of_consultation
from partners.analysis.filters import GapFilter
from partners.analysis.forms import EvidenceForm, GapForm, RemarkForm
from partners.analysis.models import Gap, Remark
from partners.analysis.part_views import PartAdd, PartChange, PartList, PartPage, PartRemove, PartShow
from spaces.pages import EditPage


class GapPage(PartPage):
    """Mixin of the pages about gaps."""

    model = Gap
    part = "gap"
    part_title = gettext_lazy("Gaps")
    change_permission = "analysis.change_gap"


class GapListView(GapPage, PartList):
    """All gaps in their order."""

    permission = "analysis.view_gap"
    filter_class = GapFilter
    template_name = "analysis/gap_list.html"

    def rows(self) -> QuerySet[Any]:
        return super().rows().with_evidence()  # type: ignore[attr-defined,no-any-return]


class GapShowView(GapPage, PartShow):
    """One gap with its evidence."""

    permission = "analysis.view_gap"
    template_name = "analysis/gap_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gap, names = self.object, self.is_coordinator
        consultations = [
            (row, name_of_consultation(row, names=names), names or row.findings) for row in gap.consultations.all()
        ]
        evidence = {
            "programmes": list(gap.programmes.all()),
            "sources": list(gap.sources.all()),
            "consultations": consultations,
            "remarks": list(gap.remarks.all()),
        }
        return super().get_context_data(**evidence, has_evidence=any(evidence.values()), **kwargs)


class GapAddView(GapPage, PartAdd):
    """Say what is missing; then choose what shows it."""

    permission = "analysis.change_gap"
    heading = gettext_lazy("Add a gap")
    form_class = GapForm


class GapChangeView(GapPage, PartChange):
    """Say it otherwise."""

    permission = "analysis.change_gap"
    heading = gettext_lazy("Change a gap")
    form_class = GapForm


class GapRemoveView(GapPage, PartRemove):
    """Take a gap away."""

    permission = "analysis.change_gap"

    def gaps_shown(self) -> tuple[Gap, ...]:
        return ()


class GapMoveView(GapPage, View):
    """One place up or down."""

    permission = "analysis.change_gap"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        services.move(self.get_object(), up=request.POST.get("to") != "down")
        return redirect(f"{self.address('list')}#gap-{pk}")


class EvidenceChooseView(GapPage, EditPage, UpdateView):
    """Tick what shows the gap."""

    permission = "analysis.change_gap"
    heading = gettext_lazy("What shows this gap?")
    form_class = EvidenceForm
    template_name = "analysis/evidence_choose.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "choices": Choices(self.space, self.is_coordinator)}

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Saved."))
        return redirect(self.address("show", self.object.pk))


class RemarkAddView(OnlyOnce, GapPage, FormView):
    """Note what a member said that shows the gap."""

    permission = "analysis.change_gap"
    heading = gettext_lazy("What was said")
    form_class = RemarkForm
    template_name = "analysis/remark_add.html"

    @cached_property
    def gap(self) -> Gap:
        found: Gap = self.get_object()
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Remark(gap=self.gap)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.gap, show_url=self.address("show", self.gap.pk), **kwargs)

    def form_valid(self, form: RemarkForm) -> HttpResponse:
        try:
            services.add_remark(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Noted."))
        return redirect(self.address("show", self.gap.pk))


class RemarkRemoveView(GapPage, View):
    """What was said is no evidence any more. The second time nothing happens."""

    permission = "analysis.change_gap"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        remark = get_object_or_404(Remark, gap__space=self.space, pk=pk)
        remark.delete()
        messages.success(request, _("What was said is taken away."))
        return redirect(self.address("show", remark.gap_id))
