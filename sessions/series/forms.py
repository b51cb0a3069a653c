"""Forms of a series: what its meetings have in common, and each of them as a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.editing import GuardedForm
from core.forms import DateInput, OneLine, TimeInput, of_our_time
from sessions.series import dates
from sessions.series.models import Series
from spaces.models import Space

LONGEST = dt.timedelta(days=366 * 5)
USUAL_PERIOD = dt.timedelta(days=548)  # eighteen months


class SeriesForm(GuardedForm, forms.ModelForm):
    """What the meetings of a series have in common."""

    class Meta:
        model = Series
        fields = ("name", "from_time", "until_time", "place", "video_url")
        field_classes = dict.fromkeys(("name", "place"), OneLine)
        widgets = {"from_time": TimeInput(), "until_time": TimeInput()}
        labels = {"from_time": gettext_lazy("From"), "until_time": gettext_lazy("Until")}
        help_texts = {
            "place": gettext_lazy(
                "Leave it empty where each host sees to a place: then it is at their address, where we know it."
            )
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        begins, ends = data.get("from_time"), data.get("until_time")
        if begins and ends and ends <= begins:
            raise ValidationError({"until_time": _("The end has to be later than the start.")})
        return data


class SeriesAddForm(SeriesForm):
    """The same, with the period in which days are looked for."""

    first_day = forms.DateField(label=gettext_lazy("From day"), widget=DateInput(), validators=[of_our_time])
    last_day = forms.DateField(label=gettext_lazy("To day"), widget=DateInput(), validators=[of_our_time])
    number = forms.IntegerField(
        label=gettext_lazy("How many meetings"), min_value=1, max_value=dates.MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    weekday = forms.TypedChoiceField(label=gettext_lazy("On which day"), coerce=int, choices=list(WEEKDAYS.items()))
    avoids_quiet_time = forms.BooleanField(
        label=gettext_lazy("Not in July and August, and not around New Year"), required=False
    )

    field_order = (
        "name", "first_day", "last_day", "number", "weekday", "from_time", "until_time", "place", "video_url",
        "avoids_quiet_time", "rotates_moderator",
    )  # fmt: skip

    class Meta(SeriesForm.Meta):
        fields = (*SeriesForm.Meta.fields, "rotates_moderator")  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            raise ValidationError({"last_day": _("The last day lies before the first one.")})
        if last and last < timezone.localdate():
            raise ValidationError({"last_day": _("This day is over.")})
        if first and last and last - first > LONGEST:
            raise ValidationError({"last_day": _("Take at most five years at a time.")})
        return data


class LineForm(forms.Form):
    """One meeting that is going to be planned, unless it is left out."""

    kept = forms.BooleanField(label=gettext_lazy("Plan this one"), required=False)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput(), validators=[of_our_time])
    host = forms.TypedChoiceField(label=gettext_lazy("Host"), coerce=int, empty_value=None, required=False)
    moderator = forms.TypedChoiceField(label=gettext_lazy("Moderator"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, members: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("host", "moderator"):
            self.fields[name].choices = [("", _("nobody yet")), *members]  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self._wants_it():
            self._errors.clear()  # what is left out may stand there as it likes

    def _wants_it(self) -> bool:
        return bool(self.data.get(self.add_prefix("kept")))

    @property
    def is_kept(self) -> bool:
        return bool(self.cleaned_data.get("kept"))


class BaseLines(forms.BaseFormSet):
    """All lines: at least one, each on a day of its own that is not over."""

    def clean(self) -> None:
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.is_kept]
        if not kept:
            raise ValidationError(_("Keep at least one meeting."))
        seen: set[dt.date] = set()
        for form in kept:
            day = form.cleaned_data["day"]
            if day < timezone.localdate():
                form.add_error("day", _("This day is over."))
            elif day in seen:
                form.add_error("day", _("There is another meeting of this series on that day."))
            seen.add(day)

    @property
    def kept(self) -> list[LineForm]:
        return [form for form in self.forms if form.is_kept]


LineFormSet = forms.formset_factory(
    LineForm, formset=BaseLines, extra=0, max_num=dates.MOST, validate_max=True, absolute_max=dates.MOST
)


class RotaForm(forms.Form):
    """Who hosts and who moderates one meeting; its prefix is the number of its row."""

    host = forms.TypedChoiceField(label=gettext_lazy("Host"), coerce=int, empty_value=None, required=False)
    moderator = forms.TypedChoiceField(label=gettext_lazy("Moderator"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, members: Sequence[tuple[int, str]], has_moderator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_moderator:
            del self.fields["moderator"]
        for field in self.fields.values():
            field.choices = [("", _("nobody yet")), *members]  # type: ignore[attr-defined]


class MoreForm(forms.Form):
    """One meeting more of a series."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput(), validators=[of_our_time])

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(_("This day is over."))
        return day


def usual(space: Space, today: dt.date) -> dict[str, Any]:
    """What the form begins with: what is left of the mandate period of the space, else eighteen months."""
    first = max(today + dt.timedelta(days=14), space.starts_on or today)
    has_end = space.ends_on is not None and space.ends_on > first
    last = min(space.ends_on, first + LONGEST) if has_end else first + USUAL_PERIOD
    return {
        "name": _("Plenary meeting"),
        "first_day": first,
        "last_day": last,
        "number": dates.usual_number(first, last),
        "weekday": 1,
        "from_time": dt.time(14),
        "until_time": dt.time(16),
        "avoids_quiet_time": True,
    }


def not_there(names: Collection[str], day: dt.date) -> str:
    """What is said of a member that cannot have a turn on that day."""
    facts = {"who": ", ".join(names), "day": date_format(day, "j F Y")}
    return _("%(who)s is not a member on %(day)s, or pauses then.") % facts
