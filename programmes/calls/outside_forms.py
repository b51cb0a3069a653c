"""Forms of what anybody types on the page of a call, and of the answer to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from programmes.calls.forms import PlainName
from programmes.calls.models import Call, Nomination, PartnerSearch
from programmes.calls.models.proposals import REASON_LENGTH


class InRegionForm(forms.ModelForm):
    """Base of the two that are about a region of a call in which there is no network yet."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.call = call
        self.fields["region"].queryset = call.free_regions()  # type: ignore[attr-defined]


class NominationForm(InRegionForm):
    """Which organisation could lead where, and why; for somebody of the programme, whom we know already."""

    class Meta:
        model = Nomination
        fields = ("region", "organisation", "words", "contact_name", "contact_email")
        field_classes: ClassVar = {"organisation": PlainName, "contact_name": PlainName}
        widgets: ClassVar = {"words": forms.Textarea(attrs={"rows": 5})}
        labels: ClassVar = {
            "region": gettext_lazy("In which region?"),
            "organisation": gettext_lazy("Which organisation could lead there?"),
            "words": gettext_lazy("Why them?"),
            "contact_name": gettext_lazy("Whom could we write to there?"),
            "contact_email": gettext_lazy("E-mail address of that person"),
        }
        help_texts: ClassVar = {
            "words": gettext_lazy("What they do there, and what others know them for."),
            "contact_name": gettext_lazy("Only if you know somebody there. It helps, and is not needed."),
        }


class NominateForm(NominationForm):
    """The same, for everybody: with who says it."""

    class Meta(NominationForm.Meta):
        fields = (*NominationForm.Meta.fields, "name", "email")
        field_classes: ClassVar = {**NominationForm.Meta.field_classes, "name": PlainName}
        labels: ClassVar = {
            **NominationForm.Meta.labels,
            "name": gettext_lazy("Your name"),
            "email": gettext_lazy("Your e-mail address"),
        }
        help_texts: ClassVar = {
            **NominationForm.Meta.help_texts,
            "email": gettext_lazy("We send you a mail first, to be sure that it is you."),
        }


class PartnerSearchForm(InRegionForm):
    """Who looks for partners where, and for what."""

    class Meta:
        model = PartnerSearch
        fields = ("region", "organisation", "words", "name", "email")
        field_classes: ClassVar = {"organisation": PlainName, "name": PlainName}
        widgets: ClassVar = {"words": forms.Textarea(attrs={"rows": 5})}
        labels: ClassVar = {
            "region": gettext_lazy("In which region?"),
            "organisation": gettext_lazy("Your organisation"),
            "words": gettext_lazy("What do you bring, and whom do you look for?"),
            "name": gettext_lazy("Your name"),
            "email": gettext_lazy("Your e-mail address"),
        }
        help_texts: ClassVar = {
            "email": gettext_lazy("We send you a mail first, to be sure that it is you."),
        }


class DeclineForm(forms.Form):
    """Why an organisation that was named is not invited: who named it reads this."""

    reason = forms.CharField(
        label=gettext_lazy("What do you say to them?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("They get this in a mail, with your name."),
    )
