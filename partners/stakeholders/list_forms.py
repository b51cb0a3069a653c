"""Forms of the register's list: saved views and own criteria."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.forms import OneLine
from partners.stakeholders import criteria
from partners.stakeholders.columns import standard_names
from partners.stakeholders.criteria import LONGEST_OPTION, Kind, Option
from partners.stakeholders.models import Criterion, SavedView

NEW_OPTIONS = 5  # empty boxes for choices to come


class SavedViewForm(forms.Form):
    """A view's name, and for whom it is."""

    name = OneLine(
        label=_("Name"), max_length=SavedView.NAME_LENGTH, help_text=_("For example: “To call in September”.")
    )
    is_shared = forms.BooleanField(label=_("For all coordinators of this alliance"), required=False)
    is_start = forms.BooleanField(
        label=_("The register opens with it"), required=False, help_text=_("For you; or for everybody whom it is for.")
    )


class CriterionForm(forms.Form):
    """A criterion: its name, its kind (which stays what it is) and, of a choice, what one chooses from."""

    name = OneLine(label=_("Name"), max_length=Criterion.NAME_LENGTH, help_text=_("It stands above the column."))
    kind = forms.ChoiceField(label=_("What is filled in"), choices=Criterion.Kind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, criterion: Criterion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        options: list[Option] = []
        if criterion:
            del self.fields["kind"]
            self.initial["name"] = criterion.name
            options = list(criteria.own(criterion).options)
        self.keys: dict[str, str] = {}
        if criterion is None or criterion.kind == Kind.CHOICE:
            for at, (key, label) in enumerate([*options, *[("", "")] * NEW_OPTIONS]):
                box = f"option_{key}" if key else f"new_{at - len(options)}"
                self.keys[box] = key
                words = _now("Choice %(n)d") % {"n": at + 1}
                self.fields[box] = OneLine(label=words, max_length=LONGEST_OPTION, required=False, initial=label)

    @property
    def option_boxes(self) -> list[forms.BoundField]:
        """The boxes of the choices."""
        return [self[box] for box in self.keys]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.casefold() in standard_names():
            raise ValidationError(_("The register has a column with this name already."))
        return name

    def options(self) -> list[Option]:
        """What one chooses from, as it was filled in: key ("" for a new one) and label."""
        filled = ((key, self.cleaned_data.get(box, "")) for box, key in self.keys.items())
        return [(key, label) for key, label in filled if label]

    def show(self, error: ValidationError) -> None:
        """Say what a service found at the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)
