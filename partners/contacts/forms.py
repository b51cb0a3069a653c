"""Forms of the contact log, and of an assessment on the page of one stakeholder."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DateInput, OneLine, of_our_time
from partners.contacts.models import Contact, NextContact
from partners.contacts.services import Planned
from partners.stakeholders.models import Assessment, Stakeholder


def not_still_to_come(day: dt.date) -> None:
    """Validator of a day on which something happened."""
    if day > timezone.localdate():
        raise ValidationError(_("This day is still to come."))


def not_yet_over(day: dt.date) -> None:
    """Validator of a day for which something is planned."""
    if day < timezone.localdate():
        raise ValidationError(_("This day is over. Choose today or later."))


class ContactForm(GuardedForm, forms.ModelForm):
    """What was said with whom, and when."""

    held_on = forms.DateField(label=_("When"), widget=DateInput(), validators=[of_our_time, not_still_to_come])

    class Meta:
        model = Contact
        fields = ("kind", "said", "held_on")
        widgets = {"kind": forms.RadioSelect, "said": forms.Textarea(attrs={"rows": 5})}
        labels = {"kind": _("How"), "said": _("What was said")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Contact.Kind.choices  # type: ignore[attr-defined] # without an empty one


class NextForm(forms.Form):
    """When there should be contact again, and about what."""

    planned_on = forms.DateField(label=_("On"), widget=DateInput(), validators=[of_our_time, not_yet_over])
    about = OneLine(label=_("About"), required=False, max_length=NextContact.ABOUT_LENGTH)

    def planned(self) -> Planned:
        day = self.cleaned_data["planned_on"]
        return Planned(day, self.cleaned_data["about"] if day else "")


class LogForm(ContactForm, NextForm):
    """A new contact, and at once what comes after it."""

    planned_on = forms.DateField(
        label=_("Next contact"),
        widget=DateInput(),
        required=False,
        validators=[of_our_time, not_yet_over],
        help_text=_("Leave it empty when nothing is planned."),
    )
    field_order = ("kind", "said", "held_on", "planned_on", "about")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("about") and not data.get("planned_on") and "planned_on" not in self.errors:
            self.add_error("planned_on", _("Choose a day too, or empty what it is about."))
        return data


class AssessForm(forms.Form):
    """How much influence and interest there was on a day, and why one sees it so."""

    influence = forms.ChoiceField(label=_("Influence"), choices=Stakeholder.Level.choices, widget=forms.RadioSelect)
    interest = forms.ChoiceField(label=_("Interest"), choices=Stakeholder.Level.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Why"), required=False, max_length=Assessment.NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )
    assessed_on = forms.DateField(
        label=_("As it was on"),
        widget=DateInput(),
        validators=[of_our_time, not_still_to_come],
        help_text=_("An earlier day changes nothing of how it stands now."),
    )
