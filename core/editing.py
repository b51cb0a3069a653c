"""Two people at one form: what one saved is never overwritten unseen by the other.

A page holds a mark of what its form was opened with. Whoever saves sends it back; when something else
stands there by then, nothing is saved and the form says what the other wrote. Nothing is counted in
the database for it, so whatever changes a row (an import, the administration) is noticed.

The mark guards against mistakes, not against attackers: who may save may replace what others wrote.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import dateformat, formats, timezone
from django.utils.translation import gettext as _

FIELD = "seen"
# Who saved is worth telling while somebody may have the page open.
REMEMBERED = 24 * 60 * 60


@dataclass(frozen=True)
class Difference:
    """A field that somebody else saved otherwise: its label, and what stands there now in words."""

    label: Any
    theirs: str


def mark_of(what: str, values: Any) -> str:
    """A short mark of ``values``, which are those of ``what``: equal values have equal marks."""
    text = json.dumps([what, values], default=_plain, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else str(value)


def remember(mark: str, name: str) -> None:
    """Note for a day that somebody of this name saved what has this mark."""
    cache.set(f"saved:{mark}", (name, timezone.now()), REMEMBERED)


def saved_meanwhile(mark: str) -> ValidationError:
    """What is said to whoever would have overwritten what has this mark, with who saved it where that is known."""
    rest = _("What stands there now is shown here; what you typed is still in the form. Save again to keep yours.")
    known = cache.get(f"saved:{mark}")
    if known is None:
        return ValidationError(_("Somebody else saved this while you were writing.") + " " + rest, "saved meanwhile")
    name, moment = known
    words = _("%(name)s saved this at %(time)s, while you were writing.")
    time = dateformat.format(timezone.localtime(moment), "H:i")
    return ValidationError(words % {"name": name, "time": time} + " " + rest, "saved meanwhile")


class _Seen(forms.CharField):
    """What this page was opened with. Shown anew each time: who was told of the other text may save."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class GuardedForm:
    """Mixin, before ``forms.ModelForm``, of a form with which a row is changed; a new row needs no guard.

    The instance is read while the row is held (``spaces.pages.EditPage``). After a conflict ``theirs``
    says what differs.
    """

    fields: dict[str, forms.Field]
    instance: Model
    theirs: tuple[Difference, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A callable, asked last: a subclass goes on to add, remove and fill fields.
            self.fields[FIELD] = _Seen(required=False, initial=self.mark)

    def mark(self) -> str:
        """The mark of what stands in the database now."""
        values = {box.name: box.initial for box in self if not box.is_hidden}  # type: ignore[attr-defined]
        return mark_of(f"{self.instance._meta.label} {self.instance.pk}", values)

    def clean(self) -> dict[str, Any]:
        # First of all: the form that comes back with any error counts as one that was shown what stands there.
        if FIELD in self.fields and self.cleaned_data.get(FIELD) != self.mark():  # type: ignore[attr-defined]
            self.theirs = tuple(self._differences())
            if self.theirs:  # pressing twice sends what stands there already
                self.add_error(None, saved_meanwhile(self.mark()))  # type: ignore[attr-defined]
        return super().clean() or {}  # type: ignore[misc]

    def _differences(self) -> Iterator[Difference]:
        for name, field in self.fields.items():
            box = self[name]  # type: ignore[index]
            theirs = _one_break(box.initial)
            if not box.is_hidden and not field.disabled and field.has_changed(theirs, _one_break(box.data)):
                yield Difference(field.label or box.label, in_words(field, box.initial))


def _one_break(value: Any) -> Any:
    """Browsers send line ends as CRLF, whatever was in the box."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def in_words(field: forms.Field, value: Any) -> str:
    """A value of ``field`` as people read it; "" for nothing."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(row) for row in value or ())
    if isinstance(field, forms.ModelChoiceField):
        row = field.queryset.filter(pk=value).first() if value else None  # type: ignore[union-attr]
        return field.label_from_instance(row) if row else ""
    if isinstance(field, forms.ChoiceField):
        chosen = {str(one) for one in (value if isinstance(value, (list, tuple)) else [value])}
        choices: Any = field.choices
        return ", ".join(str(label) for key, label in choices if str(key) in chosen)
    return "" if value is None else str(formats.localize(value, use_l10n=True))
