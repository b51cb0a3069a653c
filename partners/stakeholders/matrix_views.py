"""The matrix of influence and interest: seen, changed by dragging or by choosing, and taken back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from core.lists import page_of
from core.text import SortKey
from partners.organisations.models import Sector
from partners.stakeholders import assessing
from partners.stakeholders.forms import AssessmentForm
from partners.stakeholders.matrix import matrix_of
from partners.stakeholders.models import Assessment, Stakeholder
from partners.stakeholders.views import RegisterPage

NOT_ASSESSED = Q(influence=Stakeholder.Level.UNKNOWN) | Q(interest=Stakeholder.Level.UNKNOWN)
TO_DO, DONE = "to-do", "done"
PAGE_SIZE = 25


class MatrixView(RegisterPage, TemplateView):
    """The drawing, and beside it the table with which one does the same from a keyboard."""

    permission = "stakeholders.view_stakeholder"
    heading = gettext_lazy("Influence and interest")
    template_name = "stakeholders/matrix.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        matrix = matrix_of(self.register)
        return super().get_context_data(
            matrix=matrix,
            sectors=Sector.choices,
            sector=self.sector,
            levels=Stakeholder.Level.choices,
            group=self.group,
            to_do_count=self.to_do.count(),
            page=page_of(self.rows(), self.request.GET.get("page"), PAGE_SIZE),
            last=self.last(),
            query=urlencode({"sector": self.sector} if self.sector else {}),
            may_change=self.may("stakeholders.change_stakeholder"),
            **kwargs,
        )

    @cached_property
    def sector(self) -> str:
        asked = self.request.GET.get("sector", "")
        return asked if asked in Sector.values else ""

    @cached_property
    def register(self) -> QuerySet[Stakeholder]:
        found = Stakeholder.objects.filter(space=self.space)
        return found.filter(organisation__sectors__contains=[self.sector]) if self.sector else found

    @property
    def to_do(self) -> QuerySet[Stakeholder]:
        return self.register.filter(NOT_ASSESSED)

    @cached_property
    def group(self) -> str:
        """Which part of the register stands in the table: what is not assessed yet, unless one asks for the rest."""
        return DONE if self.request.GET.get("group") == DONE else TO_DO

    def rows(self) -> QuerySet[Any, Any]:
        found = self.to_do if self.group == TO_DO else self.register.exclude(NOT_ASSESSED)
        return found.order_by(SortKey("name"), "pk").only("name", "influence", "interest", "strategy")

    def last(self) -> Assessment | None:
        """The assessment that was just made, to be taken back."""
        asked = self.request.GET.get("last", "")
        if not asked.isdecimal() or len(asked) > 18:
            return None
        return Assessment.objects.filter(stakeholder__space=self.space, pk=asked).select_related("stakeholder").first()


class AssessView(RegisterPage, View):
    """Note the two of one stakeholder, from the drawing or from the table. Neither sends what does not exist: who does
    gets a 404 for the stakeholder, and a 400 for the rest."""

    permission = "stakeholders.change_stakeholder"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = AssessmentForm(request.POST, space=self.space)
        if "stakeholder" in form.errors:
            raise Http404
        if form.errors:
            raise BadRequest
        data = form.cleaned_data
        made = assessing.assess(
            data["stakeholder"],
            influence=data["influence"],
            interest=data["interest"],
            by=request.user,  # type: ignore[arg-type]
        )
        return redirect(self._back(made))

    def _back(self, made: Assessment | None) -> str:
        """To the page one came from, which says what was done."""
        known = {name: self.request.POST.get(name, "") for name in ("sector", "group", "page")}
        query = {name: value for name, value in known.items() if value and "\0" not in value}
        if made:
            query["last"] = str(made.pk)
        address = reverse("stakeholders:matrix", args=[self.space.slug])
        return f"{address}?{urlencode(query)}" if query else address


class TakeBackView(RegisterPage, View):
    """Undo an assessment that was just made."""

    permission = "stakeholders.change_stakeholder"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        made = get_object_or_404(Assessment.objects.select_related("stakeholder"), stakeholder__space=self.space, pk=pk)
        stakeholder = assessing.take_back(made)
        messages.success(request, _("What was noted of %(name)s before counts again.") % {"name": stakeholder})
        return redirect("stakeholders:matrix", slug)
