"""What a signatory fills in. Errors stand next to the field, and what was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.forms import OneLine
from documents.signing.codes import DIGITS
from documents.signing.models import ContactPreference


class NameField(OneLine):
    """A name as somebody types it: letters somewhere, spaces put in order."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.validators.append(RegexValidator(r"[^\W\d_].*[^\W\d_]", _("Type your first and last name.")))

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class CodeField(forms.CharField):
    """The code from the mail; spaces and hyphens in it do not matter."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-field", "maxlength": 12}
        )
        super().__init__(widget=widget, **kwargs)
        self.validators.append(RegexValidator(rf"\A[0-9]{{{DIGITS}}}\Z", _("The code has six digits.")))

    def to_python(self, value: Any) -> str:
        return "".join(character for character in super().to_python(value) if character not in " -\u00a0")


class TypedForm(forms.Form):
    """Base of both: the code, the name, and the sentence to tick."""

    code = CodeField(
        label=_("Code from the mail"),
        error_messages={"required": _("Type the six digits from the mail we just sent.")},
    )
    typed_name = NameField(
        label=_("Your full name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your first and last name.")},
    )
    # The statement names the organisation, so its words come with each request.
    agreed = forms.BooleanField(error_messages={"required": _("Tick this sentence when you agree with it.")})

    def __init__(self, *args: Any, statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = statement


class SignForm(TypedForm):
    """Step 3: sign."""

    contact_preference = forms.ChoiceField(
        label=_("How can we best reach you?"),
        choices=ContactPreference,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you want to be reached.")},
    )
    text_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("code", "typed_name", "contact_preference", "agreed", "text_sha256")


class WithdrawForm(TypedForm):
    """Withdraw a signature."""

    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The coordinator reads this."),
    )
    field_order = ("code", "typed_name", "reason", "agreed")


class DeclineForm(forms.Form):
    """Not signing, with a reason."""

    reason = forms.CharField(
        label=_("Why don't you sign?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the coordinator reads this. You can still sign later."),
        error_messages={"required": _("Tell the coordinator in a few words why.")},
    )
