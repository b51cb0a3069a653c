"""Pages on which a coordinator invites, sees who answered, and adds an individual."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from core.forms import row_number
from core.lists import page_of
from core.once import OnlyOnce
from spaces import services
from spaces.joining import inviting
from spaces.joining.asking import turned_away
from spaces.joining.doors import door_of
from spaces.joining.enclosing import Enclosure, enclosure_of
from spaces.joining.forms import IN_PERSON, ORGANISATION, IndividualForm, InviteForm
from spaces.joining.known import Known, find, pick
from spaces.joining.models import OPEN, JoinInvitation, JoinRequest
from spaces.pages import SpacePage


class JoiningPage(SpacePage):
    """Mixin for the pages about joining; for coordinators alone."""

    permission = "spaces.add_member"
    menu_entry = "spaces:people"

    def to_the_list(self) -> HttpResponse:
        return redirect("joining:list", self.space.slug)


class ListView(JoiningPage, TemplateView):
    """Who asked to join and waits for an answer, who was invited, and what they said."""

    heading = gettext_lazy("Invitations and requests")
    template_name = "joining/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        open_first = Case(When(OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
        invitations = (
            JoinInvitation.objects.filter(space=self.space)
            .select_related("person", "member", "passed_on_to__person")
            .order_by(open_first, "-invited_at", "-pk")
        )
        requests = JoinRequest.objects.filter(space=self.space)
        return super().get_context_data(
            waiting=list(requests.waiting().order_by("confirmed_at", "pk")),
            enclosure=enclosure_of(self.space, self.space.language),
            door=door_of(self.space),
            turned_away=turned_away(self.space),
            decided=list(requests.exclude(decision="").select_related("member").order_by("-decided_at", "-pk")[:20]),
            page=page_of(invitations, self.request.GET.get("page")),
            **kwargs,
        )


class InviteView(OnlyOnce, JoiningPage, FormView):
    """Ask an organisation or somebody in person: chosen from the register, or typed."""

    heading = gettext_lazy("Invite to join")
    form_class = InviteForm
    template_name = "joining/invite.html"

    @cached_property
    def known(self) -> Known | None:
        """The entry of the register that was chosen."""
        wanted = self.request.GET.get("entry")
        if wanted is None:
            return None
        number = row_number(wanted)
        found = pick(self.space, number) if number is not None else None
        if found is None:
            raise Http404
        return found

    @cached_property
    def answered(self) -> JoinInvitation | None:
        """The invitation that was answered before, and is made again."""
        wanted = self.request.GET.get("again")
        if wanted is None:
            return None
        rows = JoinInvitation.objects.filter(space=self.space, answer__in=("no", "not_now")).select_related("person")
        return get_object_or_404(rows, pk=row_number(wanted) or 0)

    def get_initial(self) -> dict[str, Any]:
        row = self.answered
        if row is None:
            return {}
        kind = ORGANISATION if row.organisation_name else IN_PERSON
        who = {"name": row.person.name, "email": row.person.email, "language": row.person.mail_language}
        return {"kind": kind, "organisation_name": row.organisation_name, **who}

    @cached_property
    def enclosure(self) -> Enclosure | None:
        return enclosure_of(self.space, self.space.language)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space, "known": self.known, "enclosure": self.enclosure}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "")[:200]
        return super().get_context_data(
            known=self.known,
            enclosure=self.enclosure,
            words=words,
            found=find(self.space, words) if words and not self.known else [],
            earlier=self._earlier(),
            **kwargs,
        )

    def _earlier(self) -> JoinInvitation | None:
        """What they answered when they were asked before."""
        if self.answered:
            return self.answered
        if self.known is None or self.known.organisation is None:
            return None
        rows = JoinInvitation.objects.filter(space=self.space, organisation=self.known.organisation)
        return rows.exclude(answer="").select_related("person").order_by("-answered_at").first()

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            invitation = inviting.invite(self.space, form.asked(), by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        words = _("%(person)s gets a mail with a link to answer.") % {"person": invitation.person}
        messages.success(self.request, words)
        return self.to_the_list()


class InvitationPage(JoiningPage):
    """Mixin for a button about one invitation."""

    http_method_names = ("post",)

    def get_invitation(self) -> JoinInvitation:
        rows = JoinInvitation.objects.filter(space=self.space).select_related("person")
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class InviteAgainView(InvitationPage, View):
    """The same mail once more."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        invitation = self.get_invitation()
        try:
            inviting.send_again(invitation, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("%(person)s gets the mail again.") % {"person": invitation.person})
        return self.to_the_list()


class InviteWithdrawView(InvitationPage, View):
    """The link stops working; nobody is told."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        invitation = self.get_invitation()
        if inviting.withdraw(invitation):
            words = _("The invitation of %(asked)s is withdrawn; its link no longer works.")
            messages.success(request, words % {"asked": invitation.asked_name})
        else:
            messages.info(request, _("%(asked)s has answered already.") % {"asked": invitation.asked_name})
        return self.to_the_list()


class IndividualAddView(OnlyOnce, JoiningPage, FormView):
    """Somebody becomes a member in their own name, at once."""

    heading = gettext_lazy("Add an individual")
    form_class = IndividualForm
    template_name = "joining/individual_add.html"

    def form_valid(self, form: IndividualForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            person = services.person_in(self.space, name=data["name"], email=data["email"])
            welcomed_by = self.request.user if data["welcomes"] else None
            member = services.add_individual(person, choices=form.choices(), welcomed_by=welcomed_by)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s is now a member.") % {"name": member})
        return redirect("spaces:member_show", self.space.slug, member.pk)
