"""What the pages of a branch write."""

from django import template

from places import countries

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    """The name of the country with this code."""
    return countries.country_name(code)
