"""What a coordinator fills in about the charter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.models import Charter, CharterVersion
from charters.signatories import Overview
from core.forms import OneLine
from documents.signing.services import Party

# The preview follows the typing; htmx takes the page's one form along.
PREVIEW = {
    "hx-post": "",
    "hx-trigger": "input changed delay:400ms",
    "hx-vals": '{"preview": "1"}',
    "hx-target": "#preview",
    "hx-swap": "outerHTML",
}


class CharterForm(forms.ModelForm):
    """The draft; ``revision`` says which one this page was opened with."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = Charter
        fields = ("title", "text")
        field_classes = dict.fromkeys(("title",), OneLine)
        widgets = {"text": forms.Textarea(attrs={"rows": 24, "class": "charter-text", "spellcheck": "true", **PREVIEW})}
        help_texts = {
            "text": _("A blank line starts a paragraph, # a heading, - a point of a list; **two stars** make bold."),
        }


class OpenForm(forms.Form):
    """How the new version relates to the one that people signed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    change = forms.ChoiceField(
        label=_("What did you change?"),
        widget=forms.RadioSelect,
        choices=[
            (CharterVersion.Change.MAJOR, _("Something that matters: everybody signs again.")),
            (
                CharterVersion.Change.MINOR,
                _("Only small things, such as a spelling mistake: signatures stay, and we tell those who signed."),
            ),
        ],
        error_messages={"required": _("Choose one of the two.")},
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["change"]

    @property
    def is_major(self) -> bool:
        return self.cleaned_data.get("change", CharterVersion.Change.MAJOR) == CharterVersion.Change.MAJOR


class AskForm(forms.Form):
    """Who is asked to sign: ticks, one for each member and person, all set at first."""

    parties = forms.MultipleChoiceField(
        label=_("Who is asked to sign?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one person."),
            "invalid_choice": _("Somebody on the list cannot be asked any more. Look at the list again."),
        },
    )

    def __init__(self, *args: Any, overview: Overview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key: dict[str, Party] = {}
        choices = []
        for one, seat in overview.seats_to_ask:
            key = f"{one.member.pk}-{seat.person.pk}"
            self.by_key[key] = Party(one.member, seat.person)
            choices.append((key, _choice_words(one.name, seat.person.name)))
        self.fields["parties"].choices = choices
        self.fields["parties"].initial = list(self.by_key)

    @property
    def chosen(self) -> list[Party]:
        return [self.by_key[key] for key in self.cleaned_data["parties"]]


def _choice_words(member: str, person: str) -> str:
    return member if member == person else f"{member}: {person}"
