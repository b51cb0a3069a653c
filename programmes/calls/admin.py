"""Calls and proposals in the administration: to find, compare and export them, and to correct a call.

What freezes something or goes out by mail (publishing, inviting, granting, refusing) is done on the pages of the
programme, to which every row leads. Who sees which rows is the rule of those pages: the coordinators of the programme.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.admin import programmes_of
from core.forms import OneLine
from core.text import SortKey
from partners.stakeholders.sheets.answers import sheet_response
from programmes.calls.forms import KeepsRegions
from programmes.calls.models import Call, Partner, Proposal
from programmes.calls.services import opening
from spaces.models import Space
from spaces.services import hold


class Moment(NamedTuple):
    """Something that happened, and who did it ("" where nobody did)."""

    at: dt.datetime
    what: str
    by: str = ""


def runs_a_programme(request: HttpRequest) -> bool:
    """Whether somebody coordinates a programme; looked up once, for Django asks it a dozen times a page."""
    known = getattr(request, "_runs_a_programme", None)
    if known is None:
        programmes = Space.objects.filter(kind=Space.Kind.PROGRAMME)
        known = programmes.coordinated_by(request.user).exists()  # type: ignore[attr-defined]
        request._runs_a_programme = known  # type: ignore[attr-defined]
    return bool(known)


class OfOwnProgrammes(admin.ModelAdmin):
    """Base of the two: rows of the programmes that somebody coordinates, whatever Django's permissions say."""

    actions = ("export",)
    object_history_template = "admin/calls/object_history.html"
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        own = self.model.objects.visible_to(request.user)
        return super().get_queryset(request).filter(pk__in=own.values("pk"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not (request.user.is_active and request.user.is_staff):
            return False
        if obj is None:
            return runs_a_programme(request)
        return bool(self.model.objects.visible_to(request.user).filter(pk=obj.pk).exists())

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """With what happened to the row on the pages of the programme, which Django's own history does not know."""
        row = self.get_object(request, object_id)
        moments = sorted(self.moments(row), key=lambda moment: moment.at, reverse=True) if row else []
        return super().history_view(request, object_id, {"moments": moments, **(extra_context or {})})

    def moments(self, row: Any) -> Iterable[Moment]:
        raise NotImplementedError


def link_to(address: str, words: Any) -> str:
    return format_html('<a href="{}">{}</a>', address, words)


def sheet(headers: Iterable[Any], rows: Iterable[list[Any]], name: str) -> HttpResponseBase:
    return sheet_response([capfirst(str(words)) for words in headers], rows, "csv", slugify(name))


def day_and_hour(moment: dt.datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""


class ProgrammeFilter(admin.SimpleListFilter):
    """The programmes that somebody coordinates; no filter for who coordinates one."""

    title = gettext_lazy("programme")
    parameter_name = "programme"
    field = "space"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        own = Space.objects.filter(kind=Space.Kind.PROGRAMME).coordinated_by(request.user)  # type: ignore[attr-defined]
        return [(str(pk), name) for pk, name in own.values_list("pk", "name")]

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = [value for value, _name in self.lookup_choices]
        return queryset.filter(**{self.field: self.value()}) if self.value() in known else queryset


class ProposalProgrammeFilter(ProgrammeFilter):
    field = "programme"


class CallStateFilter(admin.SimpleListFilter):
    """A call's state is not stored: it follows from the clock."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Call.State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Call]) -> QuerySet[Call]:
        return queryset.in_state(self.value()) if self.value() in Call.State.values else queryset  # type: ignore[attr-defined, no-any-return]


class CallAdminForm(KeepsRegions, forms.ModelForm):
    class Meta:
        model = Call
        fields = ("title", "text", "budget", "opens_at", "closes_at", "by_invitation", "regions")
        field_classes: ClassVar = {"title": OneLine}
        widgets: ClassVar = {"regions": forms.CheckboxSelectMultiple}


@admin.register(Call)
class CallAdmin(OfOwnProgrammes):
    """Calls: their words, moments and regions. What a call asks, and publishing it, is on its own page."""

    form = CallAdminForm
    list_display = ("title", "state", "closing_day", "writing", "waiting", "granted", "page", "programme_name")
    list_filter = (CallStateFilter, ProgrammeFilter, "by_invitation", ("regions", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("space",)
    search_fields = ("title", "space__name", "regions__name")
    search_help_text = gettext_lazy("Search by title, programme or region.")
    ordering = ("-opens_at", "-pk")
    readonly_fields = ("programme_name", "page", "state", "published_at", "asks", "proposals_page")
    fieldsets = (
        (None, {"fields": ("title", "programme_name", "state", "page", "text", "budget")}),
        (gettext_lazy("When and where"), {"fields": ("opens_at", "closes_at", "regions")}),
        (gettext_lazy("Set on the page of the call"), {"fields": ("by_invitation", "published_at", "asks")}),
        (gettext_lazy("Proposals"), {"fields": ("proposals_page",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        State = Proposal.State
        counts = {
            name: Count("proposals", filter=Q(proposals__state=state), distinct=True)
            for name, state in (("drafts", State.DRAFT), ("submitted", State.SUBMITTED), ("grants", State.GRANTED))
        }
        return super().get_queryset(request).annotate(**counts)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Call | None:
        """Read while the space is held by whoever saves: a proposal that begins meanwhile keeps its region."""
        call: Call | None = super().get_object(request, object_id, from_field)
        if call is None or request.method != "POST":
            return call
        hold(call.space_id)
        return super().get_object(request, object_id, from_field)

    # --- rights -----------------------------------------------------------------------------------
    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """On to the page where a call is prepared: in the only programme, or to the programmes to choose from."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        own = programmes_of(request).coordinated_by(request.user)  # type: ignore[attr-defined]
        slugs = list(own.values_list("slug", flat=True)[:2])
        if len(slugs) == 1:
            return redirect("calls:call_add", slugs[0])
        return redirect("admin:programmes_programme_changelist")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not self.has_view_permission(request, obj):
            return False
        return obj is None or request.user.has_perm("calls.change_call", obj.space)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what nobody has seen yet."""
        return obj is not None and not obj.is_published and self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "by_invitation") if obj and obj.is_published else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "regions" in form.base_fields:  # a form of this request's own; not for who only looks
            form.base_fields["regions"].queryset = opening.possible_regions(obj)
        return form

    # --- what is shown ----------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("programme"), ordering="space__name")
    def programme_name(self, call: Call) -> str:
        return call.space.name

    @admin.display(description=gettext_lazy("state"))
    def state(self, call: Call) -> str:
        return str(call.state().label)

    @admin.display(description=gettext_lazy("closes"), ordering="closes_at")
    def closing_day(self, call: Call) -> str:
        return date_format(call.local_closing, "j N Y, H:i")

    @admin.display(description=gettext_lazy("being written"), ordering="drafts")
    def writing(self, call: Any) -> int:
        return int(call.drafts)

    @admin.display(description=gettext_lazy("to decide on"), ordering="submitted")
    def waiting(self, call: Any) -> int:
        return int(call.submitted)

    @admin.display(description=gettext_lazy("granted"), ordering="grants")
    def granted(self, call: Any) -> int:
        return int(call.grants)

    @admin.display(description=gettext_lazy("page"))
    def page(self, call: Call) -> str:
        address = reverse("calls:call_show", args=[call.space.slug, call.pk])
        return link_to(address, _("See the call") if call.is_published else _("Look at it and publish"))

    @admin.display(description=gettext_lazy("what it asks"))
    def asks(self, call: Call) -> str:
        questions = format_html_join("", "<li>{}</li>", ((one.text,) for one in call.questions.all()))
        asked = format_html("<ol>{}</ol>", questions)
        if call.is_published:
            return asked
        address = reverse("calls:call_asked", args=[call.space.slug, call.pk])
        return asked + link_to(address, _("Change what it asks"))

    @admin.display(description=gettext_lazy("proposals"))
    def proposals_page(self, call: Call) -> str:
        address = f"{reverse('admin:calls_proposal_changelist')}?call__id__exact={call.pk}"
        return link_to(address, _("See the proposals"))

    @admin.action(description=gettext_lazy("Export to CSV"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[Call]) -> HttpResponseBase:
        """The chosen calls as a sheet, with how many proposals there are."""
        headers = (
            _("title"), _("programme"), _("state"), _("opens"), _("closes"), _("budget"), _("regions"),
            _("being written"), _("to decide on"), _("granted"),
        )  # fmt: skip
        rows = (
            [
                call.title, call.space.name, self.state(call), day_and_hour(call.opens_at),
                day_and_hour(call.closes_at), call.budget if call.budget is not None else "",
                ", ".join(region.name for region in call.regions.all()),
                self.writing(call), self.waiting(call), self.granted(call),
            ]
            for call in queryset.select_related("space").prefetch_related("regions")
        )  # fmt: skip
        return sheet(headers, rows, _("Calls"))

    def moments(self, row: Call) -> Iterator[Moment]:
        yield Moment(row.created_at, _("Begun"))
        if row.published_at:
            yield Moment(row.published_at, _("Published"))
        now = timezone.now()
        for at, what in ((row.opens_at, _("Opened")), (row.closes_at, _("Closed"))):
            if row.is_published and at <= now:
                yield Moment(at, what)
        for proposal in row.proposals.exclude(decided_at=None).select_related("region"):
            yield Moment(proposal.decided_at, f"{proposal}: {proposal.get_state_display()}", proposal.decided_by)


@admin.register(Proposal)
class ProposalAdmin(OfOwnProgrammes):
    """Proposals, to find and follow them. What is being written is the applicant's own: of it only who and where."""

    list_display = ("organisation", "region", "state", "submitted_day", "page", "call_name")
    list_filter = (
        "state",
        ProposalProgrammeFilter,
        ("call", admin.RelatedOnlyFieldListFilter),
        ("region", admin.RelatedOnlyFieldListFilter),
        "is_invited",
    )
    list_select_related = ("region", "call__space")
    search_fields = ("organisation", "region__name", "call__title")
    search_help_text = gettext_lazy("Search by organisation, region or call.")
    ordering = ("-call__opens_at", SortKey("region__name"), SortKey("organisation"), "pk")
    fieldsets = (
        (None, {"fields": ("organisation", "region", "call_page", "state", "page", "is_invited")}),
        (gettext_lazy("Who applies"), {"fields": ("applicant", "partners")}),
        (gettext_lazy("Assessed and decided"), {"fields": ("submitted_at", "assessed", "decided_at", "decided_by",
                                                           "reason", "network")}),
    )  # fmt: skip
    readonly_fields = ("call_page", "page", "applicant", "partners", "assessed", "network")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        return super().get_queryset(request).defer("document")

    @admin.display(description=gettext_lazy("submitted"), ordering="submitted_at")
    def submitted_day(self, proposal: Proposal) -> str:
        return date_format(timezone.localtime(proposal.submitted_at), "j N Y") if proposal.submitted_at else "–"

    @admin.display(description=gettext_lazy("call"), ordering="call__title")
    def call_name(self, proposal: Proposal) -> str:
        return proposal.call.title

    @admin.display(description=gettext_lazy("call"))
    def call_page(self, proposal: Proposal) -> str:
        return link_to(reverse("admin:calls_call_change", args=[proposal.call_id]), proposal.call)

    @admin.display(description=gettext_lazy("page"))
    def page(self, proposal: Proposal) -> str:
        space = proposal.call.space
        if proposal.is_handed_in:
            address = reverse("calls:proposal_show", args=[space.slug, proposal.call_id, proposal.pk])
            return link_to(address, _("Read it") if proposal.is_decided else _("Read it and decide"))
        return link_to(reverse("calls:call_show", args=[space.slug, proposal.call_id]), _("See the call"))

    @admin.display(description=gettext_lazy("applicant"))
    def applicant(self, proposal: Proposal) -> str:
        """Name and address, once it is handed in."""
        return f"{proposal.lead_name} <{proposal.lead_email}>" if proposal.is_handed_in else "–"

    @admin.display(description=gettext_lazy("applies together with"))
    def partners(self, proposal: Proposal) -> str:
        return self._partner_names(proposal) or "–"

    @staticmethod
    def _partner_names(proposal: Proposal) -> str:
        if not proposal.is_handed_in:
            return ""
        together = (one for one in proposal.partners.all() if one.reply == Partner.Reply.YES)
        return ", ".join(one.organisation for one in together)

    @admin.display(description=gettext_lazy("assessed"))
    def assessed(self, proposal: Proposal) -> str:
        rows = [one for one in proposal.assessments.all() if not one.has_conflict]
        done = sum(one.is_handed_in for one in rows)
        return _("%(done)d of %(total)d") % {"done": done, "total": len(rows)} if rows else "–"

    @admin.display(description=gettext_lazy("network"))
    def network(self, proposal: Proposal) -> str:
        if proposal.alliance is None:
            return "–"
        return link_to(reverse("admin:alliances_alliance_change", args=[proposal.alliance_id]), proposal.alliance)

    @admin.action(description=gettext_lazy("Export to CSV"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponseBase:
        """The chosen proposals as a sheet; who applies stands in it once they are handed in."""
        headers = (
            _("organisation"), _("region"), _("call"), _("state"), _("invited"), _("applicant"),
            _("applies together with"), _("assessed"), _("submitted"), _("decided"), _("decided by"),
        )  # fmt: skip
        known = queryset.select_related("region", "call").prefetch_related("partners", "assessments")
        rows = (
            [
                one.organisation, one.region.name, one.call.title, one.get_state_display(),
                _("yes") if one.is_invited else "", self.applicant(one) if one.is_handed_in else "",
                self._partner_names(one), self.assessed(one) if one.is_handed_in else "",
                day_and_hour(one.submitted_at), day_and_hour(one.decided_at), one.decided_by,
            ]
            for one in known
        )  # fmt: skip
        return sheet(headers, rows, _("Proposals"))

    def moments(self, row: Proposal) -> Iterator[Moment]:
        yield Moment(row.created_at, _("Invited to apply") if row.is_invited else _("Begun"))
        if row.submitted_at:
            yield Moment(row.submitted_at, _("Submitted"))
        for one in row.assessments.exclude(handed_in_at=None).select_related("assessor__person"):
            yield Moment(one.handed_in_at, _("Assessed"), one.assessor.person.name)  # type: ignore[arg-type]
        if row.decided_at:
            yield Moment(row.decided_at, capfirst(row.get_state_display()), row.decided_by)
