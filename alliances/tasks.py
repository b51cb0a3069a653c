"""Background work for alliances."""

from celery import shared_task
from django.utils import timezone

from alliances import figures
from alliances.models import Alliance


@shared_task
def refresh_summaries() -> int:
    """Count the figures of all alliances anew (beat, every five minutes)."""
    return figures.refresh(Alliance.objects.all())


@shared_task
def keep_month() -> int:
    """Keep the figures of all alliances as those of this month (beat, every night)."""
    return figures.keep_month(timezone.localdate())
