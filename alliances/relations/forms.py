"""What is filled in about relations: the coordinator's question, and an organisation's answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.relations.models import Answer
from alliances.relations.services import Said
from core.forms import DateInput, Many, OneLine, of_our_time, row_number
from spaces.models import Representative

USUAL_DAYS = 14
LONGEST = dt.timedelta(days=60)
PREFIX = "with_"


class AskForm(forms.Form):
    """A word of the coordinator, until when, and who is asked."""

    words = forms.CharField(
        label=_("A word with it"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    closes_on = forms.DateField(label=_("Last day to answer"), widget=DateInput(), validators=[of_our_time])
    seats = Many(
        label=_("Who is asked?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one person."),
            "invalid_choice": _("Somebody on the list cannot be asked any more. Look at the list again."),
        },
    )

    def __init__(self, *args: Any, seats: Sequence[Representative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].initial = timezone.localdate() + dt.timedelta(days=USUAL_DAYS)
        self.fields["seats"].choices = [(str(one.pk), f"{one.member.name} – {one.person.name}") for one in seats]
        self.fields["seats"].initial = [str(one.pk) for one in seats]

    def clean_closes_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["closes_on"]
        if not timezone.localdate() <= day <= timezone.localdate() + LONGEST:
            raise forms.ValidationError(_("Choose a day between today and two months from now."))
        return day


class AnswerForm(forms.Form):
    """What one organisation says of others; nothing is chosen beforehand, and what is left open stays open.

    ``others`` has the name of every other member by its number, ``shown`` those that are asked about, ``before``
    what was answered. A page that was opened earlier may ask about more than is ``shown`` now.
    """

    other = forms.TypedChoiceField(
        label=_("Do you work with somebody else of the alliance?"), required=False, coerce=int, empty_value=None
    )
    about = OneLine(label=_("What about?"), required=False, max_length=200, help_text=_("A few words are enough."))

    def __init__(
        self,
        data: Any = None,
        *,
        others: Mapping[int, str],
        shown: Collection[int],
        before: Mapping[int, Answer],
    ) -> None:
        super().__init__(data)
        sent = {row_number(key.removeprefix(PREFIX)) for key in data or () if key.startswith(PREFIX)}
        self.asked = [*shown, *sorted(one for one in sent if one in others and one not in shown and one is not None)]
        for number in self.asked:
            self.fields[f"{PREFIX}{number}"] = forms.ChoiceField(
                label=others[number],
                choices=Answer.Says.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=before[number].says if number in before else None,
            )
        self.fields["other"].choices = [
            ("", "–"),
            *((number, name) for number, name in others.items() if number not in self.asked),
        ]

    def rows(self) -> list[tuple[int, forms.BoundField]]:
        """The questions in order, with the number of the organisation that each is about."""
        return [(number, self[f"{PREFIX}{number}"]) for number in self.asked]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("about") and not data.get("other") and "other" not in self.errors:
            self.add_error("other", _("Choose the organisation that this is about."))
        if not self.errors and not self.said():
            raise forms.ValidationError(_("Choose at least one answer; what you leave open stays open."))
        return data

    def said(self) -> list[Said]:
        """What was answered."""
        data = self.cleaned_data
        found = [Said(number, data[f"{PREFIX}{number}"]) for number in self.asked if data.get(f"{PREFIX}{number}")]
        if data.get("other"):
            found.append(Said(data["other"], Answer.Says.TOGETHER, data.get("about", "")))
        return found
