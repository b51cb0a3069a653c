"""Pages about the members of a space: who holds which seat, and what happens to a seat in between."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, UpdateView, View

from core import slots
from core.once import OnlyOnce
from core.text import SortKey
from spaces import named_roles, seats, services
from spaces.forms import MandateForm, MemberForm, RepresentativeAddForm, SeatReplaceForm
from spaces.history import history_of
from spaces.models import Member, PlannedHandOver, Representative, Role
from spaces.pages import PEOPLE_BESIDE, PEOPLE_NOTICES, Beside, EditPage, Notice, SpacePage

# Of those who left, the newest; each page of a member leads to the whole history of that member.
FORMER_SHOWN = 30
BY_NAME = SortKey(Coalesce("organisation__name", "individual__name"))


class SeatLine(NamedTuple):
    """One representative in the list: who, with which role in the team ("" for none), and the mandate."""

    name: str
    team_role: str
    mandate: str


class MemberRow(NamedTuple):
    """What the list shows of a member."""

    pk: int
    name: str
    seats: tuple[SeatLine, ...]
    involvement: str
    is_individual: bool
    is_paused: bool

    @property
    def is_vacant(self) -> bool:
        """A member organisation that nobody represents; while it pauses nobody is asked to find one."""
        return not (self.seats or self.is_individual or self.is_paused)


class PeopleView(SpacePage, TemplateView):
    """Who takes part: the team, the members, who holds which seat, and which seats are vacant."""

    permission = "spaces.view_member"
    menu_entry = "spaces:people"
    heading = gettext_lazy("People")
    template_name = "spaces/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [self._row(member) for member in self._members()]
        return super().get_context_data(
            rows=rows,
            vacant=[row for row in rows if row.is_vacant],
            team=self.team,
            named=named_roles.of_now_and_later(self.space),
            today=timezone.localdate(),
            former=self._former(),
            may_change=(may_change := self.may("spaces.change_member")),
            notices=self._notices() if may_change else [],
            beside=self._beside(),
            **kwargs,
        )

    @cached_property
    def team(self) -> list[Role]:
        roles = (
            Role.objects.current()
            .filter(space=self.space)
            .exclude(kind__in=[Role.Kind.MEMBER, Role.Kind.GUEST])
            .select_related("person")
        )
        return list(roles.order_by("starts_on", "pk"))

    def _members(self) -> Any:
        open_seats = Representative.objects.current().filter(ends_on=None).select_related("person")
        return (
            Member.objects.with_pause()
            .current()
            .filter(space=self.space, ends_on=None)
            .select_related("organisation", "individual")
            .prefetch_related(Prefetch("representatives", open_seats.order_by("starts_on", "pk"), to_attr="seats"))
            .order_by(BY_NAME, "pk")
        )

    def _row(self, member: Any) -> MemberRow:
        return MemberRow(
            member.pk,
            member.name,
            tuple(SeatLine(one.person.name, self._roles_of(one.person_id), one.mandate_words) for one in member.seats),
            str(member.get_involvement_display()),
            member.individual_id is not None,
            member.is_paused,
        )

    def _roles_of(self, person: int) -> str:
        return ", ".join(str(role.get_kind_display()) for role in self.team if role.person_id == person)

    def _notices(self) -> list[Notice]:
        return [notice for notices in slots.collect(PEOPLE_NOTICES, self.space) for notice in notices]

    def _beside(self) -> list[Beside]:
        return [one for several in slots.collect(PEOPLE_BESIDE, self.space) for one in several]

    def _former(self) -> list[Member]:
        left = Member.objects.filter(space=self.space).exclude(ends_on=None)
        return list(left.select_related("organisation", "individual").order_by("-ends_on", "-pk")[:FORMER_SHOWN])


class MemberPage(SpacePage):
    """Mixin for pages about one member of the space."""

    permission = "spaces.change_member"
    menu_entry = "spaces:people"

    def get_member(self) -> Member:
        rows = Member.objects.with_pause().filter(space=self.space)
        return get_object_or_404(rows.select_related("organisation", "individual", "space"), pk=self.kwargs["pk"])

    @cached_property
    def member(self) -> Member:
        return self.get_member()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(member=self.member, **kwargs)

    def to_the_member(self, member: Member) -> HttpResponse:
        return redirect("spaces:member_show", self.space.slug, member.pk)


class MemberShowView(MemberPage, TemplateView):
    """One seat: who holds it now and held it before, what the member chose, and what happened since it came."""

    permission = "spaces.view_member"
    template_name = "spaces/member_show.html"

    def get_heading(self) -> str:
        return self.member.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = history_of(self.member)
        titles = named_roles.titles_now(seat.person_id for seat in history.seats)
        planned = {plan.seat_id: plan for plan in PlannedHandOver.objects.filter(seat__in=history.seats)}
        return super().get_context_data(
            now=[
                (seat, planned.get(seat.pk), titles.get(seat.person_id, []))
                for seat in history.seats
                if seat.ends_on is None
            ],
            before=[seat for seat in history.seats if seat.ends_on is not None],
            events=history.events,
            may_change=self.may("spaces.change_member"),
            **kwargs,
        )


class MemberChangeView(MemberPage, EditPage, UpdateView):
    """What a member chose and agreed to."""

    form_class = MemberForm
    template_name = "spaces/member_change.html"

    def get_object(self, queryset: Any = None) -> Member:
        return self.get_member()

    def get_heading(self) -> str:
        return self.object.name

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return reverse("spaces:member_show", args=[self.space.slug, self.object.pk])


class MemberEndView(MemberPage, TemplateView):
    """A member leaves: what that means, and the button."""

    heading = gettext_lazy("Leaving")
    template_name = "spaces/member_end.html"

    def get_member(self) -> Member:
        member = super().get_member()
        if member.ends_on is not None:
            raise Http404
        return member

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        services.end_membership(self.member)
        words = _("%(member)s has left. What they did stays in the history.")
        messages.success(request, words % {"member": self.member})
        return self.to_the_member(self.member)


class MemberPauseView(MemberEndView):
    """A member stands aside for a while: what that means, and the button."""

    heading = gettext_lazy("A pause")
    template_name = "spaces/member_pause.html"

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        seats.pause(self.member)
        messages.success(request, _("%(member)s pauses. Welcome them back here.") % {"member": self.member})
        return self.to_the_member(self.member)


class MemberBackView(MemberPage, View):
    """A member that paused takes part again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        seats.come_back(self.member)
        words = _("%(member)s is back. Invite them to what is still to come.")
        messages.success(request, words % {"member": self.member})
        return self.to_the_member(self.member)


