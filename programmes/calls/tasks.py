"""Background work about calls."""

from celery import shared_task

from programmes.calls.services import naming, reminding


@shared_task
def forget_unconfirmed() -> int:
    """Delete what was typed on the page of a call and nobody confirmed (beat, every night)."""
    return naming.forget_unconfirmed()


@shared_task
def remind() -> int:
    """Remind who is still writing that their call closes (beat, every hour)."""
    return reminding.remind()
