"""The form of a process coach."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.editing import GuardedForm
from core.forms import DateInput, OneLine, of_our_time
from programmes.coaching.models import Coach


class Day(forms.DateField):
    """A day of our time."""

    widget = DateInput
    default_validators: ClassVar = [of_our_time]


class CoachForm(GuardedForm, forms.ModelForm):
    """Who coaches, from when until when, and how to reach them."""

    class Meta:
        model = Coach
        fields = ("name", "organisation", "email", "language", "starts_on", "ends_on", "note")
        field_classes: ClassVar = {"name": OneLine, "organisation": OneLine, "starts_on": Day, "ends_on": Day}
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 3})}
        labels: ClassVar = {
            "name": gettext_lazy("Name"),
            "organisation": gettext_lazy("Organisation"),
            "email": gettext_lazy("E-mail address"),
            "language": gettext_lazy("Language of our mails"),
            "starts_on": gettext_lazy("First day"),
            "ends_on": gettext_lazy("Last day"),
            "note": gettext_lazy("Note"),
        }
        help_texts: ClassVar = {
            "organisation": gettext_lazy("Where they work; empty when they work for themselves."),
            "email": gettext_lazy("The alliance of the region sees it too."),
            "ends_on": gettext_lazy("Empty while the end is open."),
            "note": gettext_lazy("For the coordinators of the programme alone: what was agreed, how many days."),
        }


class CoachGiveForm(CoachForm):
    """A new coach, and whether the one of now makes room.

    The box has the number of that coach in its name: when another one stands there by now, it was not ticked for them.
    """

    def __init__(self, *args: Any, now: Coach | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        if now:
            self.fields[self.box] = forms.BooleanField(
                label=_("%(name)s stops the day before") % {"name": now.name},
                help_text=_("%(name)s coaches this region %(period)s. A region has one coach at a time.")
                % {"name": now.name, "period": now.period},
                required=False,
            )
            self.order_fields(["name", "organisation", "email", "language", "starts_on", self.box])

    @property
    def box(self) -> str:
        return f"instead_of_{self.now.pk}" if self.now else ""

    def instead_of(self) -> Coach | None:
        """Who stops for the new one."""
        return self.now if self.now and self.cleaned_data.get(self.box) else None


def first_free_day(now: Coach | None, today: dt.date) -> dt.date:
    """The day that is offered for a new coach: today, or the first one after who has a last day."""
    return now.ends_on + dt.timedelta(days=1) if now and now.ends_on else today
