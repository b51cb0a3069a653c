"""Form pieces that every room uses."""

import datetime as dt
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.text import without_hidden

# The status of a page that shows a form again because of what was filled in.
UNPROCESSABLE = 422
# That of a page which did what it was asked and leads on.
FOUND = 302


# They come into headers of mails and lines of calendars.
one_line = RegexValidator(
    r"^[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*\Z", _("Write this on one line, without line breaks.")
)


class OneLine(forms.CharField):
    """A name, a title or a place: on one line, and without characters that nobody sees (``core.text``)."""

    default_validators: ClassVar = [one_line]

    def to_python(self, value: Any) -> str:
        return without_hidden(super().to_python(value)).strip()


class OneOrNone(forms.ModelChoiceField):
    """One of a list, or the empty choice, which has words of its own: so nobody reads "optional" beside it."""

    empty_is_a_choice = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)


class Many(forms.TypedMultipleChoiceField):
    """Several of a list of choices without groups, that may be long: Django goes through all of it for each one."""

    def validate(self, value: Any) -> None:
        self._known = {str(key) for key, _label in self.choices}
        super().validate(value)

    def valid_value(self, value: Any) -> bool:
        return str(value) in self._known


def of_our_time(day: dt.date) -> None:
    """Validator of a day that gets an hour and a time zone: at the ends of the calendar those cannot be read back."""
    if not 1900 <= day.year < 2200:
        raise ValidationError(_("Look at the year: this cannot be right."))


# More digits than the number of any row has, and far fewer than Python takes seconds for.
_MOST_DIGITS = 18


def row_number(text: str) -> int | None:
    """The number of a row as a button sent it; None for what cannot be one."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None


class DateInput(forms.DateInput):
    """The browser's own date field; it wants and gives ISO dates in every language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DateTimeInput(forms.DateTimeInput):
    """The browser's own field for a date with a time, in minutes."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class TimeInput(forms.TimeInput):
    """The browser's own field for a time of the day, in minutes."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class DayAndHoursForm(forms.ModelForm):
    """A day and two times of it, for a model with ``starts_at`` and ``ends_at`` (and ``local_start``, ``local_end``).

    Times are those of ``time_zone``; ``usual_hours`` are offered for a new one.
    """

    usual_hours = (dt.time(9), dt.time(17))

    date = forms.DateField(label=_("Date"), widget=DateInput(), validators=[of_our_time])
    from_time = forms.TimeField(label=_("From"), widget=TimeInput())
    until_time = forms.TimeField(label=_("Until"), widget=TimeInput())

    def __init__(self, *args: Any, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(time_zone)
        self.fields["from_time"].initial, self.fields["until_time"].initial = self.usual_hours
        if self.instance.pk:
            start, end = self.instance.local_start, self.instance.local_end
            self.initial.update(date=start.date(), from_time=start.time(), until_time=end.time())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        date, begins, ends = (data.get(name) for name in ("date", "from_time", "until_time"))
        if date and begins and ends:
            if ends <= begins:
                raise ValidationError({"until_time": _("The end has to be later than the start.")})
            self.instance.starts_at = dt.datetime.combine(date, begins, self.zone)
            self.instance.ends_at = dt.datetime.combine(date, ends, self.zone)
        return data
