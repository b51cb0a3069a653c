"""Forms about one's own account."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import account_for, may_sign_in
from core.forms import OneLine


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):
    """Asks for an address; somebody with a role who never signed in gets an account here."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if may_sign_in(email):
            account_for(email)
        self.cleaned_data["email"] = email
        return super().clean_email()


NAME_OF_KEY = _("What do you call this key?")


class KeyAddForm(AddWebAuthnForm):
    """A new key (passkey). It opens the door by itself, unless its owner wants it as a second lock only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME_OF_KEY
        self.fields["name"].help_text = _("For example the device it is on: “my telephone”.")
        self.fields["passwordless"].label = _("Sign in with this key alone")
        self.fields["passwordless"].help_text = _("Without a code by e-mail. Some older keys cannot do this.")
        self.fields["passwordless"].initial = True


class KeyRenameForm(EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME_OF_KEY


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
        field_classes = {"name": OneLine}
