"""Background work about calls."""

from celery import shared_task

from programmes.calls.services import introducing, naming, reminding


@shared_task
def forget_unconfirmed() -> int:
    """Delete what was typed on the page of a call and nobody confirmed, and who looked for partners long ago (beat)."""
    return naming.forget_unconfirmed() + introducing.forget_late()


@shared_task
def remind() -> int:
    """Remind who is still writing that their call closes (beat, every hour of the day)."""
    return reminding.remind()
