"""Consultations: everybody reads the findings; who said it, the answers and the notes are for coordinators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from core.filters import ListFilter
from partners.analysis import questions, register, services
from partners.analysis.evidence import consultations_for, name_of_consultation
from partners.analysis.filters import ConsultationFilter, FindingsFilter
from partners.analysis.forms import ConsultationForm, QuestionsForm
from partners.analysis.models import Consultation
from partners.analysis.part_views import AnalysisPage, PartAdd, PartChange, PartList, PartPage, PartRemove, PartShow


class ConsultationPage(PartPage):
    """Mixin of the pages about consultations."""

    model = Consultation
    part = "consultation"
    part_title = gettext_lazy("Consultations")
    change_permission = "analysis.change_consultation"

    def rows(self) -> QuerySet[Any]:
        return consultations_for(self.space, names=self.is_coordinator)


class ConsultationListView(ConsultationPage, PartList):
    """All conversations, the newest first."""

    permission = "analysis.view_consultation"
    filter_class = ConsultationFilter
    template_name = "analysis/consultation_list.html"

    def get_filter(self) -> ListFilter:
        filter_class = self.filter_class if self.is_coordinator else FindingsFilter
        return filter_class(self.request.GET, self.rows())


class ConsultationShowView(ConsultationPage, PartShow):
    """One conversation: its findings, and for coordinators all of it."""

    permission = "analysis.view_consultation"
    template_name = "analysis/consultation_show.html"

    def get_heading(self) -> str:
        return name_of_consultation(self.object, names=self.is_coordinator)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gaps=list(self.object.gaps.all()), **kwargs)


class ConsultationForms(ConsultationPage):
    """Mixin of the two pages with a form: it asks what the question guide says."""

    permission = "analysis.change_consultation"
    form_class = ConsultationForm
    template_name = "analysis/consultation_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "questions": questions.asked_in(self.space)}  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(known_names=register.names(self.space), **kwargs)


class ConsultationAddView(ConsultationForms, PartAdd):
    """Note a conversation."""

    heading = gettext_lazy("Note a consultation")

    def get_initial(self) -> dict[str, Any]:
        return {"by": self.request.user.name}  # type: ignore[union-attr]


class ConsultationChangeView(ConsultationForms, PartChange):
    """Change what was noted."""

    heading = gettext_lazy("Change a consultation")


class ConsultationRemoveView(ConsultationPage, PartRemove):
    """Take a conversation away."""

    permission = "analysis.change_consultation"


class QuestionsChangeView(AnalysisPage, FormView):
    """The question guide in the space's own words."""

    permission = "analysis.change_consultation"
    heading = gettext_lazy("Question guide")
    form_class = QuestionsForm
    template_name = "analysis/questions_change.html"

    def get_initial(self) -> dict[str, Any]:
        return {"text": "\n".join(questions.asked_in(self.space))}

    def form_valid(self, form: QuestionsForm) -> HttpResponse:
        services.ask(self.space, form.cleaned_data["text"])
        messages.success(self.request, _("From now on these are the questions. What was noted before stays."))
        return redirect("analysis:consultation_list", self.space.slug)
