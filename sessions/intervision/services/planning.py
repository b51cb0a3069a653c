"""Plan a day and the rounds of its programme."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sessions.intervision.models import IntervisionDay, Round
from sessions.intervision.models.days import require_writable


@transaction.atomic
def change_day(day: IntervisionDay) -> IntervisionDay:
    """Save what was changed of the plan; the links of those who were asked live as long as the day.

    Raises ValidationError while the report is finished.
    """
    require_writable(locked(day))
    day.save()
    day.requests.update(expires_at=day.ends_at)
    return day


@transaction.atomic
def remove_day(day: IntervisionDay) -> None:
    """Take a day away that nobody knows of yet.

    Raises ValidationError once people were asked, something was handed in or a report was finished.
    """
    locked(day)
    if day.requests.exists() or day.contributions.exists() or day.reports.exists():
        raise ValidationError(_("People know of this day already, so it stays. You can still change it."))
    day.delete()


@transaction.atomic
def save_round(round_: Round) -> Round:
    """Save the plan of a round, new or changed. Raises ValidationError while the report is finished."""
    require_writable(locked(round_.day))
    if round_.pk:
        round_.save(update_fields=Round.PLAN)
    else:
        round_.save()
    return round_


@transaction.atomic
def remove_round(round_: Round) -> None:
    """Take a round out of the programme; contributions for it stay, without a round.

    Raises ValidationError when something is reported of it, or while the report is finished.
    """
    require_writable(locked(round_.day))
    if round_.is_written:
        raise ValidationError(_("Something is written in the report of this round. Empty that first."))
    round_.delete()


def locked(day: IntervisionDay) -> IntervisionDay:
    """The day as it is now; whoever else changes it waits until the transaction ends."""
    return IntervisionDay.objects.select_related("space").select_for_update(of=("self",), no_key=True).get(pk=day.pk)
