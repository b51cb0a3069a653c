"""Forms to ask for a correction of minutes, and to decide about them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import OneOrNone
from sessions.meetings.models import Approval, Correction, Meeting, Minutes, Reopening

# The page may be opened while people come in.
EARLY = dt.timedelta(hours=2)


class CorrectionForm(forms.Form):
    """What is not right, and in which line."""

    about = forms.ChoiceField(label=_("Where?"), required=False)
    text = forms.CharField(
        label=_("What should it say?"), max_length=Correction.TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, minutes: Minutes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = minutes.rows.exclude(subject="").values_list("thread", "subject")
        everything = ("", _("Who was there, or the minutes as a whole"))
        self.fields["about"].choices = [everything, *((str(thread), subject) for thread, subject in rows)]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """As ``approving.propose`` takes it."""
        about = self.cleaned_data["about"]
        return {"text": self.cleaned_data["text"], "thread": UUID(about) if about else None}


class MeetingChoice(OneOrNone):
    def label_from_instance(self, obj: Meeting) -> str:  # type: ignore[override]
        return f"{obj.day}: {obj.title}"


class DecisionForm(forms.Form):
    """Which meeting decided, and a word with it."""

    decided_in = MeetingChoice(
        label=_("Decided by"),
        queryset=Meeting.objects.none(),
        empty_label=_("in writing, outside a meeting"),
    )
    note = forms.CharField(
        label=_("A word with it"),
        max_length=Approval.NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("If the meeting wants changes before it decides: which ones."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Meeting.objects.filter(space=meeting.space_id, starts_at__gt=meeting.starts_at, cancelled_at=None)
        begun = later.filter(starts_at__lte=timezone.now() + EARLY).select_related("space").order_by("starts_at", "pk")
        self.fields["decided_in"].queryset = begun  # type: ignore[attr-defined]
        if (last := begun.last()) is not None:
            self.initial.setdefault("decided_in", last.pk)


class ReopenForm(forms.Form):
    """Why approved minutes are opened again."""

    reason = forms.CharField(
        label=_("What is wrong?"),
        max_length=Reopening.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it with the minutes."),
    )
