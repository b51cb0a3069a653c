"""What is filled in about working groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliances.workinggroups.models import Recommendation
from core.editing import GuardedForm
from core.forms import Many, OneLine
from spaces.models import Person, Space


class GroupForm(forms.Form):
    """A new group: its name, what it is for, who leads it and who is in it."""

    name = OneLine(label=_("Name"), max_length=160)
    why = forms.CharField(
        label=_("What is it for?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    lead = forms.ChoiceField(
        label=_("Who leads it?"), help_text=_("They plan its meetings, and get a mail to sign in.")
    )
    people = Many(label=_("Who else is in it?"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in people}
        choices = [(key, one.name) for key, one in self.by_key.items()]
        self.fields["lead"].choices = [("", "–"), *((key, name) for key, name in choices if self.by_key[key].email)]
        self.fields["people"].choices = choices

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen = [self.by_key[key] for key in data["people"]]
        return {"name": data["name"], "why": data["why"], "lead": self.by_key[data["lead"]], "people": chosen}


class GroupChangeForm(GuardedForm, forms.ModelForm):
    """Another name or purpose."""

    class Meta:
        model = Space
        fields = ("name", "why")
        field_classes = dict.fromkeys(("name",), OneLine)
        labels = {"why": _("What is it for?")}
        widgets = {"why": forms.Textarea(attrs={"rows": 4})}


class PeopleForm(forms.Form):
    """Who comes in: people of the alliance."""

    people = Many(
        label=_("Who joins the group?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one person.")},
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in people}
        self.fields["people"].choices = [(key, one.name) for key, one in self.by_key.items()]

    @property
    def chosen(self) -> list[Person]:
        return [self.by_key[key] for key in self.cleaned_data["people"]]


class RecommendationForm(GuardedForm, forms.ModelForm):
    """What the group recommends."""

    class Meta:
        model = Recommendation
        fields = ("title", "text")
        field_classes = dict.fromkeys(("title",), OneLine)
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"title": _("In one line, as it would stand on the agenda of the alliance.")}


class DecideForm(forms.Form):
    """What the alliance does with a recommendation; nothing is chosen beforehand."""

    state = forms.ChoiceField(
        label=_("What did the alliance decide?"),
        widget=forms.RadioSelect,
        choices=[
            (Recommendation.State.TAKEN_UP, _("We take it up.")),
            (Recommendation.State.NOT_TAKEN_UP, _("We do not take it up.")),
        ],
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("Why, and what happens now?"),
        help_text=_("The group reads it. Needed when you do not take it up."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == Recommendation.State.NOT_TAKEN_UP and not data.get("reason"):
            self.add_error("reason", _("Say why, so that the group can do something with it."))
        return data
