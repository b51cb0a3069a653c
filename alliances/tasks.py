"""Background work for alliances."""

from celery import shared_task

from alliances import figures
from alliances.models import Alliance


@shared_task
def refresh_summaries() -> int:
    """Count the figures of all alliances anew (beat, every five minutes)."""
    return figures.refresh(Alliance.objects.all())
