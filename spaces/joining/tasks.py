"""Background work about joining."""

from celery import shared_task

from spaces.joining import asking


@shared_task
def forget_unconfirmed() -> int:
    """Delete requests to join that nobody confirmed (beat, every night)."""
    return asking.forget_unconfirmed()
