"""What is filled in about agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Agreement, Answer
from core.editing import GuardedForm
from core.forms import OneLine
from documents.text_forms import MARKDOWN_HELP, ChangeForm, markdown_editor


class AgreementForm(GuardedForm, forms.ModelForm):
    """The draft of the agreements."""

    class Meta:
        model = Agreement
        fields = ("title", "text")
        field_classes = dict.fromkeys(("title",), OneLine)
        widgets = {"text": markdown_editor()}
        help_texts = {"text": MARKDOWN_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")


class ProposeForm(ChangeForm):
    """Which text was looked at, and for a later version what is new in it and whether everybody is asked again."""

    major = _("Something that matters: every member is asked again.")
    minor = _("Only small things, such as a spelling mistake: answers stay, and we tell those who gave them.")
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = OneLine(
        label=_("What changed, and why?"),
        help_text=_("One sentence; it stands in the mail and above the text."),
        max_length=500,
        required=False,
    )
    field_order = ("seen", "change", "note")

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, is_first=is_first, **kwargs)
        if is_first:
            del self.fields["note"]


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
