"""The small chart of an alliance: what happened in it, month by month."""

import datetime as dt
from collections.abc import Sequence

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alliances import activity

register = template.Library()

BAR, GAP, HEIGHT = 4, 1, 18
# A month in which this much happened, or more, stands full; so that one small thing in a year is no tower.
FULL = 4


@register.simple_tag
def sparkline(counts: Sequence[int], until: dt.date, colour: str = "currentColor") -> SafeString:
    """A bar for each month, the last one that of ``until``; its name says the figures.

    Each is drawn to its own height: it shows the pace of one alliance, and is not made to hold beside another's.
    """
    if not counts:  # nothing was counted yet
        return mark_safe("–")
    return format_html(
        '<svg class="spark" role="img" viewBox="0 0 {} {}"><title>{}</title>'
        '<path stroke="{}" stroke-width="{}" d="{}"/></svg>',
        len(counts) * (BAR + GAP) - GAP,
        HEIGHT,
        _in_words(counts, until),
        colour,
        BAR,
        bars(counts),
    )


def bars(counts: Sequence[int], *, bar: int = BAR, gap: int = GAP, height: int = HEIGHT) -> str:
    """The path of a line upwards for each count, ``bar`` wide; a thin one where nothing happened."""
    full = max(FULL, *counts)
    talls = (max(round(count * height / full), 2 if count else 1) for count in counts)
    return "".join(f"M{bar // 2 + place * (bar + gap)} {height}v-{tall}" for place, tall in enumerate(talls))


def _in_words(counts: Sequence[int], until: dt.date) -> str:
    months = activity.months_until(until, len(counts))
    return _("Activity by month, %(first)s to %(last)s: %(counts)s") % {
        "first": date_format(months[0], "YEAR_MONTH_FORMAT"),
        "last": date_format(months[-1], "YEAR_MONTH_FORMAT"),
        "counts": ", ".join(map(str, counts)),
    }
