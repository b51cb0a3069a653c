"""The programme's pages of its calls: prepare one, publish it, see who applies, ask who looks at it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, UpdateView, View

from core.forms import UNPROCESSABLE
from core.lists import page_of
from core.once import OnlyOnce
from core.text import SortKey, markdown_to_html
from programmes.calls.forms import (
    AssessorForm,
    CallForm,
    CriterionFormSet,
    InviteApplicantForm,
    QuestionFormSet,
    SessionForm,
)
from programmes.calls.models import Call, Nomination, Proposal
from programmes.calls.services import applying, assessing, opening
from programmes.calls.views.pages import CallPage, CallsPage
from spaces.pages import EditPage
from spaces.services import hold


class CallListView(CallsPage, TemplateView):
    """Every call of the programme, newest first."""

    heading = gettext_lazy("Calls")
    template_name = "calls/call_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        State = Proposal.State
        calls = Call.objects.filter(space=self.space).annotate(
            writing=Count("proposals", filter=Q(proposals__state=State.DRAFT)),
            submitted=Count("proposals", filter=Q(proposals__state=State.SUBMITTED)),
            granted=Count("proposals", filter=Q(proposals__state=State.GRANTED)),
        )
        page = page_of(calls.order_by("-opens_at", "-pk"), self.request.GET.get("page"))
        for call in page.object_list:
            call.space = self.space
        return super().get_context_data(page=page, **kwargs)


class CallAddView(OnlyOnce, CallsPage, FormView):
    """Begin a call; questions and criteria come along, to be changed."""

    permission = "calls.change_call"
    heading = gettext_lazy("Prepare a call")
    form_class = CallForm
    template_name = "calls/call_add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        regions = opening.usual_regions(self.space)
        initial = {"regions": list(regions), "opens_on": timezone.localdate()}
        call = Call(space=self.space)
        return {**super().get_form_kwargs(), "space": self.space, "regions": regions, "instance": call,
                "initial": initial}  # fmt: skip

    def form_valid(self, form: CallForm) -> HttpResponse:
        call = opening.add(form.instance, form.cleaned_data["regions"])
        messages.success(self.request, _("The call is there. Look at what it asks, then publish it."))
        return redirect("calls:call_show", self.space.slug, call.pk)


class CallChangeView(CallPage, EditPage, UpdateView):
    """Change a call; once it is published, what it asks stays as it is."""

    permission = "calls.change_call"
    heading = gettext_lazy("Change the call")
    form_class = CallForm
    template_name = "calls/call_change.html"

    def get_object(self, queryset: Any = None) -> Call:
        return get_object_or_404(Call.objects.select_related("space"), space=self.space, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        regions = opening.possible_regions(self.call)
        return {**super().get_form_kwargs(), "space": self.space, "regions": regions}

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return reverse("calls:call_show", args=[self.space.slug, self.kwargs["pk"]])


class CallAskedView(OnlyOnce, CallPage, TemplateView):
    """What the call asks, and by what proposals are looked at: all rows on one page, until it is published."""

    permission = "calls.change_call"
    heading = gettext_lazy("What the call asks")
    template_name = "calls/call_asked.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.call.is_published:
            return self.to_the_call()
        return super().get(request, *args, **kwargs)

    def formsets(self, data: Any = None) -> dict[str, Any]:
        return {
            "questions": QuestionFormSet(data, queryset=self.call.questions.all(), prefix="questions"),
            "criteria": CriterionFormSet(data, queryset=self.call.criteria.all(), prefix="criteria"),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        formsets = kwargs.pop("formsets", None) or self.formsets()
        return super().get_context_data(**formsets, forms=[*formsets["questions"], *formsets["criteria"]], **kwargs)

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        hold(self.space.pk)
        try:
            opening.require_unpublished(self.call)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
            return self.to_the_call()
        formsets = self.formsets(request.POST)
        if not all([formset.is_valid() for formset in formsets.values()]):
            return self.render_to_response(self.get_context_data(formsets=formsets), status=UNPROCESSABLE)
        for formset in formsets.values():
            _save_in_order(formset, self.call)
        messages.success(request, _("Saved."))
        if "more" in request.POST:
            return redirect("calls:call_asked", self.space.slug, self.call.pk)
        return self.to_the_call()


def _save_in_order(formset: Any, call: Call) -> None:
    """Rows in the order in which they stand on the page; what is new comes last."""
    for form in formset.deleted_forms:
        form.instance.delete()
    kept = [form for form in formset.forms if form not in formset.deleted_forms]
    rows = [form.instance for form in kept if form.has_changed() or form.instance.pk]
    for position, row in enumerate(rows, start=1):
        row.call, row.position = call, position
        row.save()


class CallShowView(CallPage, TemplateView):
    """Where the call stands: what to do next, who applies, who looks at it, information sessions."""

    template_name = "calls/call_show.html"

    @cached_property
    def call(self) -> Call:
        waiting = Proposal.objects.filter(call=OuterRef("pk"), state=Proposal.State.SUBMITTED)
        named = Nomination.objects.waiting().filter(call=OuterRef("pk")).order_by().values("call")  # type: ignore[attr-defined]
        rows = Call.objects.filter(space=self.space).annotate(
            is_undecided=Exists(waiting), named=Subquery(named.annotate(number=Count("pk")).values("number"))
        )
        call = get_object_or_404(rows, pk=self.kwargs["pk"])
        call.space = self.space
        return call

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Q(assessments__isnull=False)
        proposals = (
            self.call.proposals.select_related("region")
            .annotate(
                asked=Count("assessments", filter=asked & ~Q(assessments__interest="conflict")),
                assessed=Count("assessments", filter=Q(assessments__handed_in_at__isnull=False)),
            )
            .exclude(state=Proposal.State.WITHDRAWN)
            .order_by(SortKey("region__name"), SortKey("organisation"), "pk")
        )
        return super().get_context_data(
            page=page_of(proposals, self.request.GET.get("page")),
            text=markdown_to_html(self.call.text),
            missing=[] if self.call.is_published else opening.what_is_missing(self.call),
            questions=self.call.questions.all(),
            criteria=self.call.criteria.all(),
            assessors=self._assessors(),
            own=assessing.assessor_of(self.call, self.request.user),  # type: ignore[arg-type]
            sessions=self._sessions(),
            is_undecided=self.call.is_undecided,
            **kwargs,
        )

    def _assessors(self) -> QuerySet[Any]:
        done = Q(assessments__handed_in_at__isnull=False) | Q(assessments__interest="conflict")
        rows = self.call.assessors.filter(withdrawn_at=None).select_related("person")
        return rows.annotate(asked=Count("assessments"), done=Count("assessments", filter=done)).order_by("pk")

    def _sessions(self) -> QuerySet[Any]:
        return self.call.information_sessions.select_related("meeting__space").prefetch_related("regions")


class CallPublishView(CallPage, View):
    """Show the call to everybody, or open it for invitations."""

    permission = "calls.change_call"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            opening.publish(self.call)
        except ValidationError as error:
            for words in error.messages:
                messages.error(request, words)
        else:
            messages.success(
                request,
                _("Now invite who may apply.") if self.call.by_invitation else _("The call has its public page now."),
            )
        return self.to_the_call()


class ApplicantInviteView(OnlyOnce, CallPage, FormView):
    """Invite an organisation to apply."""

    permission = "calls.change_call"
    heading = gettext_lazy("Invite an organisation to apply")
    form_class = InviteApplicantForm
    template_name = "calls/applicant_invite.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "call": self.call}

    def form_valid(self, form: InviteApplicantForm) -> HttpResponse:
        try:
            proposal = applying.begin(self.call, form.applicant(self.space.language), invited_by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        words = _("%(name)s of %(organisation)s gets a mail with a link.")
        messages.success(self.request, words % {"name": proposal.lead_name, "organisation": proposal.organisation})
        return self.to_the_call()


class AssessorAskView(OnlyOnce, CallPage, FormView):
    """Ask somebody to look at proposals."""

    permission = "calls.change_call"
    heading = gettext_lazy("Ask somebody to assess")
    form_class = AssessorForm
    template_name = "calls/assessor_ask.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        waiting = self.call.proposals.filter(state=Proposal.State.SUBMITTED).select_related("region")
        proposals = waiting.order_by(SortKey("region__name"), "pk")
        return {**super().get_form_kwargs(), "proposals": proposals, "initial": {"proposals": list(proposals)}}

    def form_valid(self, form: AssessorForm) -> HttpResponse:
        data = form.cleaned_data
        proposals = list(data["proposals"])
        try:
            new = assessing.ask(self.call, proposals, name=data["name"], email=data["email"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        words = _("%(name)s gets a mail with a link.") if new else _("%(name)s was asked already.")
        messages.success(self.request, words % {"name": data["name"]})
        return self.to_the_call("#assessors")


class AssessorOpenView(CallPage, View):
    """To one's own link, for who is signed in with the address it was mailed to."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = assessing.assessor_of(self.call, request.user)  # type: ignore[arg-type]
        return redirect(own.address()) if own else self.to_the_call("#assessors")


class SessionAddView(OnlyOnce, CallPage, FormView):
    """A meeting of the programme becomes an information session of the call."""

    permission = "calls.change_call"
    heading = gettext_lazy("Add an information session")
    form_class = SessionForm
    template_name = "calls/session_add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"regions": list(self.call.regions.all())}
        return {**super().get_form_kwargs(), "call": self.call, "initial": initial}

    def form_valid(self, form: SessionForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("The information session stands with the call."))
        return self.to_the_call("#sessions")


class SessionRemoveView(CallPage, View):
    """The meeting stays; the call does not mention it any more."""

    permission = "calls.change_call"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int, session: int) -> HttpResponse:
        get_object_or_404(self.call.information_sessions, pk=session).delete()
        messages.success(request, _("The call does not mention that meeting any more. The meeting itself stays."))
        return self.to_the_call("#sessions")
