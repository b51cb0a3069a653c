"""Pages about a space and its team, and the door through which invited people come in."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import messages
from django.core.exceptions import ValidationError
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
from spaces.forms import PersonForm, ProfileForm, TeamForm
from spaces.models import Invitation, Person, Role, Space
from spaces.pages import EditPage, SpacePage


class HomeView(SignedIn, TemplateView):
    """Where one lands after signing in: the only space at once, else the list of them."""

    template_name = "spaces/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visible = Space.objects.visible_to(request.user).with_end()  # type: ignore[attr-defined]
        spaces = list(visible.select_related("parent").order_by(SortKey("name")))
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
        # Whoever ended their own last role sees the space no more.
        is_in = Space.objects.visible_to(request.user).filter(pk=self.space.pk).exists()
        return redirect("spaces:people", self.space.slug) if is_in else redirect("home")


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(named=self.object.named_roles.order_by("-starts_on", "-pk"), **kwargs)

    def form_valid(self, form: PersonForm) -> HttpResponse:
        try:
            links_ended = services.change_person(form.instance)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if links_ended:
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
