"""Pages of the stakeholder register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Func, QuerySet, TextField, Value
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, FormView, TemplateView, UpdateView, View

from core.lists import page_of, query_of
from core.forms import row_number
from core.once import OnlyOnce
from core.prepared import Given, PreparedList
from partners.organisations.models import Organisation
from partners.stakeholders import exporting, services
from partners.stakeholders.filters import StakeholderFilter
from partners.stakeholders.forms import StakeholderForm
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.sheets.answers import sheet_response
from spaces.forms import NewIndividualForm, NewMemberForm
from spaces.pages import EditPage, SpacePage
from spaces.services import hold

# What a row of the list shows; the rest of an entry (long texts) stays in the database.
LISTED = ("id", "name", "contact_person", "email", "influence", "organisation_id", "is_member")
LISTED_FACTS = {
    "municipality": F("organisation__municipality"),
    # As one text: a row that holds a list cannot be kept (core/templatetags/keep.py).
    "sectors": Func("organisation__sectors", Value(" "), function="array_to_string", output_field=TextField()),
}


class RegisterPage(SpacePage):
    """Mixin for the pages of the register."""

    menu_entry = "stakeholders:list"

    def stakeholders(self) -> QuerySet[Stakeholder]:
        """The register of this space, each row with its organisation and whether it is a member."""
        rows = Stakeholder.objects.filter(space=self.space)
        return rows.with_membership().select_related("organisation")  # type: ignore[attr-defined]

    def get_stakeholder(self) -> Stakeholder:
        return get_object_or_404(self.stakeholders(), pk=self.kwargs["pk"])


class ListView(RegisterPage, TemplateView):
    """The register as a sheet: filter, sort, page."""

    permission = "stakeholders.view_stakeholder"
    heading = gettext_lazy("Stakeholders")
    template_name = "stakeholders/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filtering = StakeholderFilter(self.request.GET)
        rows = PreparedList(self._listed, filtering.shape, space=self.space.pk, today=timezone.localdate())
        page = page_of(rows, self.request.GET.get("page"))
        return super().get_context_data(filter=filtering, page=page, query=query_of(self.request), **kwargs)

    def _listed(self) -> QuerySet[Any, Any]:
        register = Stakeholder.objects.filter(space=Given("space")).with_membership(Given("today"))  # type: ignore[attr-defined]
        found = StakeholderFilter(self.request.GET, register).rows()
        return found.annotate(**LISTED_FACTS).values(*LISTED, *LISTED_FACTS)

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return ["stakeholders/list.html#rows"]
        return [self.template_name]


class ExportView(RegisterPage, View):
    """Exactly what is on the screen, as a file."""

    permission = "stakeholders.view_stakeholder"
    http_method_names = ("get",)

    def get(self, request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
        rows = StakeholderFilter(request.GET, self.stakeholders()).rows()
        cells = (exporting.cells(row) for row in rows.iterator(chunk_size=2000))
        name = f"{slugify(self.space.name)}-{_('stakeholders')}-{timezone.localdate():%Y-%m-%d}"
        return sheet_response(exporting.headers(), cells, form, name)


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
