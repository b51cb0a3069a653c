"""Pages about the people of a space, and the door through which invited people come in."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, UpdateView, View

from core.guard import SignedIn
from core.links import LinkView
from core.once import OnlyOnce
from core.text import SortKey
from spaces import services
from spaces.forms import MemberForm, PersonForm, ProfileForm, RepresentativeForm, TeamForm
from spaces.models import Invitation, Member, Person, Representative, Role, Space
from spaces.pages import EditPage, SpacePage


class HomeView(SignedIn, TemplateView):
    """Where one lands after signing in: the only space at once, else the list of them."""

    template_name = "spaces/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        spaces = list(Space.objects.visible_to(request.user).select_related("parent").order_by(SortKey("name")))  # type: ignore[attr-defined]
        if len(spaces) == 1:
            return redirect("space_home", spaces[0].slug)
        return self.render_to_response({"spaces": spaces})


class ProfileChangeView(EditPage, UpdateView):
    """Write why the space is there, its vision and objectives."""

    permission = "spaces.change_space"
    menu_entry = "space_home"
    heading = gettext_lazy("Why, vision and objectives")
    form_class = ProfileForm
    template_name = "spaces/profile_change.html"

    def get_object(self, queryset: Any = None) -> Space:
        return Space.objects.get(pk=self.space.pk)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return reverse("space_home", args=[self.space.slug])


class PeopleView(SpacePage, TemplateView):
    """Who takes part: the team, the member organisations and their representatives."""

    permission = "spaces.view_member"
    menu_entry = "spaces:people"
    heading = gettext_lazy("People")
    template_name = "spaces/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seats = Representative.objects.current().select_related("person")  # type: ignore[attr-defined]
        members = (
            Member.objects.current()  # type: ignore[attr-defined]
            .filter(space=self.space)
            .select_related("organisation", "individual")
            .prefetch_related(Prefetch("representatives", seats, to_attr="seats"))
            .order_by(SortKey("organisation__name"), "pk")
        )
        roles = (
            Role.objects.current()  # type: ignore[attr-defined]
            .filter(space=self.space)
            .exclude(kind__in=[Role.Kind.MEMBER, Role.Kind.GUEST])
            .select_related("person")
            .prefetch_related("invitations")
            .order_by("starts_on", "pk")
        )
        return super().get_context_data(
            members=members, team=roles, may_change=self.may("spaces.change_member"), **kwargs
        )


class TeamAddView(OnlyOnce, SpacePage, FormView):
    """Give somebody a role in the team and invite them to sign in."""

    permission = "spaces.change_person"
    menu_entry = "spaces:people"
    heading = gettext_lazy("Invite somebody to the team")
    form_class = TeamForm
    template_name = "spaces/team_add.html"

    def form_valid(self, form: TeamForm) -> HttpResponse:
        data = form.cleaned_data
        person = services.person_in(self.space, name=data["name"], email=data["email"])
        services.invite(services.give_role(person, data["role"]))
        messages.success(self.request, _("%(person)s gets a mail with a link to sign in.") % {"person": person})
        return redirect("spaces:people", self.space.slug)


class RoleEndView(SpacePage, View):
    """End a role in the team."""

    permission = "spaces.change_person"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        current = Role.objects.current().filter(space=self.space)  # type: ignore[attr-defined]
        role = get_object_or_404(current.select_related("person"), pk=pk)
        try:
            services.end_role(role)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(
                request,
                _("%(person)s is no longer %(role)s.") % {"person": role.person, "role": role.get_kind_display()},
            )
        return redirect("spaces:people", self.space.slug)


class MemberPage(SpacePage):
    """Mixin for pages about one current member of the space."""

    menu_entry = "spaces:people"

    def get_member(self) -> Member:
        members = Member.objects.filter(space=self.space).select_related("organisation", "individual", "space")
        return get_object_or_404(members, pk=self.kwargs["pk"])


class MemberChangeView(MemberPage, EditPage, UpdateView):
    """What a member chose, who represents it, and the way out."""

    permission = "spaces.change_member"
    form_class = MemberForm
    template_name = "spaces/member_change.html"

    def get_object(self, queryset: Any = None) -> Member:
        return self.get_member()

    def get_heading(self) -> str:
        return self.object.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = self.object.representatives.select_related("person").order_by("-starts_on", "-pk")
        return super().get_context_data(history=history, **kwargs)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return reverse("spaces:people", args=[self.space.slug])


class RepresentativeAddView(OnlyOnce, MemberPage, FormView):
    """Somebody else, or somebody more, represents a member organisation."""

    permission = "spaces.change_member"
    form_class = RepresentativeForm
    heading = gettext_lazy("Add a representative")
    template_name = "spaces/representative_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(member=self.get_member(), **kwargs)

    def form_valid(self, form: RepresentativeForm) -> HttpResponse:
        member = self.get_member()
        try:
            services.represent(
                member, name=form.cleaned_data["name"], email=form.cleaned_data["email"], mandate=form.mandate()
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("spaces:member_change", self.space.slug, member.pk)


class RepresentativeEndView(SpacePage, View):
    """Somebody no longer represents a member organisation."""

    permission = "spaces.change_member"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        seats = Representative.objects.filter(member__space=self.space, ends_on=None).select_related("person", "member")
        seat = get_object_or_404(seats, pk=pk)
        services.end_representation(seat)
        messages.success(request, _("Saved."))
        return redirect("spaces:member_change", self.space.slug, seat.member_id)


class MemberEndView(MemberPage, View):
    """A member leaves."""

    permission = "spaces.change_member"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        member = self.get_member()
        services.end_membership(member)
        messages.success(request, _("%(member)s has left. What they did stays in the history.") % {"member": member})
        return redirect("spaces:people", self.space.slug)


class PersonChangeView(EditPage, UpdateView):
    """Correct somebody's contact data."""

    permission = "spaces.change_person"
    menu_entry = "spaces:people"
    form_class = PersonForm
    template_name = "spaces/person_change.html"

    def get_object(self, queryset: Any = None) -> Person:
        return get_object_or_404(Person, space=self.space, pk=self.kwargs["pk"])

    def get_heading(self) -> str:
        return str(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def form_valid(self, form: PersonForm) -> HttpResponse:
        if services.change_person(form.instance):
            words = _(
                "Saved. Links that went to the old address have stopped working: invite %(person)s again to what is "
                "still to come."
            )
            messages.success(self.request, words % {"person": form.instance})
        else:
            messages.success(self.request, _("Saved."))
        return redirect("spaces:people", self.space.slug)


class InvitationView(LinkView):
    """The page behind an invitation to take up a role: one button that mails a sign-in code.

    The link alone lets nobody in: the code goes to the invited address.
    """

    model = Invitation
    template_name = "spaces/invitation.html"
    posts_per_link: ClassVar[dict[str, int]] = {"limit": 5, "seconds": 3600}  # each mails a code

    def person_language(self) -> str:
        return self.link.role.person.mail_language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = self.link.role
        return super().get_context_data(space=role.space, asked_name=role.person.name, **kwargs)

    def get_queryset(self) -> Any:
        return Invitation.objects.select_related("role__person__space", "role__space")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = services.accept(self.link)
        LoginCodeVerificationProcess.initiate(request=request, user=user, email=self.link.role.person.email)
        return redirect("account_confirm_login_code")
