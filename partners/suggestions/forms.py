"""What is filled in about suggestions: by whoever makes one, and by the coordinator who asks or decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DateInput, Many, OneLine, of_our_time, row_number
from partners.organisations.models import Sector
from partners.suggestions.likely import ENTRY, ORGANISATION
from partners.suggestions.models import Question, Suggestion
from spaces.models import Person

USUAL_DAYS = 14
LONGEST = dt.timedelta(days=60)
FOLDED = ("municipality", "contact_person", "email", "sectors")
NEW = "new"


class SuggestionForm(GuardedForm, forms.ModelForm):
    """Whom to involve, and why; on a phone in a minute. Nothing is chosen beforehand."""

    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), choices=Sector.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Suggestion
        fields = ("kind", "name", "why", "contribution", *FOLDED)
        field_classes = dict.fromkeys(("name", "municipality", "contact_person"), OneLine)
        widgets = {
            "kind": forms.RadioSelect,
            "why": forms.Textarea(attrs={"rows": 3}),
            "contribution": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {
            "kind": _("Whom do you think of?"),
            "name": _("Name"),
            "why": _("Why them, and what could they win by taking part?"),
            "contribution": _("How could they contribute?"),
            "municipality": _("Municipality"),
            "contact_person": _("Somebody to speak to"),
            "email": _("Their e-mail address"),
        }
        help_texts = {
            "email": _("Only what is public, or what this person knows you pass on: these are their data."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Suggestion.Kind.choices  # type: ignore[attr-defined] # without an empty one

    @property
    def shown(self) -> list[BoundField]:
        """What everybody is asked."""
        return [self[name] for name in self.Meta.fields if name not in FOLDED]

    @property
    def folded(self) -> list[BoundField]:
        """What can be left open, below the rest."""
        return [self[name] for name in FOLDED]

    @property
    def is_open(self) -> bool:
        """Whether something folded wants to be seen."""
        return any(field.errors or field.value() for field in self.folded)


class WithdrawForm(forms.Form):
    """Behind a link: taking a suggestion back asks for a tick, which a mail scanner does not set."""

    sure = forms.BooleanField(label=_("Yes, take it back"))


class QuestionForm(forms.ModelForm):
    """Asking the members: in what words, until when, and whom."""

    people = Many(
        label=_("Who is asked?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one person."),
            "invalid_choice": _("Somebody on the list cannot be asked any more. Look at the list again."),
        },
    )

    class Meta:
        model = Question
        fields = ("words", "closes_on")
        widgets = {"words": forms.Textarea(attrs={"rows": 3}), "closes_on": DateInput()}
        labels = {"words": _("A word of your own"), "closes_on": _("Last day")}
        help_texts = {"words": _("It stands in the mail. Leave it empty if ours is enough.")}

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["closes_on"] = timezone.localdate() + dt.timedelta(days=USUAL_DAYS)
        self.fields["closes_on"].validators.append(of_our_time)
        self.fields["people"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]
        self.fields["people"].initial = [str(one.pk) for one in people]

    def clean_closes_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["closes_on"]
        if not timezone.localdate() <= day <= timezone.localdate() + LONGEST:
            raise forms.ValidationError(_("Choose a day between today and two months from now."))
        return day


class AcceptForm(forms.Form):
    """Who it is: ``entry-12`` of the register, ``organisation-7`` of the directory, or ``new``."""

    who = forms.CharField(error_messages={"required": _("Choose who it is.")})

    def clean_who(self) -> tuple[str, int]:
        kind, _dash, number = self.cleaned_data["who"].partition("-")
        pk = row_number(number)
        if kind == NEW and not number:
            return NEW, 0
        if kind not in (ENTRY, ORGANISATION) or pk is None:
            raise forms.ValidationError(_("Choose who it is."))
        return kind, pk


class DeclineForm(forms.Form):
    """A kind word to whoever suggested it."""

    answer = forms.CharField(
        label=_("A kind reason, if you want to give one"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It goes into the mail to who suggested it."),
    )
