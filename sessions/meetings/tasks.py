"""Background work about meetings."""

from celery import shared_task

from sessions.meetings.services import actions


@shared_task
def remind_of_actions() -> int:
    """Mail who took something on that is due (beat, every morning)."""
    return actions.remind()
