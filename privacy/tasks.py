"""Background work on the data of people."""

from celery import shared_task

from privacy import copies


@shared_task
def forget_copies() -> int:
    """Erase copies whose time is over (beat, every night)."""
    return copies.forget_expired()
