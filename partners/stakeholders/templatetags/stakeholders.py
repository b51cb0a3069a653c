"""What pages show of the register."""

from django import template
from django.utils.functional import Promise

from partners.stakeholders import assessing
from partners.stakeholders.models import Stakeholder

register = template.Library()


@register.filter
def influence(value: str) -> str:
    """An influence in words: "high"."""
    return str(Stakeholder.Level(value).label)


@register.filter
def suggested(row: Stakeholder) -> Promise | None:
    """How its influence and interest suggest to involve a stakeholder; nothing while one of them is not known."""
    return assessing.suggested(row.influence, row.interest)
