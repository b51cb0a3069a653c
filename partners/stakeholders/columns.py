"""The columns of the register: those that every space has, and its own criteria.

List, filters, export, saved views and editing in place all ask here what a column is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.db.models import Case, Expression, F, Func, IntegerField, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import NullIf, TruncDate
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import SortKey
from partners.organisations.models import Sector
from partners.stakeholders.criteria import YES_NO, Kind, Own
from partners.stakeholders.models import Stakeholder

type Words = str | Promise
type Choices = tuple[tuple[str, Words], ...]

# How the cells of a column are drawn and filled in.
TEXT, LONG, CHOICE, MANY, NUMBER, DATE, MEMBER = "text", "long", "choice", "many", "number", "date", "member"
LEVELS: Choices = tuple(Stakeholder.Level.choices)
UNKNOWN = Stakeholder.Level.UNKNOWN


@dataclass(frozen=True)
class Column:
    """``source`` is where its values stand, as in a query from the entry; "" for one that is worked out."""

    key: str
    label: Words
    kind: str = TEXT
    source: str = ""
    choices: Choices = ()
    is_fixed: bool = False  # shown, and never typed in
    is_fact: bool = False  # a public fact of the organisation, which others may use too
    for_many: bool = False  # may be set for many entries at once
    criterion: Own | None = None
    value: Any = field(default=None, compare=False, repr=False)  # what a row of the list asks for it
    order: Any = field(default=None, compare=False, repr=False)  # ascending; what is empty stands last both ways

    def ordering(self, *, descending: bool) -> tuple[Any, ...]:
        """For ``order_by``."""
        if self.key == "name":  # as its index has it
            return (SortKey("name").desc(), "-pk") if descending else (SortKey("name"), "pk")
        mine = self.order.desc(nulls_last=True) if descending else self.order.asc(nulls_last=True)
        return mine, SortKey("name"), "pk"


def _text(key: str, label: Words, source: str = "", kind: str = TEXT) -> Column:
    source = source or key
    is_fact = source.startswith("organisation__")
    order = SortKey(NullIf(F(source), Value("", TextField()), output_field=TextField()))
    return Column(key, label, kind, source, is_fact=is_fact, value=F(source), order=order)


def _choice(key: str, label: Words, choices: Choices) -> Column:
    """From the first choice to the last; "not known" is not "low", and stands last both ways."""
    whens = [When(**{key: value}, then=Value(at)) for at, (value, _label) in enumerate(choices) if value != UNKNOWN]
    order = Case(*whens, default=None, output_field=IntegerField())
    return Column(key, label, CHOICE, key, choices, for_many=True, value=F(key), order=order)


def _date(key: str, label: Words, field: str, value: Any = None) -> Column:
    return Column(key, label, DATE, is_fixed=True, value=value or F(field), order=F(field))


# As one text: a row that holds a list cannot be kept (core/templatetags/keep.py).
SECTORS = Func("organisation__sectors", Value(" "), function="array_to_string", output_field=TextField())
NAME = Column("name", _("Name"), TEXT, "name", value=F("name"))
STANDARD: tuple[Column, ...] = (
    NAME,
    Column(
        "sectors", _("Sectors"), MANY, "organisation__sectors", tuple(Sector.choices),
        is_fact=True, for_many=True, value=SECTORS, order=SortKey(NullIf(SECTORS, Value("", TextField()))),
    ),
    _text("municipality", _("Municipality"), "organisation__municipality"),
    _text("contact_person", _("Contact person")),
    _text("email", _("E-mail")),
    _text("phone", _("Telephone")),
    _text("website", _("Website"), "organisation__website"),
    _text("street", _("Street and number"), "organisation__street"),
    _text("postcode", _("Postcode"), "organisation__postcode"),
    _text("official_number", _("Official number"), "organisation__official_number"),
    _choice("influence", _("Influence"), LEVELS),
    _choice("interest", _("Level of interest"), LEVELS),
    _text("contribution", _("Contribution"), kind=LONG),
    _text("matters", _("What matters to them"), kind=LONG),
    _text("strategy", _("Strategy"), kind=LONG),
    _choice("mandate", _("Mandate"), tuple(Stakeholder.Mandate.choices)),
    _text("win", _("Win"), kind=LONG),
    _text("notes", _("Notes"), kind=LONG),
    _choice("source", _("Data come from"), tuple(Stakeholder.Source.choices)),
    _choice("ground", _("Legal ground"), tuple(Stakeholder.Ground.choices)),
    _date("told", _("Person told on"), "noticed_on"),
    _date("objected", _("Person objected on"), "objected_on"),
    _date("last_contact", _("Last contact"), "last_contact_on"),
    _date("next_contact", _("Next contact"), "next_contact_on"),
    _date("changed", _("Last change"), "changed_at", TruncDate("changed_at")),
    Column("member", _("Member"), MEMBER, is_fixed=True, value=F("is_member"), order=F("is_member")),
)  # fmt: skip


@cache
def standard_names() -> frozenset[str]:
    """What these columns are called in each of our languages, in small letters: no criterion is called that."""
    names: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names |= {str(column.label).casefold() for column in STANDARD}
    return frozenset(names)


FIRST_SHOWN = ("name", "sectors", "municipality", "contact_person", "email", "influence", "member")


def _criterion(one: Own) -> Column:
    text = KeyTextTransform(one.key, "criteria")
    facts: dict[str, Any] = {"source": "criteria", "for_many": True, "criterion": one, "value": text}
    match one.kind:
        case Kind.NUMBER:
            return Column(one.key, one.name, NUMBER, order=KeyTransform(one.key, "criteria"), **facts)
        case Kind.CHOICE:
            whens = [When(**{f"criteria__{one.key}": key}, then=Value(at)) for at, (key, _l) in enumerate(one.options)]
            order: Expression = Case(*whens, default=None, output_field=IntegerField()) if whens else SortKey(text)
            return Column(one.key, one.name, CHOICE, choices=one.options, order=order, **facts)
        case Kind.YES_NO:
            order = Case(
                When(**{f"criteria__{one.key}": True}, then=Value(0)),
                When(**{f"criteria__{one.key}": False}, then=Value(1)),
                default=None,
                output_field=IntegerField(),
            )
            return Column(one.key, one.name, CHOICE, choices=YES_NO, order=order, **facts)
    return Column(one.key, one.name, LONG, order=SortKey(text), **facts)


def columns_of(criteria: Sequence[Own]) -> tuple[Column, ...]:
    """Every column that a register with these criteria can show, in the order in which they are offered."""
    return (*STANDARD, *(_criterion(one) for one in criteria))


class Chosen(tuple[Column, ...]):
    """The columns that are shown, in their order."""

    @cached_property
    def kept_by(self) -> str:
        """For ``{% keep %}``: short to compare, and another as soon as a name or a choice is."""
        return repr([(one.key, one.criterion) for one in self])

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self]

    def values(self) -> dict[str, Any]:
        """What a query asks to show them (``values``): by their key behind "v_", beside ``id`` and ``name``."""
        return {f"v_{one.key}": one.value for one in self if one.key != "name"}


def chosen(columns: Sequence[Column], keys: Sequence[str]) -> Chosen:
    """Those of ``columns`` with these keys, in the order of the keys, and the name always first."""
    by_key = {one.key: one for one in columns}
    wanted = dict.fromkeys(["name", *(key for key in keys if key in by_key)])
    return Chosen(by_key[key] for key in wanted)


def shown(entries: QuerySet[Any, Any], columns: Chosen) -> QuerySet[Any, Any]:
    """What the columns show of ``entries`` (``with_membership``), beside what every row says: rows of values."""
    return entries.values("id", "name", "is_member", **columns.values())
