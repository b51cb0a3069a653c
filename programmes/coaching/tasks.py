"""Background work about process coaches."""

from celery import shared_task

from programmes.coaching import services


@shared_task
def introduce_late() -> int:
    """Mail coaches and new alliances about each other (beat, every hour)."""
    return services.introduce_late()


@shared_task
def forget_past() -> int:
    """Empty what is no longer needed of coaches of long ago (beat, every night)."""
    return services.forget_past()
