"""The own criteria of a space: what they are, what may stand in them, and how they are made, changed and removed.

Values stand in ``Stakeholder.criteria`` by the key of their criterion, "c12" (docs/decisions/0052). What may stand
there is said here and nowhere else: ``field_of`` reads what people type, ``clean`` gives what is kept.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Func, JSONField, QuerySet, TextField, Value
from django.db.models.functions import Now
from django.utils.formats import number_format, sanitize_separators
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.prepared import Given, Prepared
from partners.stakeholders.models import Criterion, Stakeholder
from spaces.models import Space
from spaces.services import hold

Kind = Criterion.Kind

MOST = 40
MOST_OPTIONS = 60
LONGEST_TEXT = 2_000
LONGEST_OPTION = 80
# More than these a number that a computer keeps does not hold exactly.
DIGITS, DECIMALS = 15, 6
YES, NO = "yes", "no"
YES_NO = ((YES, gettext_lazy("yes")), (NO, gettext_lazy("no")))

type Option = tuple[str, str]  # key, label
type Kept = str | int | float | bool | None  # None: not filled in


class Own(NamedTuple):
    """A criterion as lists, forms and exports need it."""

    number: int
    name: str
    kind: str
    options: tuple[Option, ...]

    @property
    def key(self) -> str:
        """Its name in what is kept, among the columns and among the fields of forms."""
        return key_of(self.number)


def key_of(number: int) -> str:
    """A letter before the number: with a number alone a query would ask for a place in a list."""
    return f"c{number}"


# Every page of the register asks this.
_of_space = Prepared(
    lambda: (
        Criterion.objects.filter(space=Given("space"))
        .order_by("position", "pk")
        .values("id", "name", "kind", "options")
    )
)


def of_space(space_id: int) -> tuple[Own, ...]:
    """The criteria of this space, in their order."""
    return tuple(_own(*row) for row in _of_space.rows(space=space_id))


def own(criterion: Criterion) -> Own:
    return _own(criterion.pk, criterion.name, criterion.kind, criterion.options)


def _own(number: int, name: str, kind: str, options: Any) -> Own:
    if isinstance(options, str):  # as it comes where no field of Django's reads it
        options = json.loads(options)
    return Own(number, name, kind, tuple((key, label) for key, label in options))


class NumberField(forms.DecimalField):
    """A number as people write it, with a comma or a point."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=DIGITS, decimal_places=DECIMALS, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # as DecimalField does
        if isinstance(value, str):
            value = sanitize_separators(value.replace("\u00a0", "").replace("\u202f", "").replace(" ", ""))
            value = value.replace(",", ".") if value.count(",") == 1 and "." not in value else value
        return super().to_python(value)


def field_of(criterion: Own) -> forms.Field:
    """The field of a form in which a value of this criterion is filled in; it may stay empty."""
    facts: dict[str, Any] = {"label": criterion.name, "required": False}
    match criterion.kind:
        case Kind.NUMBER:
            return NumberField(**facts)
        case Kind.CHOICE:
            return forms.ChoiceField(choices=[("", _("not filled in")), *criterion.options], **facts)
        case Kind.YES_NO:
            return forms.ChoiceField(choices=[("", _("not filled in")), *YES_NO], **facts)
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}), **facts)


def kept(criterion: Own, value: Any) -> Kept:
    """What ``field_of(criterion)`` cleaned, as it is kept."""
    if value is None or value == "":
        return None
    if criterion.kind == Kind.NUMBER:
        return int(value) if value == value.to_integral_value() else float(value)
    return value == YES if criterion.kind == Kind.YES_NO else str(value)


def clean(criterion: Own, typed: Any) -> Kept:
    """What was typed, as it is kept. Raises ValidationError for what does not fit the kind."""
    return kept(criterion, field_of(criterion).clean(typed))


def is_key(name: str) -> bool:
    """Whether ``name`` is that of a criterion among the fields of an entry."""
    return name[:1] == "c" and name[1:].isdecimal()


def in_words(criterion: Own, value: Kept) -> str:
    """What is kept, as people read it."""
    match criterion.kind:
        case Kind.CHOICE:
            return dict(criterion.options).get(str(value), "")
        case Kind.YES_NO:
            return str(dict(YES_NO)[YES if value else NO])
        case Kind.NUMBER:
            return str(number_format(Decimal(str(value)), use_l10n=True))
    return str(value)


def possible(criterion: Own | None, value: Kept) -> Kept:
    """``value``, or nothing when the criterion or the choice is gone since it was kept."""
    if criterion is None or (criterion.kind == Kind.CHOICE and value not in dict(criterion.options)):
        return None
    return value


