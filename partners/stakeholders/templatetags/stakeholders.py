"""What pages show of the register."""

from django import template

from partners.stakeholders.models import Stakeholder

register = template.Library()


@register.filter
def influence(value: str) -> str:
    """An influence in words: "high"."""
    return str(Stakeholder.Influence(value).label)
