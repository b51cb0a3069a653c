"""What is filled in about a role with a name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DateInput, OneLine, OneOrNone, of_our_time
from core.text import SortKey
from spaces.models import NamedRole, Person, Space
from spaces.named_roles import require_free


class RoleFields(forms.ModelForm):
    """What giving a role and changing it have in common."""

    class Meta:
        model = NamedRole
        fields = ("own_name", "task", "starts_on")
        field_classes = dict.fromkeys(("own_name", "task", "agreed_how"), OneLine)
        widgets = dict.fromkeys(("starts_on", "ends_on", "agreed_on"), DateInput())
        labels = {"task": _("What do they do in it?")}
        help_texts = {"task": _("In one sentence. It may stay empty.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.validators.append(of_our_time)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                require_free(self.instance)
            except forms.ValidationError as error:
                self.add_error(None, error)


class NamedRoleForm(GuardedForm, RoleFields):
    """What somebody does in the role, for how long, and whether everybody may know."""

    class Meta(RoleFields.Meta):
        fields = ("own_name", "task", "starts_on", "ends_on", "agreed_on", "agreed_how")
        labels = {
            **RoleFields.Meta.labels,
            "ends_on": _("Last day"),
            "agreed_on": _("They agreed to be named on the public page, on"),
            "agreed_how": _("How they said so"),
        }
        help_texts = {
            **RoleFields.Meta.help_texts,
            "ends_on": _("Empty: as long as it lasts."),
            "agreed_on": _("Empty: only who takes part sees this role. Ask the person themselves."),
            "agreed_how": _("“By mail”, “on the telephone, with Noor”. Only coordinators read this."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == NamedRole.Kind.OWN:
            self.fields["own_name"].required = True
        else:
            del self.fields["own_name"]

    def clean_agreed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["agreed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Fill in the day on which they said so: today or earlier."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first one."))
        if data.get("agreed_on") and not data.get("agreed_how"):
            self.add_error("agreed_how", _("Write in a few words how they said so."))
        if data.get("agreed_how") and not data.get("agreed_on") and "agreed_on" not in self.errors:
            self.add_error("agreed_on", _("On which day did they say so?"))
        return data


class NamedRoleAddForm(RoleFields):
    """Somebody gets a role with a name: who is known already, or somebody new. What they agree to comes later."""

    known = OneOrNone(Person.objects.none(), label=_("Who?"), empty_label=_("somebody who is not in the list"))
    name = OneLine(label=_("Name of somebody new"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail address of somebody new"),
        required=False,
        help_text=_("May stay empty. They get no mail of this, and no rights."),
    )
    field_order = ("known", "name", "email", "kind", "own_name", "task", "starts_on")

    class Meta(RoleFields.Meta):
        fields = ("kind", *RoleFields.Meta.fields)
        labels = {**RoleFields.Meta.labels, "kind": _("Which role?"), "own_name": _("Your own name for the role")}
        help_texts = {**RoleFields.Meta.help_texts, "own_name": _("Only for another role than those above.")}

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.space = space
        self.fields["known"].queryset = space.people.order_by(SortKey("name"), "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("known")) == bool(data.get("name")):
            self.add_error("known", _("Choose somebody from the list, or write the name of somebody new."))
        own = data.get("kind") == NamedRole.Kind.OWN
        if own and not data.get("own_name"):
            self.add_error("own_name", _("What do you call this role?"))
        if data.get("own_name") and data.get("kind") and not own:
            self.add_error("own_name", _("With a name of your own, choose “another role” above."))
        return data

    def _post_clean(self) -> None:
        # Somebody new is made with the role, so nothing can be asked of them before.
        self.instance.person = self.cleaned_data.get("known") or Person(space=self.space)
        super()._post_clean()
