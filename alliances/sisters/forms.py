"""What is filled in about sister alliances."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import OneLine


class FindForm(forms.Form):
    """Looking for an alliance by its name."""

    q = OneLine(label=_("Name of the alliance"), max_length=160, required=False)


class ProposeForm(forms.Form):
    """Why the two would be sister alliances."""

    words = forms.CharField(
        label=_("Why would you like this?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1_000,
        required=False,
        help_text=_("Their coordinators read it in the mail. It may stay empty; your own name is not in it."),
    )
