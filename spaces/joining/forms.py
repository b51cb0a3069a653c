"""Forms with which somebody is asked to join, answers, and asks it of us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import OneLine
from spaces.forms import InvolvementField, MandateFields, NewIndividualForm
from spaces.joining.answering import Yes
from spaces.joining.asking import Acceptance, Wish
from spaces.joining.becoming import Signatory
from spaces.joining.enclosing import Enclosure
from spaces.joining.inviting import Asked
from spaces.joining.known import Known
from spaces.joining.models import WORDS_LENGTH, JoinInvitation
from spaces.joining.terms import Terms
from spaces.models import Member, Space
from spaces.services import Choices

ORGANISATION, IN_PERSON = "organisation", "in_person"
SIGNING = ("may_sign", "signatory_name", "signatory_email")
Answer = JoinInvitation.Answer


def _words(rows: int, **facts: Any) -> forms.CharField:
    return forms.CharField(max_length=WORDS_LENGTH, widget=forms.Textarea(attrs={"rows": rows}), **facts)


class OrganisationOrPerson(forms.Form):
    """Mixin of a form about an organisation, or about somebody in person: of those only the name is asked."""

    kind = forms.ChoiceField(widget=forms.RadioSelect, initial=ORGANISATION)
    organisation_name = OneLine(
        label=_("Name of the organisation"),
        max_length=300,
        error_messages={"required": _("Which organisation? Fill in its name.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("kind") == IN_PERSON:
            self.fields["organisation_name"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == IN_PERSON:
            self.errors.pop("organisation_name", None)
            data["organisation_name"] = ""
        return data


class InviteForm(OrganisationOrPerson):
    """Whom the coordinator asks, and with which words. ``known`` is the entry of the register they chose."""

    name = OneLine(label=_("Name of the person you ask"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The invitation goes here. No account is needed."))
    words = _words(
        4,
        label=_("A word of your own"),
        required=False,
        help_text=_("Why them? It stands at the top of the mail and of the page behind it."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    encloses = forms.BooleanField(required=False, initial=True)
    field_order = ("kind", "organisation_name", "name", "email", "words", "language", "encloses")

    def __init__(
        self, *args: Any, space: Space, known: Known | None = None, enclosure: Enclosure | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if enclosure and not enclosure.not_ready:
            self.fields["encloses"].label = _("Send %(document)s with it") % {"document": enclosure.title}
        else:
            del self.fields["encloses"]
        self.known = known
        self.fields["kind"].label = _("Whom do you invite?")
        self.fields["kind"].choices = [
            (ORGANISATION, _("an organisation")),
            (IN_PERSON, _("somebody in person, for no organisation")),
        ]
        self.initial.setdefault("language", space.language)
        if known:
            # What the register says is not typed again.
            del self.fields["kind"], self.fields["organisation_name"]
            self.fields["name"].initial = known.contact_name if known.organisation else known.name
            self.fields["email"].initial = known.contact_email

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or {} if self.known else super().clean()

    def asked(self) -> Asked:
        data = self.cleaned_data
        organisation = self.known.organisation if self.known else None
        return Asked(
            name=data["name"],
            email=data["email"],
            organisation_name=organisation.name if organisation else data.get("organisation_name", ""),
            organisation=organisation,
            language=data["language"],
            words=data["words"],
            with_enclosure=data.get("encloses", False),
        )


class YesForm(MandateFields):
    """Who says yes: how to write their names, what they want, and what they may do. The level of involvement is not
    chosen beforehand: a blind submit is no answer."""

    organisation_name = OneLine(label=_("Your organisation, written as it should be"), max_length=300)
    name = OneLine(label=_("Your name"), max_length=200)
    involvement = forms.ChoiceField(
        label=_("How far do you want to go?"),
        choices=Member.Involvement,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. It can change at any time.")},
    )
    win = _words(
        3,
        label=_("Why do you take part? What should it bring you?"),
        required=False,
        help_text=_("Only the coordinators read this."),
    )
    may_be_named = forms.BooleanField(label=_("You may name us on the public page"), required=False)
    signatory_name = OneLine(label=_("Name"), max_length=200, required=False)
    signatory_email = forms.EmailField(label=_("E-mail address"), required=False)
    field_order = (
        "organisation_name", "name", "involvement", "win", "may_speak", "may_decide", "may_sign", "signatory_name",
        "signatory_email", "may_be_named",
    )  # fmt: skip

    def __init__(self, *args: Any, invitation: JoinInvitation, terms: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = invitation.person.name
        if invitation.organisation_name:
            self.fields["organisation_name"].initial = invitation.organisation_name
            for name, words in _MANDATE_OF_MINE.items():
                self.fields[name].label = words
        else:
            self.fields["may_be_named"].label = _("You may name me on the public page")
            for name in ("organisation_name", "may_speak", "may_decide"):
                del self.fields[name]
        if not (invitation.organisation_name and terms.has_text_to_sign):
            for name in SIGNING:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name, email = data.get("signatory_name"), data.get("signatory_email")
        if email and not name:
            self.add_error("signatory_name", _("Give the name too."))
        if name and not email and "signatory_email" not in self.errors:
            self.add_error("signatory_email", _("Give the e-mail address too."))
        return data

    def yes(self) -> Yes:
        data = self.cleaned_data
        choices = Choices(data["involvement"], data["win"], data["may_be_named"])
        if "organisation_name" not in data:
            return Yes(data["name"], choices)
        email = data.get("signatory_email")
        signatory = Signatory(data["signatory_name"], email) if email else None
        return Yes(data["name"], choices, data["organisation_name"], self.mandate(), signatory)


_MANDATE_OF_MINE = {
    "may_speak": _("I may speak for my organisation"),
    "may_decide": _("I may decide for my organisation"),
    "may_sign": _("I may sign for my organisation"),
}


class NoForm(forms.Form):
    """Who says no, or not now."""

    answer = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Answer.NOT_NOW, pgettext_lazy("somebody who is asked to join", "Not now, perhaps later")),
            (Answer.NO, pgettext_lazy("somebody who is asked to join", "No, this is not for us")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    words = _words(3, label=_("Do you want to say why?"), required=False)


class ColleagueForm(forms.Form):
    """Who names somebody else."""

    name = OneLine(label=_("Their name"), max_length=200)
    email = forms.EmailField(label=_("Their e-mail address"), help_text=_("They get an invitation of their own."))

    def colleague(self) -> Asked:
        return Asked(name=self.cleaned_data["name"], email=self.cleaned_data["email"])


class WishForm(OrganisationOrPerson):
    """Who asks to join on the public page."""

    name = OneLine(label=_("Your name"), max_length=200)
    email = forms.EmailField(
        label=_("Your e-mail address"), help_text=_("We send you a mail first, to be sure that it is you who asks.")
    )
    words = _words(5, label=_("Why do you want to take part, and what do you bring?"))
    may_be_named = forms.BooleanField(
        label=_("Once we take part, our name may stand on this public page"), required=False
    )
    field_order = ("kind", "organisation_name", "name", "email", "words", "may_be_named")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = _("Who would take part?")
        self.fields["kind"].choices = [(ORGANISATION, _("my organisation")), (IN_PERSON, _("I do, in person"))]

    def wish(self, language: str) -> Wish:
        data = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        return Wish(language=language, **data)


class ConfirmForm(forms.Form):
    """Whoever reads the mailbox says that it was them."""

    mine = forms.BooleanField(
        label=_("Yes, this was me. The coordinators may read it, and write to me."),
        error_messages={"required": _("Tick this if it was you. If not, you need not do anything.")},
    )


class AcceptForm(MandateFields, InvolvementField):
    """How a request becomes a member. ``alike``: entries of the register that may be the same organisation."""

    NEW = "new"

    same_as = forms.ChoiceField(label=_("Which organisation is it?"), widget=forms.RadioSelect)
    organisation_name = OneLine(label=_("Name of the organisation"), max_length=300)
    field_order = ("same_as", "organisation_name", "may_speak", "may_decide", "may_sign", "involvement")

    def __init__(self, *args: Any, organisation_name: str, alike: Sequence[Known], terms: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not terms.has_text_to_sign:
            del self.fields["may_sign"]
        self.alike = {str(known.number): known for known in alike if known.organisation}
        if not organisation_name:
            for name in ("same_as", "organisation_name", "may_speak", "may_decide", "may_sign"):
                self.fields.pop(name, None)
            return
        self.fields["organisation_name"].initial = organisation_name
        self.fields["same_as"].choices = [
            (self.NEW, _("a new one")),
            *((number, _said(known)) for number, known in self.alike.items()),
        ]
        same = (number for number, known in self.alike.items() if known.name.casefold() == organisation_name.casefold())
        self.fields["same_as"].initial = next(same, self.NEW)
        if not self.alike:
            self.fields["same_as"].widget = forms.HiddenInput()

    def acceptance(self) -> Acceptance:
        data = self.cleaned_data
        if "same_as" not in data:
            return Acceptance(involvement=data["involvement"])
        known = self.alike.get(data["same_as"])
        organisation = known.organisation if known else None
        name = organisation.name if organisation else data["organisation_name"]
        return Acceptance(name, organisation, data["involvement"], self.mandate())


def _said(known: Known) -> Any:
    if known.is_member:
        return _("%(name)s: a member already, gets a representative more") % {"name": known.name}
    return _("%(name)s, in your register") % {"name": known.name}


class DeclineForm(forms.Form):
    """Why somebody does not join: they read it."""

    reason = _words(4, label=_("What do you say to them?"), help_text=_("They get this in a mail, with your name."))


class IndividualForm(NewIndividualForm):
    """Somebody the coordinator knows becomes a member in their own name."""

    win = _words(3, label=_("Why they take part"), required=False, help_text=_("Only the coordinators read this."))
    shown_publicly = forms.BooleanField(
        label=_("may be named on the public page"), required=False, help_text=_("Only when they said yes.")
    )
    field_order = ("name", "email", "involvement", "win", "shown_publicly", "welcomes")

    def choices(self) -> Choices:
        data = self.cleaned_data
        return Choices(data["involvement"], data["win"], data["shown_publicly"])
