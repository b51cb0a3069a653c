"""Forms about the data of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import OneLine
from core.personal import Held
from privacy.models import Copy, NoticeText, Wish
from privacy.wishes import Change


class InquiryForm(forms.Form):
    """About which address somebody asks what is kept."""

    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)


class NoticeTextForm(forms.Form):
    """The words of the notice in one language."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=NoticeText.LENGTH,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Below it stand by themselves: what you keep of this person, where it comes from, who coordinates, and the "
            "button to their own page. Empty it to get our text back."
        ),
    )


class CorrectForm(forms.Form):
    """What of the records about a person in one space should read otherwise; nothing changed asks nothing."""

    def __init__(self, data: Any = None, *, records: list[Held], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._known = {
            f"{one.record}/{field.name}": (one, field) for one in records if one.record for field in one.fields
        }
        several = len({one.record for one, _field in self._known.values()}) > 1
        for key, (one, field) in self._known.items():
            self.fields[key] = OneLine(
                label=field.label,
                initial=field.value,
                required=False,
                max_length=field.max_length,
                help_text=one.what if several else "",
            )

    def changes(self) -> list[Change]:
        """The lines in which something else was typed; a name is never emptied."""
        found = []
        for key, (one, field) in self._known.items():
            new = self.cleaned_data[key]
            if new != field.value and (new or field.name == "phone"):
                found.append(Change(one.record, field.name, str(field.label), field.value, new))
        return found


class AskForm(forms.Form):
    """Ask something in one's own words; a tick that no mail scanner sets."""

    words = forms.CharField(
        label=_("In your words, if you like"),
        required=False,
        max_length=Wish.WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(label=_("Yes, I ask this"))


class AnswerForm(forms.Form):
    """What a coordinator answers: it goes to the person by mail."""

    answer = forms.CharField(
        label=_("Your answer"), max_length=Wish.WORDS_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )


class HandOverForm(forms.Form):
    """What is left out of a copy, why, and a tick that it was read; ``seen`` says what was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why is something left out?"),
        required=False,
        max_length=Copy.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where a line says something about somebody else. The person reads your reason."),
    )
    sure = forms.BooleanField(label=_("I read it, and I know that whoever reads this mailbox is the person"))


class EraseForm(forms.Form):
    """Erasing cannot be undone."""

    sure = forms.BooleanField(label=_("I looked at it: erase this"))
