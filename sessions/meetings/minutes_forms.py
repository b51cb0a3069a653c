"""A line of the minutes as a form, with the decision it may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, OneLine
from sessions.meetings.models import MinutesRow


class ObjectionsInput(forms.Widget):
    """Three fields for each objection, each name given as often as there are objections."""

    PARTS = ("who", "reason", "met")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[list[str]]:
        of = data.getlist if hasattr(data, "getlist") else lambda key: data.get(key, [])
        columns = [of(f"{name}-{part}") for part in self.PARTS]
        longest = max(map(len, columns))
        filled = [[*column, *[""] * (longest - len(column))] for column in columns]
        return [[text.strip() for text in said] for said in zip(*filled, strict=True)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-who" not in data


class ObjectionsField(forms.Field):
    """Who objected, why, and how it was met; lines that are empty are left out."""

    widget = ObjectionsInput
    MOST = 40
    LONGEST = (200, 1_000, 1_000)

    def __init__(self) -> None:
        super().__init__(required=False, label=_("Objections"))

    def clean(self, value: list[list[str]]) -> list[list[str]]:
        said = [one for one in value or [] if any(one)]
        if len(said) > self.MOST:
            raise ValidationError(_("These are more objections than fit here."))
        if any(len(text) > most for one in said for text, most in zip(one, self.LONGEST, strict=True)):
            raise ValidationError(_("Say it shorter: at most 1,000 characters."))
        return said


def _whole(given: dict[str, Any]) -> dict[str, Any]:
    """What was typed in a line, when its parts do not contradict each other. Raises ValidationError."""
    if given.get("due_on") and given.get("no_due_date"):
        raise ValidationError(_("Choose a date or N/A, not both."))
    return given


class MinutesRowForm(forms.ModelForm):
    """One line of the minutes, with the version that the writer began from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = MinutesRow
        fields = MinutesRow.TEXT
        field_classes = dict.fromkeys(("subject",), OneLine)
        widgets = {
            "comment": forms.Textarea(attrs={"rows": 4}),
            "action": forms.Textarea(attrs={"rows": 2}),
            "due_on": DateInput(),
            "proposal": forms.Textarea(attrs={"rows": 2}),
            "review_on": DateInput(),
        }
        labels = {"outcome": _("Outcome"), "review_on": _("Look at it again on")}

    objections = ObjectionsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        row = kwargs["instance"]
        super().__init__(*args, prefix=f"row-{row.pk}", **kwargs)
        self.initial["version"] = row.version
        self.fields["outcome"].choices = [("", _("nothing decided yet")), *MinutesRow.Outcome.choices]  # type: ignore[attr-defined]

    @classmethod
    def read(cls, data: Any, row: int) -> dict[str, Any] | None:
        """What was posted for the line with this number, when nothing about it is wrong: the same as
        ``cleaned_data``, without a form that can be shown. None: make the form, it says what is wrong."""
        fields = cls.base_fields.items()  # type: ignore[attr-defined]
        try:
            return _whole(
                {name: one.clean(one.widget.value_from_datadict(data, {}, f"row-{row}-{name}")) for name, one in fields}
            )
        except ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        return _whole(super().clean() or {})

    def _post_clean(self) -> None:
        """Nothing: a line is saved from ``cleaned_data``, and what the model asks beyond this is said in ``clean``."""

    def note_fields(self) -> list[forms.BoundField]:
        """The columns of the table: what was said, and who does what by when."""
        return [self[name] for name in ("subject", "comment", "action", "who", "due_on", "no_due_date")]

    def holds_a_decision(self) -> bool:
        """Whether its part about a decision is unfolded: something is in it, or the agenda says one is due here."""
        item = self.instance.agenda_item
        if item is not None and item.kind == item.Kind.DECISION and not item.is_about_minutes:
            return True
        names = ("proposal", "objections", "outcome", "review_on")
        return any(self[name].value() or self[name].errors for name in names)

    def objections_shown(self) -> list[list[str]]:
        """Those there are, and an empty one to write in."""
        return [*(self["objections"].value() or []), ["", "", ""]]
