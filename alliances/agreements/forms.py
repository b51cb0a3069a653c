"""What is filled in about agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Agreement, Answer
from alliances.agreements.services import Asked
from alliances.agreements.standing import Overview
from charters.forms import PREVIEW
from core.editing import GuardedForm
from core.forms import OneLine


class AgreementForm(GuardedForm, forms.ModelForm):
    """The draft of the agreements."""

    class Meta:
        model = Agreement
        fields = ("title", "text")
        field_classes = dict.fromkeys(("title",), OneLine)
        widgets = {"text": forms.Textarea(attrs={"rows": 24, "class": "charter-text", "spellcheck": "true", **PREVIEW})}
        help_texts = {
            "text": _("A blank line starts a paragraph, # a heading, - a point of a list; **two stars** make bold."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")


class ProposeForm(forms.Form):
    """Which text was looked at, and for a later version what is new in it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = OneLine(
        label=_("What changed, and why?"),
        help_text=_("One sentence; it stands in the mail and above the text."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["note"]


class AskForm(forms.Form):
    """Who is asked: ticks, one for each member and person, all set at first."""

    parties = forms.MultipleChoiceField(
        label=_("Who is asked?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one person."),
            "invalid_choice": _("Somebody on the list cannot be asked any more. Look at the list again."),
        },
    )

    def __init__(self, *args: Any, overview: Overview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key: dict[str, Asked] = {}
        choices = []
        for one, seat in overview.seats_to_ask:
            key = f"{one.member.pk}-{seat.person.pk}"
            self.by_key[key] = Asked(one.member, seat.person)
            choices.append((key, one.name if one.member.individual_id else f"{one.name}: {seat.person.name}"))
        self.fields["parties"].choices = choices
        self.fields["parties"].initial = list(self.by_key)

    @property
    def chosen(self) -> list[Asked]:
        return [self.by_key[key] for key in self.cleaned_data["parties"]]


class AnswerForm(forms.Form):
    """What a member says of a version; nothing is chosen beforehand."""

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=Answer.Choice.choices,
        error_messages={"required": _("Choose one of the two.")},
    )
    remark = forms.CharField(
        label=_("Your remark"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        required=False,
        help_text=_("What would have to be different? The coordinator reads it, the other members do not."),
    )

    def __init__(self, *args: Any, member_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].label = (
            _("What does %(member)s say?") % {"member": member_name} if member_name else _("What do you say?")
        )
        if not member_name:
            self.fields["choice"].choices = [
                (Answer.Choice.AGREE, _("I agree")),
                (Answer.Choice.REMARK, _("I have a remark")),
            ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("choice") == Answer.Choice.REMARK and not data.get("remark", "").strip():
            self.add_error("remark", _("Write your remark, so that something can be done with it."))
        return data


class CompareForm(forms.Form):
    """Which two texts are compared: numbers of versions, 0 for the draft."""

    before = forms.TypedChoiceField(label=_("Older text"), coerce=int)
    after = forms.TypedChoiceField(label=_("Newer text"), coerce=int)

    def __init__(self, *args: Any, choices: list[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[name].choices = choices
