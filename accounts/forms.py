"""Forms about one's own account."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import account_for, may_sign_in
from core.forms import one_line


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):
    """Asks for an address; somebody with a role who never signed in gets an account here."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if may_sign_in(email):
            account_for(email)
        self.cleaned_data["email"] = email
        return super().clean_email()


class PersonalSettingsForm(forms.ModelForm):
    """What a person sets for themselves."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As my browser asks")), *settings.LANGUAGES],
        required=False,
        help_text=_("For the pages; mails of an alliance come in the language the alliance noted for you."),
    )

    class Meta:
        model = User
        fields = ("name", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(one_line)
