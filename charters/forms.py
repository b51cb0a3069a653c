"""What a coordinator fills in about the charter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.models import Charter
from core.forms import OneLine
from documents.text_forms import MARKDOWN_HELP, ChangeForm, PartiesForm, markdown_editor


class CharterForm(forms.ModelForm):
    """The draft; ``revision`` says which one this page was opened with."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = Charter
        fields = ("title", "text")
        field_classes = dict.fromkeys(("title",), OneLine)
        widgets = {"text": markdown_editor()}
        help_texts = {"text": MARKDOWN_HELP}


class OpenForm(ChangeForm):
    """How the new version relates to the one that people signed."""

    major = _("Something that matters: everybody signs again.")
    minor = _("Only small things, such as a spelling mistake: signatures stay, and we tell those who signed.")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AskForm(PartiesForm):
    """Who is asked to sign."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].label = _("Who is asked to sign?")
