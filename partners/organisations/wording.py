"""Sectors as coloured words."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from partners.organisations.models import Sector


def sector_words() -> dict[str, SafeString]:
    """Each sector as a page shows it, in the language of the moment."""
    return {
        sector.value: format_html('<span class="sector sector-{}">{}</span>', number, sector.label)
        for number, sector in enumerate(Sector, start=1)
    }
