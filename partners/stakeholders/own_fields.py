"""The own criteria of a space as fields that a column of a sheet can fill."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.sheets.errors import CellError
from partners.stakeholders import criteria
from partners.stakeholders.columns import standard_names
from partners.stakeholders.criteria import LONGEST_TEXT, Kind, Own
from partners.stakeholders.sheets import cleaning
from partners.stakeholders.sheets.fields import Field
from partners.stakeholders.sheets.labels import Labels

# A value is kept as JSON (a text of escapes is longer), so that whoever reads it need not know its kind.
_LONGEST = LONGEST_TEXT * 6 + 2


def fields_of(own: Sequence[Own]) -> tuple[Field, ...]:
    """A field for each criterion. What a cell says is cleaned to the JSON of what is kept."""
    return tuple(Field(one.key, one.name, _LONGEST, _cleaner(one)) for one in own)


def named(own: Sequence[Own]) -> Labels:
    """Which criterion a header names. One with the name of a column of every register is not guessed."""
    taken = standard_names()
    return Labels((one.key, one.name) for one in own if one.name.casefold() not in taken)


def _cleaner(one: Own) -> Callable[[str], str]:
    read = {Kind.CHOICE: _choice, Kind.YES_NO: _yes_or_no}.get(Kind(one.kind), _typed)(one)

    def clean(cell: str) -> str:
        value = read(cell)
        return "" if value is None else json.dumps(value)

    return clean


type _Read = Callable[[str], criteria.Kept]


def _typed(one: Own) -> _Read:
    """A text or a number, as the form of an entry takes it."""
    field = criteria.field_of(one)

    def read(cell: str) -> criteria.Kept:
        text = cleaning.clean_long_text(cell)
        if one.kind == Kind.NUMBER and cleaning.is_nothing(text):
            return None
        try:
            return criteria.kept(one, field.clean(text))
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from None

    return read


def _choice(one: Own) -> _Read:
    labels = Labels(one.options)

    def read(cell: str) -> criteria.Kept:
        text = cleaning.clean_text(cell)
        found = labels.find(text)
        if not found and text and not cleaning.is_nothing(text):
            raise CellError(_("This is none of the choices of “%(criterion)s”.") % {"criterion": one.name})
        return found or None

    return read


def _yes_or_no(one: Own) -> _Read:
    return lambda cell: criteria.kept(one, cleaning.clean_yes_no(cell))
