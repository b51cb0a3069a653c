"""Sectors as coloured words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from partners.organisations.models import Organisation, Sector

register = template.Library()


@register.simple_tag
def sectors(organisation: Organisation | None) -> SafeString:
    """The sectors of an organisation, each with its colour and its word; a dash when there are none."""
    if organisation is None or not organisation.sectors:
        return mark_safe("–")
    words = sector_words()
    return mark_safe(" ".join(words[value] for value in organisation.sectors if value in words))  # noqa: S308


def sector_words() -> dict[str, SafeString]:
    """Each sector as a page shows it, in the language of the moment."""
    return {
        sector.value: format_html('<span class="sector sector-{}">{}</span>', number, sector.label)
        for number, sector in enumerate(Sector, start=1)
    }
