"""Pages about roles with a name: giving one, changing it, ending it. The list stands among the people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, UpdateView, View

from core.once import OnlyOnce
from spaces import named_roles, services
from spaces.models import NamedRole, Person
from spaces.named_role_forms import NamedRoleAddForm, NamedRoleForm
from spaces.pages import EditPage, SpacePage


class NamedRolePage(SpacePage):
    """Mixin for pages about the roles with a name in a space."""

    permission = "spaces.change_person"
    menu_entry = "spaces:people"

    def get_role(self) -> NamedRole:
        rows = NamedRole.objects.in_space(self.space)  # type: ignore[attr-defined]
        return get_object_or_404(rows.select_related("person__space"), pk=self.kwargs["pk"])

    def address(self) -> str:
        return reverse("spaces:people", args=[self.space.slug]) + "#named"


class NamedRoleAddView(OnlyOnce, NamedRolePage, CreateView):
    """Make somebody ambassador, mediator, wise person, or what the space calls it."""

    heading = gettext_lazy("A role with a name")
    form_class = NamedRoleAddForm
    template_name = "spaces/named_role_add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "space": self.space}

    def form_valid(self, form: NamedRoleAddForm) -> HttpResponse:
        try:
            role = self._give(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("%(person)s is %(role)s.") % {"person": role.person, "role": role.title})
        return redirect(self.address())

    @transaction.atomic
    def _give(self, form: NamedRoleAddForm) -> NamedRole:
        data = form.cleaned_data
        person: Person = data["known"] or services.person_in(self.space, name=data["name"], email=data["email"])
        form.instance.person = person
        return named_roles.give(form.instance)


class NamedRoleChangeView(NamedRolePage, EditPage, UpdateView):
    """Other words, other days, or what the person agreed to."""

    form_class = NamedRoleForm
    template_name = "spaces/named_role_change.html"

    def get_object(self, queryset: Any = None) -> NamedRole:
        return self.get_role()

    def get_heading(self) -> str:
        return str(self.object)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return self.address()


class NamedRoleEndView(NamedRolePage, View):
    """Somebody does not have the role any more."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        role = self.get_role()
        named_roles.end(role)
        words = _("%(person)s is no longer %(role)s.") % {"person": role.person, "role": role.title}
        messages.success(request, words)
        return redirect(self.address())