class MemberRejoinView(MemberPage, View):
    """Who left is a member again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            member = seats.rejoin(self.member)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return self.to_the_member(self.member)
        messages.success(request, _("%(member)s is a member again.") % {"member": member})
        return self.to_the_member(member)


class RepresentativeAddView(OnlyOnce, MemberPage, FormView):
    """Somebody, or somebody more, represents a member organisation."""

    form_class = RepresentativeAddForm
    heading = gettext_lazy("Add a representative")
    template_name = "spaces/representative_add.html"

    def form_valid(self, form: RepresentativeAddForm) -> HttpResponse:
        data = form.cleaned_data
        welcomed_by = self.request.user if data["welcomes"] else None
        try:
            services.represent(
                self.member, name=data["name"], email=data["email"], mandate=form.mandate(), welcomed_by=welcomed_by
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return self.to_the_member(self.member)


class SeatPage(SpacePage):
    """Mixin for pages about one seat that is taken now."""

    permission = "spaces.change_member"
    menu_entry = "spaces:people"

    def get_seat(self) -> Representative:
        rows = Representative.objects.filter(member__space=self.space, ends_on=None, member__ends_on=None)
        related = ("person__space", "member__space", "member__organisation", "member__individual")
        return get_object_or_404(rows.select_related(*related), pk=self.kwargs["pk"])

    @cached_property
    def seat(self) -> Representative:
        return self.get_seat()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(seat=self.seat, **kwargs)

    def to_the_member(self) -> str:
        return reverse("spaces:member_show", args=[self.space.slug, self.seat.member_id])


class SeatReplaceView(OnlyOnce, SeatPage, FormView):
    """One person hands a seat over to another, in one go."""

    form_class = SeatReplaceForm
    template_name = "spaces/seat_replace.html"

    def get_heading(self) -> str:
        return _("Somebody in the place of %(person)s") % {"person": self.seat.person}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "seat": self.seat, "upcoming": seats.invited_to(self.seat.person)}

    def form_valid(self, form: SeatReplaceForm) -> HttpResponse:
        data, successor = form.cleaned_data, form.successor()
        facts = {"asks": data.get("asks", False), "welcomes": data["welcomes"]}
        is_to_come = successor.from_day > timezone.localdate()
        act = seats.plan_replacement if is_to_come else seats.replace
        try:
            act(self.seat, successor, by=self.request.user, **facts)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        words = (
            _("%(person)s takes over from %(other)s on %(day)s.")
            if is_to_come
            else _("%(person)s takes over from %(other)s.")
        )
        day = date_format(successor.from_day, "DATE_FORMAT")
        messages.success(self.request, words % {"person": successor.name, "other": self.seat.person, "day": day})
        return redirect(self.to_the_member())


class SeatReplaceCancelView(SeatPage, View):
    """A hand-over that was planned does not happen."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        plan = PlannedHandOver.objects.filter(seat=self.seat).select_related("seat__member").first()
        if plan and seats.take_back(plan):
            messages.success(request, _("%(person)s stays.") % {"person": self.seat.person})
        return redirect(self.to_the_member())


class MandateChangeView(SeatPage, EditPage, UpdateView):
    """Another mandate for the same person; what was mailed to them goes on working."""

    form_class = MandateForm
    template_name = "spaces/mandate_change.html"

    def get_object(self, queryset: Any = None) -> Representative:
        return self.get_seat()

    def get_heading(self) -> str:
        return _("The mandate of %(person)s") % {"person": self.seat.person}

    def form_valid(self, form: MandateForm) -> HttpResponse:
        seats.change_mandate(form.instance)
        messages.success(self.request, _("Saved."))
        return redirect(self.to_the_member())


class RepresentativeEndView(SeatPage, View):
    """Somebody no longer represents a member organisation, and nobody comes in their place yet."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        services.end_representation(self.seat)
        words = _("%(person)s no longer represents %(member)s.")
        messages.success(request, words % {"person": self.seat.person, "member": self.seat.member})
        return redirect(self.to_the_member())
