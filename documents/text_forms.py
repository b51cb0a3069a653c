"""What a coordinator fills in about a text in versions: the text itself, what a new version changes, who is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forms import Many
from documents.signing.services import Party
from documents.versions import Change
from spaces.models import Member, Person

MARKDOWN_HELP = _("A blank line starts a paragraph, # a heading, - a point of a list; **two stars** make bold.")
# The preview follows the typing; htmx takes the page's one form along.
_PREVIEW = {
    "hx-post": "",
    "hx-trigger": "input changed delay:400ms",
    "hx-vals": '{"preview": "1"}',
    "hx-target": "#preview",
    "hx-swap": "outerHTML",
}


def markdown_editor() -> forms.Textarea:
    """The field of a whole text, with its preview beside it (``documents/text_change.html``)."""
    return forms.Textarea(attrs={"rows": 24, "class": "charter-text", "spellcheck": "true", **_PREVIEW})


class ChangeForm(forms.Form):
    """How the new version relates to the one before. Nothing is chosen beforehand, and of a first one nothing is asked.

    A subclass says in ``major`` and ``minor`` what each means for what was said of the text.
    """

    major: str | Promise
    minor: str | Promise
    change = forms.ChoiceField(
        label=_("What did you change?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["change"]
        else:
            self.fields["change"].choices = [(Change.MAJOR, self.major), (Change.MINOR, self.minor)]

    @property
    def is_major(self) -> bool:
        return self.cleaned_data.get("change", Change.MAJOR) == Change.MAJOR


class HasName(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def member(self) -> Member: ...


class HasPerson(Protocol):
    @property
    def person(self) -> Person: ...


class PartiesForm(forms.Form):
    """Who is asked: ticks, one for each member and person, all set at first."""

    parties = Many(
        label=_("Who is asked?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one person."),
            "invalid_choice": _("Somebody on the list cannot be asked any more. Look at the list again."),
        },
    )

    def __init__(self, *args: Any, seats: Iterable[tuple[HasName, HasPerson]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key: dict[str, Party] = {}
        choices = []
        for one, seat in seats:
            key = f"{one.member.pk}-{seat.person.pk}"
            self.by_key[key] = Party(one.member, seat.person)
            choices.append((key, one.name if one.member.individual_id else f"{one.name}: {seat.person.name}"))
        self.fields["parties"].choices = choices
        self.fields["parties"].initial = list(self.by_key)

    @property
    def chosen(self) -> list[Party]:
        return [self.by_key[key] for key in self.cleaned_data["parties"]]