def typed(value: Kept) -> str:
    """What is kept, as a form sends it back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


# --- values of entries -----------------------------------------------------------------------------


def with_value(entry: dict[str, Kept], criterion: Own, value: Kept) -> dict[str, Kept]:
    """The values of an entry with this one in it."""
    rest = {key: one for key, one in entry.items() if key != criterion.key}
    return rest if value is None else {**rest, criterion.key: value}


def set_values(entries: QuerySet[Stakeholder], key: str, value: Kept) -> int:
    """Write one value of the criterion with this key into all of ``entries``; how many they were."""
    return entries.update(criteria=_without(key) if value is None else _with(key, value), changed_at=Now())


def _with(key: str, value: Kept) -> Func:
    return _joined(Value({key: value}, JSONField()), " || ")


def _without(key: str) -> Func:
    return _joined(Value(key, TextField()), " - ")


def _joined(other: Value, operator: str) -> Func:
    return Func(F("criteria"), other, template="(%(expressions)s)", arg_joiner=operator, output_field=JSONField())


def filled_in(criterion: Criterion) -> QuerySet[Stakeholder]:
    """The entries that say something of it."""
    return Stakeholder.objects.filter(space=criterion.space_id, criteria__has_key=key_of(criterion.pk))


# --- the criteria themselves -----------------------------------------------------------------------


def _check_options(kind: str, options: Sequence[Option]) -> None:
    if kind != Kind.CHOICE:
        return
    labels = [label.casefold() for _key, label in options]
    if not labels:
        raise ValidationError({"options": _("Fill in at least one choice.")})
    if len(labels) != len(set(labels)):
        raise ValidationError({"options": _("Two choices have the same name.")})
    if len(labels) > MOST_OPTIONS:
        raise ValidationError({"options": _("At most %(n)d choices.") % {"n": MOST_OPTIONS}})


def _keyed(options: Iterable[Option]) -> list[list[str]]:
    """Each option with a key; a new one gets one that no option before it ever had."""
    return [[key or secrets.token_hex(4), label] for key, label in options]


@transaction.atomic
def add(space: Space, *, name: str, kind: str, labels: Sequence[str] = ()) -> Criterion:
    """A new criterion, the last of the space. Raises ValidationError."""
    hold(space.pk)
    before = Criterion.objects.filter(space=space)
    if before.count() >= MOST:
        raise ValidationError(_("A register has at most %(n)d criteria of its own.") % {"n": MOST})
    options = [("", label) for label in labels] if kind == Kind.CHOICE else []
    _check_options(kind, options)
    last = before.order_by("-position").values_list("position", flat=True).first() or 0
    made = Criterion(space=space, name=name, kind=kind, options=_keyed(options), position=last + 1)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def change(criterion: Criterion, *, name: str, options: Sequence[Option] = ()) -> int:
    """Another name, other labels, choices more or less. Gives how many values went with choices that are gone.

    Raises ValidationError.
    """
    hold(criterion.space_id)
    held = Criterion.objects.get(pk=criterion.pk)
    options = options if held.kind == Kind.CHOICE else []
    _check_options(held.kind, options)
    gone = {key for key, _label in held.options} - {key for key, _label in options}
    held.name, held.options = name, _keyed(options)
    held.full_clean()
    held.save()
    return sum(set_values(_chosen(held, option), key_of(held.pk), None) for option in sorted(gone))


def _chosen(criterion: Criterion, option: str) -> QuerySet[Stakeholder]:
    return Stakeholder.objects.filter(space=criterion.space_id, criteria__contains={key_of(criterion.pk): option})


def values_lost(criterion: Criterion, options: Sequence[Option]) -> int:
    """How many entries would lose their value when these are its choices."""
    gone = {key for key, _label in criterion.options} - {key for key, _label in options}
    return sum(_chosen(criterion, key).count() for key in gone)


@transaction.atomic
def move(criterion: Criterion, *, up: bool) -> None:
    """Change places with the one before or after it."""
    hold(criterion.space_id)
    order = list(Criterion.objects.filter(space=criterion.space_id))
    at = order.index(criterion)
    order.insert(max(at - 1, 0) if up else at + 1, order.pop(at))
    for position, one in enumerate(order, start=1):
        one.position = position
    Criterion.objects.bulk_update(order, ["position"])


@transaction.atomic
def remove(criterion: Criterion) -> int:
    """Take it out of the register with everything that was filled in; how many values went."""
    hold(criterion.space_id)
    went = filled_in(criterion).update(criteria=_without(key_of(criterion.pk)))
    criterion.delete()
    return went
