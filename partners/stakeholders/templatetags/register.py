"""The rows of the register, as a sheet. In Python, because a long list draws a thousand cells."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.templatetags.schakel import breakable, state
from partners.organisations.templatetags.organisations import sectors
from partners.stakeholders import columns as kinds
from partners.stakeholders import criteria
from partners.stakeholders.columns import Chosen, Column
from partners.stakeholders.exporting import number_in_words

register = template.Library()
NOTHING = SafeString()


@register.simple_tag
def register_row(row: Any, columns: Chosen, slug: str) -> SafeString:
    """The cells of one entry; the row itself stands in the template."""
    return mark_safe("".join(_cell(column, row, slug) for column in columns))  # noqa: S308 - each cell is


def _cell(column: Column, row: Any, slug: str) -> SafeString:
    if column.key == "name":
        address = reverse("contacts:stakeholder_show", args=[slug, row.id])
        return format_html('<th scope="row" data-label="{}"><a href="{}">{}</a></th>', column.label, address, row.name)
    if column.kind == kinds.MEMBER:
        return format_html('<td data-label="{}">{}</td>', column.label, _member(row, slug))
    value = getattr(row, f"v_{column.key}")
    drawn = _DRAWN.get(column.kind, _text)(column, value)
    given = typed(column, value)
    raw = format_html(' data-value="{}"', given) if column.kind in _WITH_VALUE and given else NOTHING
    label = format_html(' data-label="{}"', column.label) if drawn else NOTHING
    return format_html("<td{}{}>{}</td>", label, raw, drawn)


def typed(column: Column, value: Any) -> str:
    """What a cell's field begins with, of what the list asked of the database."""
    if value is None:
        return ""
    if column.criterion and column.criterion.kind == criteria.Kind.YES_NO:
        return criteria.YES if value == "true" else criteria.NO
    return str(value)


def _text(column: Column, value: str | None) -> SafeString:
    if column.key == "email" and value:
        return format_html('<a href="mailto:{}">{}</a>', value, breakable(value))
    if column.key == "website" and value:
        return format_html('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>', value, value)
    return format_html("{}", value or "")


def _long(_column: Column, value: str | None) -> SafeString:
    return format_html('<div class="long">{}</div>', value) if value else NOTHING


def _choice(column: Column, value: str | None) -> SafeString:
    given = typed(column, value)
    label = dict(column.choices).get(given, "")
    if given == kinds.UNKNOWN:
        return format_html('<span class="muted">{}</span>', label)
    return format_html("{}", label)


def _sectors(_column: Column, value: str | None) -> SafeString:
    return sectors((value or "").split())


def _number(_column: Column, value: str | None) -> SafeString:
    return format_html("{}", number_in_words(value))


def _date(column: Column, value: dt.date | None) -> SafeString:
    return format_html("{}", date_format(value, "SHORT_DATE_FORMAT")) if value else NOTHING


_DRAWN: dict[str, Callable[[Column, Any], SafeString]] = {
    kinds.LONG: _long,
    kinds.CHOICE: _choice,
    kinds.MANY: _sectors,
    kinds.NUMBER: _number,
    kinds.DATE: _date,
}
# Their text is not what one types.
_WITH_VALUE = frozenset({kinds.CHOICE, kinds.MANY, kinds.NUMBER})


def _member(row: Any, slug: str) -> SafeString:
    if row.v_member:
        return state("ok", _("member"))
    return format_html(
        '<a href="{}?entry={}">{}<span class="visually-hidden"> {}</span></a> '
        '<a class="muted" href="{}">{}<span class="visually-hidden"> {}</span></a>',
        reverse("joining:invite", args=[slug]),
        row.id,
        _("Invite"),
        row.name,
        reverse("stakeholders:make_member", args=[slug, row.id]),
        _("Make member"),
        row.name,
    )


@register.simple_tag
def column_facts(column: Column) -> SafeString:
    """What the script of the list has to know of a column, as attributes of its heading."""
    if column.is_fixed:
        return NOTHING
    kind = kinds.NUMBER if column.kind == kinds.NUMBER else column.kind
    choices = [(key, str(label)) for key, label in column.choices]
    if column.criterion and choices:
        choices = [("", _("not filled in")), *choices]
    return format_html(
        ' data-field="{}" data-kind="{}"{}',
        column.key,
        kind,
        format_html(' data-choices="{}"', json.dumps(choices)) if choices else NOTHING,
    )
