"""The form with which a space is opened again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.closing.models import REASON_LENGTH


class ReopenForm(forms.Form):
    """Why it goes on after all."""

    reason = forms.CharField(
        label=_("Why does it go on?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=REASON_LENGTH
    )
