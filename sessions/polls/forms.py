"""Forms of a date poll: what is asked, the days, and what suits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, OneLine, TimeInput, of_our_time
from sessions.meetings.models import Suits
from sessions.polls.models import Option, Poll
from sessions.polls.services import FEWEST_OPTIONS, MOST_OPTIONS
from spaces.models import Space


class PollForm(forms.ModelForm):
    """What the meeting will be."""

    class Meta:
        model = Poll
        fields = ("title", "place", "video_url", "words")
        field_classes = dict.fromkeys(("title", "place"), OneLine)
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"words": _("A sentence or two; it stands in the mail.")}


class DayForm(forms.Form):
    """One proposed day; left empty, it is none."""

    date = forms.DateField(label=_("Date"), widget=DateInput(), validators=[of_our_time], required=False)
    from_time = forms.TimeField(label=_("From"), widget=TimeInput(), required=False)
    until_time = forms.TimeField(label=_("Until"), widget=TimeInput(), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, begins, ends = (data.get(name) for name in ("date", "from_time", "until_time"))
        if self.errors or not day:
            return data
        if not begins or not ends:
            raise ValidationError({"from_time": _("From when until when?")})
        if ends <= begins:
            raise ValidationError({"until_time": _("The end has to be later than the start.")})
        if day <= timezone.localdate():
            raise ValidationError({"date": _("Choose a day that is still to come.")})
        return data

    def moments(self, space: Space) -> tuple[dt.datetime, dt.datetime]:
        """Its start and end, by the clock of the space."""
        day, zone = self.cleaned_data["date"], ZoneInfo(space.time_zone)
        begins, ends = (self.cleaned_data[name] for name in ("from_time", "until_time"))
        return dt.datetime.combine(day, begins, zone), dt.datetime.combine(day, ends, zone)


class OneDayForm(DayForm):
    """One day more, of a poll that there is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="more", **kwargs)
        for field in self.fields.values():
            field.required = True


class BaseDays(forms.BaseFormSet):
    """The proposed days together: two at least."""

    def clean(self) -> None:
        if not any(self.errors) and len({self._key(form) for form in self.forms if self._key(form)}) < FEWEST_OPTIONS:
            raise ValidationError(_("Propose at least two days, so that there is something to choose."))

    @staticmethod
    def _key(form: forms.Form) -> tuple[dt.date, dt.time, dt.time] | None:
        data = form.cleaned_data
        return (data["date"], data["from_time"], data["until_time"]) if data.get("date") else None

    def days(self, space: Space) -> list[tuple[dt.datetime, dt.datetime]]:
        """Start and end of each, by the clock of the space."""
        return [form.moments(space) for form in self.forms if self._key(form)]


DaysFormSet = forms.formset_factory(
    DayForm, formset=BaseDays, extra=0, max_num=MOST_OPTIONS, validate_max=True, absolute_max=MOST_OPTIONS + 10
)


class VotesForm(forms.Form):
    """For each day one of three answers. Nothing is chosen beforehand: a blind submit is no answer."""

    remark = OneLine(label=_("Anything we should know?"), max_length=500, required=False)

    def __init__(self, *args: Any, options: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        for one in options:
            self.fields[self.name_of(one)] = forms.ChoiceField(
                label=str(one), choices=Suits, widget=forms.RadioSelect,
                error_messages={"required": _("Does this day suit you?")},
            )  # fmt: skip

    @staticmethod
    def name_of(option: Option) -> str:
        return f"day-{option.pk}"

    def rows(self) -> list[tuple[Option, forms.BoundField]]:
        return [(one, self[self.name_of(one)]) for one in self.options]

    def said(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[self.name_of(one)] for one in self.options}
