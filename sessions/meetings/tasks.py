"""Background work about meetings."""

from celery import shared_task

from sessions.meetings.services import actions, registering, reminding


@shared_task
def remind_of_actions() -> int:
    """Mail who took something on that is due (beat, every morning)."""
    return actions.remind()


@shared_task
def remind_of_meetings() -> int:
    """Ask again who did not answer, and tell who comes that the day is near (beat, every morning)."""
    return reminding.remind()


@shared_task
def forget_registrations() -> int:
    """Delete registrations that nobody confirmed, or that are over (beat, every night)."""
    return registering.forget()
