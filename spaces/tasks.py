"""Background work about people and seats."""

from celery import shared_task

from spaces import seats, services


@shared_task
def follow_the_calendar() -> int:
    """Do the hand-overs whose day has come, and end the links of roles that ran out (beat, every hour)."""
    return seats.do_what_is_planned() + services.end_links_of_ended_roles()
