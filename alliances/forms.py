"""Forms of an alliance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alliances.models import Alliance
from alliances.road import REASON_LENGTH
from core.editing import GuardedForm
from core.forms import OneLine


class PublicPageForm(GuardedForm, forms.ModelForm):
    """Whether everybody can read about the alliance, and how they get in touch."""

    class Meta:
        model = Alliance
        fields = ("public_page", "contact_email")
        labels = {"public_page": _("Everybody may see the public page")}
        help_texts = {
            "contact_email": _("Shown to everybody, so rather a shared mailbox than somebody's own. May stay empty."),
        }


class PassOverForm(forms.Form):
    """Why a check does not fit."""

    reason = OneLine(
        label=_("Why does this not fit your alliance?"),
        max_length=REASON_LENGTH,
        help_text=_(
            "Everybody who takes part in the alliance can read it, with your name. You can undo it at any time."
        ),
    )
