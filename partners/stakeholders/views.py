"""Pages of one entry of the stakeholder register; the list has its own (list_views.py)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, FormView, UpdateView

from core.forms import row_number
from core.once import OnlyOnce
from partners.organisations.models import Organisation
from partners.stakeholders import services
from partners.stakeholders.forms import StakeholderForm
from partners.stakeholders.models import Stakeholder
from spaces.forms import NewIndividualForm, NewMemberForm
from spaces.pages import EditPage, SpacePage
from spaces.services import hold


class RegisterPage(SpacePage):
    """Mixin for the pages of the register."""

    menu_entry = "stakeholders:list"

    def stakeholders(self) -> QuerySet[Stakeholder]:
        """The register of this space, each row with its organisation and whether it is a member."""
        rows = Stakeholder.objects.filter(space=self.space)
        return rows.with_membership().select_related("organisation")  # type: ignore[attr-defined]

    def get_stakeholder(self) -> Stakeholder:
        return get_object_or_404(self.stakeholders(), pk=self.kwargs["pk"])


class AddView(OnlyOnce, RegisterPage, CreateView):
    """A new entry by hand."""

    permission = "stakeholders.add_stakeholder"
    heading = gettext_lazy("Add a stakeholder")
    form_class = StakeholderForm
    template_name = "stakeholders/form.html"

    @cached_property
    def known(self) -> Organisation | None:
        """The organisation of the directory that was chosen (``?organisation=``); None for one of one's own."""
        number = row_number(self.request.GET.get("organisation", ""))
        return get_object_or_404(Organisation, pk=number) if number is not None else None

    def get_form_kwargs(self) -> dict[str, Any]:
        begun = Stakeholder(organisation=self.known, name=self.known.name) if self.known else None
        return {**super().get_form_kwargs(), "space": self.space, "instance": begun}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(known=self.known, **kwargs)

    def form_valid(self, form: StakeholderForm) -> HttpResponse:
        facts = None if self.known or form.cleaned_data["is_individual"] else form.facts()
        try:
            stakeholder = services.add_stakeholder(form.instance, facts, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s is in the register.") % {"name": stakeholder})
        return redirect("stakeholders:list", self.space.slug)


class ChangeView(RegisterPage, EditPage, UpdateView):
    """Change an entry."""

    permission = "stakeholders.change_stakeholder"
    form_class = StakeholderForm
    template_name = "stakeholders/form.html"

    def get_object(self, queryset: Any = None) -> Stakeholder:
        return self.get_stakeholder()

    def get_heading(self) -> str:
        return self.object.name

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def form_valid(self, form: StakeholderForm) -> HttpResponse:
        services.change_stakeholder(form.instance, form.facts(), by=self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, _("Saved."))
        return redirect("contacts:stakeholder_show", self.space.slug, self.object.pk)


class RemoveView(RegisterPage, DeleteView):
    """Take an entry out of the register, after a question: it cannot be undone."""

    permission = "stakeholders.delete_stakeholder"
    heading = gettext_lazy("Remove from the register")
    template_name = "stakeholders/remove.html"

    def get_object(self, queryset: Any = None) -> Stakeholder:
        return self.get_stakeholder()

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        hold(self.space.pk)  # who saves the same entry at this moment does not bring it back
        return super().form_valid(form)

    def get_success_url(self) -> str:
        messages.success(self.request, _("%(name)s was removed from the register.") % {"name": self.object})
        return reverse("stakeholders:list", args=[self.space.slug])


class MakeMemberView(OnlyOnce, RegisterPage, FormView):
    """A stakeholder becomes a member: an organisation with a representative, mandate and role; or an individual."""

    permission = "spaces.add_member"
    heading = gettext_lazy("Make member")
    template_name = "stakeholders/make_member.html"

    @cached_property
    def stakeholder(self) -> Stakeholder:
        return self.get_stakeholder()

    def get_form_class(self) -> type[NewMemberForm | NewIndividualForm]:
        return NewMemberForm if self.stakeholder.organisation else NewIndividualForm

    def get_initial(self) -> dict[str, Any]:
        row = self.stakeholder
        return {"name": row.contact_person if row.organisation else row.name, "email": row.email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stakeholder=self.stakeholder, **kwargs)

    def form_valid(self, form: NewMemberForm | NewIndividualForm) -> HttpResponse:
        stakeholder, data = self.stakeholder, form.cleaned_data
        seat = {"mandate": form.mandate(), "role": data["role"]} if isinstance(form, NewMemberForm) else {}
        try:
            services.make_member(
                stakeholder,
                name=data["name"],
                email=data["email"],
                involvement=data["involvement"],
                welcomed_by=self.request.user if data["welcomes"] else None,
                **seat,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s is now a member.") % {"name": stakeholder})
        return redirect("spaces:people", self.space.slug)
