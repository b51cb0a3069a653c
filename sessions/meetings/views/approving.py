"""Pages to ask for a correction of minutes that went round, and to decide about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from core.downloads import pdf_response
from core.forms import UNPROCESSABLE
from core.links import LinkView
from core.once import OnlyOnce
from core.pdf import PdfError, PdfTooBig
from sessions.meetings.approval_forms import CorrectionForm, DecisionForm, ReopenForm
from sessions.meetings.models import Approval, Correction, CorrectionRequest, Minutes
from sessions.meetings.services import approving, minuting
from sessions.meetings.views.pages import MeetingPage
from spaces.models import Person

THROW_AWAY = "throw away"


class CirculatedPage(MeetingPage):
    """Mixin of the pages about the minutes of a meeting that went round last."""

    @cached_property
    def minutes(self) -> Minutes:
        rows = Minutes.objects.newest_circulated().with_decisions().filter(meeting=self.meeting)
        found: Minutes = get_object_or_404(rows)
        found.meeting = self.meeting
        return found


# --- asking ---------------------------------------------------------------------------------------
class CorrectionAddView(OnlyOnce, CirculatedPage, FormView):
    """Somebody who takes part asks for a correction, from the workspace."""

    permission = "meetings.view_meeting"
    heading = gettext_lazy("Something is not right in the minutes")
    form_class = CorrectionForm
    template_name = "meetings/correction_add.html"

    @cached_property
    def person(self) -> Person:
        return get_object_or_404(Person.objects.of(self.request.user).filter(space=self.space))  # type: ignore[attr-defined]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "minutes": self.minutes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.minutes.corrections.filter(person=self.person)
        return super().get_context_data(minutes=self.minutes, own=own, **kwargs)

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        try:
            approving.propose(self.minutes, self.person, **form.asked())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. It is decided about together with the minutes, and you hear it."))
        return redirect(self.address("meeting_detail"))


class CorrectionLinkView(LinkView):
    """The page behind the link in the mail with the minutes: what is not right, sent, thanks; and again if wanted."""

    model = CorrectionRequest
    template_name = "meetings/correction_link.html"

    def get_queryset(self) -> Any:
        related = ("invitee__person__space", "invitee__organisation", "minutes__meeting__space")
        return CorrectionRequest.objects.select_related(*related)

    def person_language(self) -> str:
        return self.link.invitee.person.mail_language

    @cached_property
    def minutes(self) -> Minutes:
        found: Minutes = Minutes.objects.with_decisions().get(pk=self.link.minutes_id)
        found.meeting = self.link.minutes.meeting
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, invitee = self.minutes.meeting, self.link.invitee
        own = list(self.minutes.corrections.filter(person=invitee.person))
        decision = getattr(self.minutes, "approval", None) or self.minutes.approved_by
        return super().get_context_data(
            space=meeting.space,
            meeting=meeting,
            minutes=self.minutes,
            asked_name=invitee.person.name,
            asked_for=invitee.organisation,
            own=own,
            decision=decision,
            asks=decision is None and (not own or "more" in self.request.GET or "form" in kwargs),
            **{"form": CorrectionForm(minutes=self.minutes), **kwargs},
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pdf" in request.GET and self.minutes.document:
            return pdf_response(bytes(self.minutes.document.content), minuting.filename(self.minutes))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CorrectionForm(request.POST, minutes=self.minutes)
        if form.is_valid():
            try:
                approving.propose(self.minutes, self.link.invitee.person, **form.asked())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect(reverse("links:link_page", args=[self.link.kind_of_link, self.link.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


# --- deciding -------------------------------------------------------------------------------------
class MinutesApproveView(OnlyOnce, CirculatedPage, FormView):
    """What people asked to correct, each with what becomes of it; then what the meeting decided."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Approve the minutes")
    form_class = DecisionForm
    template_name = "meetings/minutes_approve.html"

    @cached_property
    def draft(self) -> Minutes | None:
        """The version with changes that is being written; None without one."""
        return self.meeting.minutes.filter(circulated_at=None).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "meeting": self.meeting}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        corrections = list(self.minutes.corrections.select_related("person"))
        if hasattr(self.minutes, "approval") or self.minutes.approved_by:
            raise Http404
        return super().get_context_data(
            minutes=self.minutes,
            draft=self.draft,
            corrections=corrections,
            waiting=[one for one in corrections if one.is_open],
            taken=[one for one in corrections if one.state == Correction.State.TAKEN],
            **kwargs,
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        decided = approving.Decided(
            by=self.request.user,  # type: ignore[arg-type]
            meeting=form.cleaned_data["decided_in"],
            note=form.cleaned_data["note"],
        )
        try:
            return self._act(decided)
        except ValidationError as error:
            form.add_error(None, error)
        except (PdfError, PdfTooBig) as error:
            form.add_error(None, str(error))
        return self.form_invalid(form)

    def _act(self, decided: approving.Decided) -> HttpResponse:
        act = self.request.POST.get("act", "")
        if act == Approval.Outcome.APPROVED:
            approving.approve(self.minutes, decided)
            messages.success(self.request, _("The minutes are approved. They do not change any more."))
        elif act == Approval.Outcome.CHANGED and self.draft:
            approving.approve_with_changes(self.draft, decided)
            messages.success(self.request, _("The minutes are approved with the changes, and go to everybody."))
        elif act == THROW_AWAY and self.draft:
            minuting.throw_away(self.draft)
            messages.success(self.request, _("That version is gone. What went round stays as it was."))
            return redirect(self.address("minutes_approve"))
        elif act == Approval.Outcome.SENT_BACK:
            approving.send_back(self.minutes, decided)
            messages.success(self.request, _("Write the new version, and send it round. The next meeting looks at it."))
            return redirect(self.address("minutes_change"))
        else:
            raise ValidationError(_("Press one of the buttons below."))
        return redirect(self.address("meeting_detail"))


class CorrectionJudgeView(CirculatedPage, View):
    """One correction is taken over, or left with the reason."""

    permission = "meetings.change_meeting"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int, correction: int) -> HttpResponse:
        row = get_object_or_404(self.minutes.corrections.select_related("minutes"), pk=correction)
        state = request.POST.get("state", "")
        if state not in Correction.State.values:
            raise Http404
        try:
            approving.judge(row, state, why=request.POST.get("why", "")[: Correction.WHY_LENGTH])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(f"{self.address('minutes_approve')}#correction-{row.pk}")


class MinutesReopenView(CirculatedPage, FormView):
    """Approved minutes turned out to be wrong: why, and then a new version."""

    permission = "meetings.change_meeting"
    heading = gettext_lazy("Open approved minutes again")
    form_class = ReopenForm
    template_name = "meetings/minutes_reopen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.minutes.is_locked:
            raise Http404
        return super().get_context_data(**kwargs)

    def form_valid(self, form: ReopenForm) -> HttpResponse:
        try:
            approving.reopen(self.minutes, reason=form.cleaned_data["reason"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Write the new version. What was approved stays to be read."))
        return redirect(self.address("minutes_change"))
