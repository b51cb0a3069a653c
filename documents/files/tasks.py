"""Background work of this room."""

from celery import shared_task

from documents.files import services


@shared_task
def forget_thrown_away() -> None:
    """Daily: what was thrown away thirty days ago goes for good."""
    services.forget_thrown_away()
