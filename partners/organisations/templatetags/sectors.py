"""Sectors as coloured words."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from partners.organisations.models import Organisation, Sector

register = template.Library()
_NUMBER = {sector.value: number for number, sector in enumerate(Sector, start=1)}


@register.simple_tag
def sectors(organisation: Organisation | None) -> SafeString:
    """The sectors of an organisation, each with its colour and its word; a dash when there are none."""
    if organisation is None or not organisation.sectors:
        return mark_safe("–")
    return format_html_join(
        " ",
        '<span class="sector sector-{}">{}</span>',
        ((_NUMBER[value], Sector(value).label) for value in organisation.sectors if value in _NUMBER),
    )
