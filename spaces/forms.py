"""Forms about a space's profile and people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DateInput, OneLine, of_our_time
from core.text import SortKey
from spaces.chairs import Rhythm, in_turn, require_free
from spaces.models import Member, Person, Representative, Role, Space
from spaces.seats import Successor, Upcoming
from spaces.services import Mandate

TEAM_ROLES = [Role.Kind.COORDINATOR, Role.Kind.CHAIR, Role.Kind.SECRETARY, Role.Kind.COMMUNICATIONS]


class ProfileForm(GuardedForm, forms.ModelForm):
    """Why the space is there, what it wants and holds dear, and for how long."""

    class Meta:
        model = Space
        fields = ("why", "vision", "objectives", "values", "starts_on", "ends_on")
        labels = {
            "why": _("Why do you work together?"),
            "vision": _("Where do you want to be?"),
            "objectives": _("What do you want to reach together?"),
            "values": _("What do you hold dear?"),
            "starts_on": _("The mandate starts on"),
            "ends_on": _("The mandate ends on"),
        }
        help_texts = {
            "why": _("The situation in the region, and what nobody can solve alone. New partners read this first."),
            "vision": _("One clear picture of the region when the work has succeeded."),
            "objectives": _("One on each line; these come back in the charter."),
            "values": _(
                "One value on each line: its name, a colon, and in a sentence what that means with you. “Room: "
                "everybody speaks in the language that comes easiest.” Four or five is plenty."
            ),
            "ends_on": _("Most alliances begin with 12 to 18 months."),
        }
        widgets = {
            "why": forms.Textarea(attrs={"rows": 5}),
            "vision": forms.Textarea(attrs={"rows": 4}),
            "objectives": forms.Textarea(attrs={"rows": 5}),
            "values": forms.Textarea(attrs={"rows": 5}),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }


class PersonForm(GuardedForm, forms.ModelForm):
    """Contact data of somebody in the space."""

    class Meta:
        model = Person
        fields = ("space", "name", "email", "phone", "language")
        field_classes = dict.fromkeys(("name",), OneLine)

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.space = space
        # Disabled, not left out: the constraint "once in a space" is checked with it.
        self.fields["space"] = forms.ModelChoiceField(
            Space.objects.filter(pk=space.pk), initial=space, disabled=True, widget=forms.HiddenInput
        )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class MandateFields(forms.Form):
    """What a representative may do for the organisation."""

    may_speak = forms.BooleanField(label=_("may speak for the organisation"), required=False, initial=True)
    may_decide = forms.BooleanField(label=_("may decide for the organisation"), required=False)
    may_sign = forms.BooleanField(label=_("may sign for the organisation"), required=False)

    def mandate(self) -> Mandate:
        data = self.cleaned_data
        # A form leaves out what means nothing in its space.
        return Mandate(**{name: data.get(name, False) for name in ("may_speak", "may_decide", "may_sign")})


class RepresentativeForm(MandateFields):
    """Who represents a member organisation, with which mandate."""

    name = OneLine(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Invitations to meetings and the charter go here. No account is needed.")
    )
    field_order = ("name", "email", "may_speak", "may_decide", "may_sign")


class WelcomeField(forms.Form):
    """Whether somebody who represents a member from now on gets a mail about it."""

    welcomes = forms.BooleanField(
        label=_("Send them a word of welcome"),
        required=False,
        initial=True,
        help_text=_(
            "A short mail: whom they represent, with which mandate, why you do this, whom to know, what comes next."
        ),
    )


class RepresentativeAddForm(RepresentativeForm, WelcomeField):
    """Somebody more represents a member organisation."""

    field_order = (*RepresentativeForm.field_order, "welcomes")


class SeatReplaceForm(RepresentativeForm, WelcomeField):
    """Somebody takes over a seat: who, from which day, with which mandate, and what they are asked to.

    ``upcoming`` is what the one who goes was invited to and is still to come.
    """

    from_day = forms.DateField(
        label=_("From which day"),
        widget=DateInput(),
        initial=timezone.localdate,
        validators=[of_our_time],
        help_text=_(
            "The day from which the new person counts; the other one counts until the day before. A day to come is "
            "planned: you can take it back until then."
        ),
    )
    asks = forms.BooleanField(label=_("Invite them to what is coming"), required=False, initial=True)
    field_order = ("name", "email", "from_day", "may_speak", "may_decide", "may_sign", "asks", "welcomes")

    def __init__(self, *args: Any, seat: Representative, upcoming: Sequence[Upcoming], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("may_speak", "may_decide", "may_sign"):
            self.fields[name].initial = getattr(seat, name)
        if upcoming:
            days = (f"{one.title} ({date_format(one.day, 'DATE_FORMAT')})" for one in upcoming)
            self.fields["asks"].help_text = ", ".join(days)
        else:
            del self.fields["asks"]

    def successor(self) -> Successor:
        data = self.cleaned_data
        return Successor(data["name"], data["email"], data["from_day"], self.mandate())


class MandateForm(GuardedForm, forms.ModelForm):
    """What a representative may do, changed without anything else."""

    class Meta:
        model = Representative
        fields = ("may_speak", "may_decide", "may_sign")


class InvolvementField(forms.Form):
    """How far a member wants to go, where that is known already."""

    involvement = forms.ChoiceField(
        label=_("Level of involvement"),
        choices=[("", _("not chosen yet")), *Member.Involvement.choices],
        required=False,
        help_text=_("How far they want to go. It can change at any time."),
    )


class NewMemberForm(RepresentativeForm, InvolvementField, WelcomeField):
    """An organisation becomes a member: its representative, the mandate and a role."""

    role = forms.ChoiceField(
        label=_("Role in the alliance"),
        choices=[(Role.Kind.MEMBER, Role.Kind.MEMBER.label), *[(k, k.label) for k in TEAM_ROLES[1:]]],
        initial=Role.Kind.MEMBER,
    )
    field_order = ("name", "email", "role", "may_speak", "may_decide", "may_sign", "involvement", "welcomes")


class NewIndividualForm(InvolvementField):
    """Somebody becomes a member in their own name."""

    name = OneLine(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Invitations to meetings and the charter go here. No account is needed.")
    )
    welcomes = forms.BooleanField(
        label=_("Send them a word of welcome"),
        required=False,
        initial=True,
        help_text=_("A short mail: why you do this, whom to know, what comes next."),
    )
    field_order = ("name", "email", "involvement", "welcomes")


class TeamForm(forms.Form):
    """Somebody gets a role in the team, and an invitation to sign in."""

    name = OneLine(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("They get a mail with a link to sign in."))
    role = forms.ChoiceField(label=_("Role"), choices=[(kind, kind.label) for kind in TEAM_ROLES])


class MemberForm(GuardedForm, forms.ModelForm):
    """What a member chose and agreed to."""

    class Meta:
        model = Member
        fields = ("involvement", "win", "shown_publicly")
        widgets = {"win": forms.Textarea(attrs={"rows": 3})}


class ChairPlanForm(forms.Form):
    """How the chair goes round."""

    QUARTER, HALF_YEAR = 3, 6

    first_day = forms.DateField(
        label=_("From which day"),
        widget=DateInput(),
        validators=[of_our_time],
        help_text=_("Who chairs now does so until the day before. Turns planned for later make place."),
    )
    months = forms.TypedChoiceField(
        label=_("Each chairs for"),
        coerce=int,
        choices=[(QUARTER, _("a quarter")), (HALF_YEAR, _("half a year"))],
        initial=HALF_YEAR,
    )
    turns = forms.IntegerField(label=_("How many turns"), min_value=1, max_value=12)

    def rhythm(self) -> Rhythm:
        return Rhythm(**self.cleaned_data)


class ChairTurnForm(GuardedForm, forms.ModelForm):
    """One turn: who chairs, from when to when. Of a turn that has begun only the end can change."""

    class Meta:
        model = Role
        fields = ("person", "starts_on", "ends_on")
        labels = {"person": _("Who chairs")}
        widgets = {"starts_on": DateInput(), "ends_on": DateInput()}
        help_texts = {"ends_on": _("The last day. Empty: until somebody else is planned.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [person.pk for person in in_turn(self.instance.space)]
        self.fields["person"].queryset = Person.objects.filter(
            pk__in=[*people, self.instance.person_id], space=self.instance.space
        ).order_by(SortKey("name"))
        self.fields["person"].empty_label = None
        self.has_begun = self.instance.starts_on <= timezone.localdate()
        for name in ("person", "starts_on"):
            self.fields[name].disabled = self.has_begun
        for name in ("starts_on", "ends_on"):
            self.fields[name].validators.append(of_our_time)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and not self.has_begun and first < timezone.localdate():
            self.add_error("starts_on", _("Choose today or a day to come."))
        if first and last and last < max(first, timezone.localdate()):
            self.add_error("ends_on", _("Choose a day after the first one, and not one that has passed."))
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            try:
                require_free(self.instance)
            except forms.ValidationError as error:
                self.add_error(None, error)
