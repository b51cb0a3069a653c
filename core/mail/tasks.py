"""Background work of the outbox. Tasks take numbers of rows and delegate; run twice, they do no harm."""

from celery import shared_task

from core.mail import expanding, sending, sweeping
from core.mail.inbound import handling as inbound_handling
from core.mail.inbound import polling


@shared_task(name="core.mail.tasks.deliver")
def deliver(mail_ids: list[int]) -> None:
    """Send these mails over one connection."""
    sending.deliver(mail_ids)


@shared_task(name="core.mail.tasks.sweep")
def sweep() -> None:
    """Every minute, by beat: pick up what was lost, what is due again and what is stuck."""
    sweeping.sweep()


@shared_task(name="core.mail.tasks.expand_job")
def expand_job(job_id: int) -> None:
    """Make the mails of a mailing."""
    expanding.expand(job_id)


@shared_task(name="core.mail.tasks.empty_old_bodies")
def empty_old_bodies() -> None:
    """Every night, by beat."""
    sweeping.empty_old_bodies()
    inbound_handling.forget_old()


@shared_task(name="core.mail.tasks.poll")
def poll() -> None:
    """Every minute, by beat: read what came in."""
    polling.poll()
