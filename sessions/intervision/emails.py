"""Mails about an intervision day, made by a worker from what is true at that moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.mail import outbox
from core.mail.render import render_mail
from core.text import markdown_to_html
from sessions.intervision.models import ContributionRequest, DayReport, IntervisionDay
from spaces.emails import letter
from spaces.models import Person

REQUEST, REPORT = "intervision request", "intervision report"
WHY = _("You get this mail because you take part in what this network does.")


def queue_requests(day: IntervisionDay, requests: Sequence[ContributionRequest], by: User) -> None:
    """Ask these people for a contribution. Replies go to ``by``."""
    numbers = [request.pk for request in requests]
    outbox.queue_many(
        kind=REQUEST,
        arguments={"requests": numbers, "reply_to": by.email},
        dedupe_key=f"intervision-ask:{day.pk}:{numbers[0]}:{timezone.now().isoformat()}",
    )


def queue_report(report: DayReport, people: Sequence[int], by: User) -> None:
    """Send the frozen report to these people (their numbers)."""
    outbox.queue_many(
        kind=REPORT,
        arguments={"report": report.pk, "people": list(people), "reply_to": by.email},
        dedupe_key=f"intervision-report:{report.pk}:{timezone.now().isoformat()}",
    )


@outbox.expander(REQUEST)
def _requests(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    rows = ContributionRequest.objects.filter(pk__in=arguments["requests"], pk__gt=after, withdrawn_at=None)
    rows = rows.exclude(person__email="").select_related("person__space", "day__space").order_by("pk")
    for row in rows.prefetch_related("day__rounds")[:about]:
        yield row.pk, _request_letter(row, reply_to=arguments["reply_to"])


@outbox.expander(REPORT)
def _reports(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    from sessions.intervision.services.reporting import filename  # that module stands on this one

    report = DayReport.objects.select_related("day__space", "document").get(pk=arguments["report"])
    file = outbox.File(filename(report.day, report.revision), bytes(report.document.content))
    people = Person.objects.filter(pk__in=arguments["people"], pk__gt=after).exclude(email="")
    for person in people.select_related("space").order_by("pk")[:about]:
        yield person.pk, _report_letter(report, person, file, reply_to=arguments["reply_to"])


def _request_letter(row: ContributionRequest, reply_to: str) -> outbox.Letter:
    return _letter(
        row.day,
        row.person,
        REQUEST,
        "intervision_request",
        f"intervision-ask:{row.pk}:{row.revision}",
        reply_to,
        action_url=row.placeholder(),
        introduction=markdown_to_html(row.day.introduction),
        action_label=_("Bring something along"),
    )


def _report_letter(report: DayReport, person: Person, file: outbox.File, reply_to: str) -> outbox.Letter:
    key = f"intervision-report:{report.pk}:{person.pk}"
    return _letter(report.day, person, REPORT, "intervision_report", key, reply_to, attachments=(file,), report=report)


def _letter(
    day: IntervisionDay,
    person: Person,
    kind: str,
    template: str,
    key: str,
    reply_to: str,
    *,
    attachments: Sequence[outbox.File] = (),
    **context: Any,
) -> outbox.Letter:
    space = day.space
    facts = {"day": day, "space": space, "space_name": space.name, "person": person, "why": WHY, **context}
    rendered = render_mail(template, facts, person.mail_language)
    return letter(space, person, rendered, kind=kind, key=key, reply_to=reply_to, attachments=attachments)
