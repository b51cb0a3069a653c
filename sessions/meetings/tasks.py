"""Background work about meetings."""

from celery import shared_task

from sessions.meetings.services import actions, reminding


@shared_task
def remind_of_actions() -> int:
    """Mail who took something on that is due (beat, every morning)."""
    return actions.remind()


@shared_task
def remind_of_meetings() -> int:
    """Ask again who did not answer, and tell who comes that the day is near (beat, every morning)."""
    return reminding.remind()
