"""Write the report of a day, finish it, correct it with a new version, send it round."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from core.frozen.services import freeze
from sessions.intervision import document, emails
from sessions.intervision.models import DayReport, IntervisionDay, Round, Tip
from sessions.intervision.models.days import require_writable
from sessions.intervision.services.planning import locked
from spaces.models import Member, Person, Representative


@dataclass(frozen=True)
class TipText:
    """A tip as it was typed; ``pk`` of one that is there already."""

    text: str
    url: str = ""
    given_by: str = ""
    pk: int | None = None


class Conflict(Exception):
    """Somebody else saved the report of this round since; ``round`` is what stands there now."""

    def __init__(self, round_: Round) -> None:
        super().__init__()
        self.round = round_


@transaction.atomic
def save_report(
    round_: Round, text: Mapping[str, Any], *, attending: Iterable[Member], tips: Sequence[TipText], version: int
) -> Round:
    """Save the report of a round (``Round.REPORT``), for somebody who began from its newest ``version``.

    ``tips`` are all of them: others are removed. Raises Conflict when somebody else saved since, and
    ValidationError while the report of the day is finished.
    """
    require_writable(locked(round_.day))
    now = Round.objects.select_related("day__space").get(pk=round_.pk)
    if now.version != version:
        raise Conflict(now)
    for name in Round.REPORT:
        setattr(now, name, text[name])
    now.version += 1
    now.save(update_fields=[*Round.REPORT, "version"])
    now.attending.set(attending)
    _save_tips(now, tips)
    return now


def _save_tips(round_: Round, tips: Sequence[TipText]) -> None:
    known = {tip.pk: tip for tip in round_.tips.all()}
    kept = {tip.pk for tip in tips}
    round_.tips.exclude(pk__in=[pk for pk in known if pk in kept]).delete()
    for tip in tips:
        row = known.get(tip.pk) if tip.pk else None
        row = row or Tip(round=round_)
        row.text, row.url, row.given_by = tip.text, tip.url, tip.given_by
        row.save()


@transaction.atomic
def finish(day: IntervisionDay, by: User) -> DayReport:
    """Freeze the report as PDF in the language of the space; from here on nothing in it changes.

    Raises ValidationError when it is finished already, before the day is over, or without a round;
    core.pdf.PdfError when the document cannot be made.
    """
    day = locked(day)
    if day.is_finished:
        raise ValidationError(_("The report is finished already."))
    if not day.is_over():
        raise ValidationError(_("The day is not over yet."))
    if not day.rounds.exists():
        raise ValidationError(_("The day has no round yet, so there is nothing to report."))
    revision = day.reports.count() + 1
    now = timezone.now()
    content = document.render(day, language=day.space.language, revision=revision, finished_at=now)
    frozen = freeze(
        chain=f"space:{day.space_id}",
        kind=DayReport.FROZEN_KIND,
        subject_id=day.pk,
        title=f"{day.title}, {day.local_start:%Y-%m-%d} ({revision})",
        content=content,
        facts=_facts(day, revision, by),
    )
    IntervisionDay.objects.filter(pk=day.pk).update(finished_at=now)
    return DayReport.objects.create(day=day, revision=revision, document=frozen, finished_at=now, finished_by=by)


def _facts(day: IntervisionDay, revision: int, by: User) -> dict[str, Any]:
    return {
        "day": day.local_start.date().isoformat(),
        "revision": revision,
        "language": day.space.language,
        "rounds": [round_.title for round_ in day.rounds.all()],
        "finished_by": by.email,
    }


@transaction.atomic
def correct(day: IntervisionDay) -> bool:
    """Open a finished report again; what was frozen stays as it is. False when it was open."""
    locked(day)
    return bool(IntervisionDay.objects.filter(pk=day.pk).exclude(finished_at=None).update(finished_at=None))


def recipients(day: IntervisionDay) -> list[Person]:
    """Who gets the report: those who were asked, who contributed, and who represent an organisation that was there.

    By name, with and without an address.
    """
    there = Member.objects.filter(attended_rounds__day=day)
    seats = Representative.objects.current().filter(member__in=there)
    numbers = {
        *day.requests.filter(withdrawn_at=None).values_list("person", flat=True),
        *day.contributions.values_list("person", flat=True),
        *seats.values_list("person", flat=True),
        *there.exclude(individual=None).values_list("individual", flat=True),
    }
    people = Person.objects.filter(pk__in=numbers, space=day.space_id)
    return sorted(people, key=lambda person: (person.name.casefold(), person.pk))


@transaction.atomic
def send(report: DayReport, people: Collection[int], by: User) -> int:
    """Mail the frozen PDF to these of the recipients; says how many. Nobody gets the same version twice.

    Raises ValidationError for a version that was replaced or is being corrected.
    """
    day = locked(report.day)
    newest = day.reports.order_by("-revision").values_list("pk", flat=True).first()
    if report.pk != newest or not day.is_finished:
        raise ValidationError(_("This version is being corrected. Finish the new one, then send that."))
    chosen = [person.pk for person in recipients(day) if person.pk in people and person.email]
    if chosen:
        DayReport.objects.filter(pk=report.pk, sent_at=None).update(sent_at=timezone.now())
        emails.queue_report(report, chosen, by=by)
    return len(chosen)


def filename(day: IntervisionDay, revision: int | None = None) -> str:
    """What the PDF is called on somebody's disk; without a revision it is the draft."""
    name = slugify(day.title)[:80] or "intervision"
    return f"{name}-{day.local_start:%Y-%m-%d}-{revision or 'draft'}.pdf"
