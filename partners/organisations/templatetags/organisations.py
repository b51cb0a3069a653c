"""What pages show of an organisation."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from partners.organisations.models import Sector

register = template.Library()

NUMBERS = {sector.value: number for number, sector in enumerate(Sector, start=1)}


@register.filter
def sectors(values: Iterable[str]) -> SafeString:
    """The sectors with these values as coloured words."""
    return format_html_join(
        " ",
        '<span class="sector sector-{}">{}</span>',
        ((NUMBERS[value], Sector(value).label) for value in values if value in NUMBERS),
    )
