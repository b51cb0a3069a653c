"""What pages show of an organisation."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from partners.organisations.models import SECTOR_NUMBERS, Sector

register = template.Library()


@register.filter
def sectors(values: Iterable[str]) -> SafeString:
    """The sectors with these values as coloured words."""
    return format_html_join(
        " ",
        '<span class="sector sector-{}">{}</span>',
        ((SECTOR_NUMBERS[value], Sector(value).label) for value in values if value in SECTOR_NUMBERS),
    )


@register.filter
def host(website: str) -> str:
    """The short form of a web address, as people say it: ``https://www.pastiel.nl/over`` gives ``pastiel.nl``."""
    return (urlsplit(website).hostname or website).removeprefix("www.")
