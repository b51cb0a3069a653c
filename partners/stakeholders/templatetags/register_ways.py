"""From one way to look at the register to another, with the same filters."""

from typing import Any

from django import template

from partners.stakeholders.ways import ways

register = template.Library()


@register.inclusion_tag("stakeholders/ways.html")
def register_ways(slug: str, query: str, current: str) -> dict[str, Any]:
    """Links to every way. ``query``: what was asked (``core.lists.query_of``); ``current``: the url name of this."""
    return {"slug": slug, "query": query, "current": current, "ways": ways()}
