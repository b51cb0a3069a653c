"""Behind the link of an assessor: the proposals they are asked to look at, and one of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.forms import UNPROCESSABLE, row_number
from core.links import LinkView
from core.text import SortKey
from programmes.calls import document
from programmes.calls.forms import AssessmentForm, InterestForm
from programmes.calls.models import Assessment, Assessor, Partner, Score
from programmes.calls.services import assessing


class AssessorView(LinkView):
    """Addresses: plain for the list, ``?proposal=5`` for one. A proposal opens after the word about interests."""

    model = Assessor
    posts_per_link: ClassVar[dict[str, int]] = {"limit": 300, "seconds": 600}

    def get_queryset(self) -> Any:
        return Assessor.objects.select_related("call__space", "person__space")

    def person_language(self) -> str:
        return self.link.person.mail_language

    def get_template_names(self) -> list[str]:
        return ["calls/assessment_write.html" if self.assessment else "calls/assessor_list.html"]

    @cached_property
    def assessment(self) -> Assessment | None:
        """The one that is asked for; None for the list."""
        asked = self.request.GET.get("proposal", "")
        if not asked:
            return None
        rows = self._list().select_related("proposal__call", "assessor")
        found = rows.filter(proposal=row_number(asked)).first()
        if found is None:
            raise Http404
        found.proposal.call = self.link.call
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        common = {"space": self.link.call.space, "asked_name": self.link.person.name, "call": self.link.call}
        more = self._one(**kwargs) if self.assessment else {"assessments": self._list()}
        return super().get_context_data(**common, **more)

    def _list(self) -> Any:
        """What was taken back is not looked at any more."""
        rows = self.link.assessments.select_related("proposal__region").exclude(proposal__state="withdrawn")
        return rows.order_by(SortKey("proposal__region__name"), "pk")

    def _one(self, **kwargs: Any) -> dict[str, Any]:
        one = self.assessment
        assert one is not None
        context = {
            "one": one,
            "proposal": one.proposal,
            "is_open": one.proposal.state == "submitted" and not one.is_handed_in,
            "back": self._address(),
            "form": InterestForm(),
            **kwargs,
        }
        if one.interest == Assessment.Interest.NONE:
            criteria = list(self.link.call.criteria.all())
            context = {
                "assessment_form": AssessmentForm(assessment=one, criteria=criteria),
                "answers": document.answers(one.proposal),
                "partners": one.proposal.partners.filter(reply=Partner.Reply.YES),
                "criteria": criteria,
                "own_points": {score.criterion_id: score.points for score in one.scores.all()},
                "others": list(assessing.of_others(one)),
                "most": Score.MOST,
                **context,
            }
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.assessment is None:
            raise Http404
        try:
            return self._declare() if "declare" in request.POST else self._write()
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(self._address(self.assessment))

    def _declare(self) -> HttpResponse:
        assert self.assessment is not None
        form = InterestForm(self.request.POST)
        if not form.is_valid():
            return self._again(form=form)
        one = assessing.declare(self.assessment, form.cleaned_data["interest"], form.cleaned_data["words"])
        return redirect(self._address(None if one.has_conflict else one))

    def _write(self) -> HttpResponse:
        assert self.assessment is not None
        hands_in = "hand_in" in self.request.POST
        criteria = list(self.link.call.criteria.all())
        form = AssessmentForm(self.request.POST, assessment=self.assessment, criteria=criteria)
        if not form.is_valid():
            return self._again(assessment_form=form)
        points, note = form.points(), form.cleaned_data["note"]
        missing = [criterion for criterion, given in points.items() if given is None]
        assessing.write(self.assessment, points, note, hands_in=hands_in and not missing)
        if hands_in and missing:  # what there is, is saved
            for criterion in missing:
                form.add_error(f"points-{criterion.pk}", _("Give points before you hand it in."))
            return self._again(assessment_form=form)
        words = _("Handed in. Thank you!") if hands_in else _("Saved. Hand it in when you are ready.")
        messages.success(self.request, words)
        return redirect(self._address(self.assessment))

    def _again(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=UNPROCESSABLE)

    def _address(self, one: Assessment | None = None) -> str:
        page = reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk])
        return f"{page}?proposal={one.proposal_id}" if one else page
