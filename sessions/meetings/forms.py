"""Forms about meetings, from planning to who was there; those of the minutes are in ``minutes_forms``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DayAndHoursForm, Many, OneLine, OneOrNone
from sessions.meetings.models import AgendaTemplate, Invitee, Meeting, Registration
from sessions.meetings.services.answering import Reply
from sessions.meetings.services.attending import Presence
from sessions.meetings.services.inviting import Candidate
from sessions.meetings.services.registering import Wish
from spaces.models import Member, Space
from spaces.speaking import SpeaksFor


class MeetingForm(GuardedForm, DayAndHoursForm):
    """When and where, who hosts, and what the invitation says. Times are those of the space's zone."""

    usual_hours = (dt.time(14), dt.time(16))
    field_order = ("kind", "title", "date", "from_time", "until_time", "place", "video_url", "host", "capacity",
                   "is_open", "template", "invitation_text", "remind_unanswered", "remind_coming")  # fmt: skip

    class Meta:
        model = Meeting
        fields = ("kind", "title", "place", "video_url", "host", "capacity", "is_open", "invitation_text",
                  "remind_unanswered", "remind_coming")  # fmt: skip
        field_classes = dict.fromkeys(("title", "place"), OneLine)
        widgets = {"invitation_text": forms.Textarea(attrs={"rows": 6})}
        labels = {
            "host": _("Host organisation"),
            "capacity": _("Number of places"),
            "is_open": _("Everybody may register, on a page of its own"),
            "invitation_text": _("Text of the invitation"),
        }
        help_texts = {
            "place": _("Name and address, so that people find it. Empty: at the host, where we know the address."),
            "video_url": _("For those who join from elsewhere."),
            "host": _("The member whose turn it is to welcome the others."),
            "capacity": _("Who says yes when it is full waits for a place. Empty: as many as want to come."),
            "is_open": _("You get an address to share; the public page of the alliance names it too."),
            "invitation_text": _("Stands in the mail above the date, place and agenda."),
            "remind_unanswered": _("Once, also who does not know yet. Who was invited the day before is left alone."),
        }

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, time_zone=space.time_zone, **kwargs)
        self.instance.space = space
        kind: Any = self.fields["kind"]
        kind.choices = [(one.value, capfirst(one.label)) for one in Meeting.Kind]
        kind.required = not self.is_bound or "kind" in self.data  # without it, a meeting
        hosts = Member.objects.current().filter(space=space).exclude(organisation=None)  # type: ignore[attr-defined]
        if self.instance.host_id:  # a host who left since stays chosen
            hosts |= Member.objects.filter(pk=self.instance.host_id)
        self.fields["host"].queryset = hosts.select_related("organisation").order_by("organisation__name")  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self._offer_templates(space)

    def _offer_templates(self, space: Space) -> None:
        """A new meeting begins with one of the space's own templates, where it has any."""
        templates = AgendaTemplate.objects.filter(space=space)
        usual = templates.filter(is_usual=True).first()
        if templates.exists():
            self.fields["template"] = OneOrNone(
                templates,
                initial=usual,
                label=_("Agenda to begin with"),
                empty_label=None if usual else _("the agenda that we propose"),
            )
            self.order_fields(self.field_order)


class InviteForm(forms.Form):
    """Whom to invite: those who take part, and one guest."""

    people = Many(coerce=int, required=False)
    guest_name = OneLine(label=_("Name"), max_length=200, required=False)
    guest_email = forms.EmailField(label=_("E-mail address"), required=False)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.person.pk, one.person.name) for one in candidates]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("guest_name")) != bool(data.get("guest_email")) and not self.errors:
            missing = "guest_email" if data.get("guest_name") else "guest_name"
            raise ValidationError({missing: _("We need both a name and an address.")})
        if not self.errors and not data.get("people") and not data.get("guest_email"):
            raise ValidationError(_("Choose at least one person."))
        return data


class WordForm(forms.Form):
    """A mail to some of those who were invited."""

    to = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    subject = OneLine(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("Your words"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Above it stands a greeting with their name, below it when and where the meeting is."),
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = groups  # type: ignore[attr-defined]


class AnswerForm(SpeaksFor, forms.Form):
    """Coming or not. Nothing is chosen beforehand: a blind submit is no answer."""

    answer = forms.ChoiceField(
        label=_("Will you be there?"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Invitee.CHOSEN],
        error_messages={"required": _("Choose one of the answers.")},
    )  # fmt: skip
    colleague_name = OneLine(label=_("Name of your colleague"), max_length=200)
    colleague_email = forms.EmailField(
        label=_("E-mail address of your colleague"), help_text=_("They get an invitation of their own.")
    )
    remark = forms.CharField(
        label=_("Anything we should know?"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, invitee: Invitee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_whom(invitee.person, invitee.organisation)
        if invitee.is_stand_in:  # a colleague of a colleague: let the first one choose again
            alone = [one for one in Invitee.CHOSEN if one != Invitee.Answer.COLLEAGUE]
            self.fields["answer"].choices = [(one.value, one.label) for one in alone]  # type: ignore[attr-defined]
            del self.fields["colleague_name"], self.fields["colleague_email"]
            return
        # Shown, and needed, only of who sends a colleague; what else was typed there is left alone.
        sends_colleague = self.data.get("answer") == Invitee.Answer.COLLEAGUE
        for name in ("colleague_name", "colleague_email"):
            self.fields[name].error_messages["required"] = _("Who comes instead? We send them an invitation.")
            if self.is_bound and not sends_colleague:
                self.fields[name].disabled = True  # while cleaning: so nothing typed there is judged

    def clean(self) -> dict[str, Any]:
        for name in {"colleague_name", "colleague_email"} & set(self.fields):
            self.fields[name].disabled = False
            if self.data.get("answer") != Invitee.Answer.COLLEAGUE:
                self.errors.pop(name, None)
        return super().clean() or {}

    def reply(self) -> Reply:
        data = self.cleaned_data
        return Reply(
            answer=data["answer"],
            remark=data["remark"],
            colleague_name=data.get("colleague_name", ""),
            colleague_email=data.get("colleague_email", ""),
            organisation=self.chosen_organisation,
        )


class PresenceForm(forms.Form):
    """What is noted of one person; its prefix is the number of their row."""

    attendance = forms.ChoiceField(choices=Invitee.Attendance, required=False, widget=forms.RadioSelect)
    replaced_by = OneLine(label=_("Replaced by"), max_length=200, required=False)

    def __init__(self, *args: Any, invitee: Invitee, **kwargs: Any) -> None:
        super().__init__(*args, prefix=str(invitee.pk), **kwargs)
        self.invitee = invitee

    def presence(self) -> Presence:
        return Presence(self.cleaned_data["attendance"], self.cleaned_data["replaced_by"])


class AttendantForm(forms.Form):
    """Somebody who came and was not on the list."""

    name = OneLine(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), required=False, help_text=_("Then they get the minutes."))


class RegistrationForm(forms.Form):
    """Who registers for a gathering."""

    name = OneLine(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("We send you a mail to be sure that it is you."))
    organisation_name = OneLine(label=_("Organisation"), max_length=300, required=False)
    remark = OneLine(label=_("Anything we should know?"), max_length=Registration.REMARK_LENGTH, required=False)

    def wish(self, language: str) -> Wish:
        return Wish(language=language, **self.cleaned_data)


class ConfirmRegistrationForm(forms.Form):
    """Whoever reads the mailbox says that it was them."""

    mine = forms.BooleanField(
        label=_("Yes, this was me: I want to come."),
        error_messages={"required": _("Tick this if it was you. If not, you need not do anything.")},
    )
