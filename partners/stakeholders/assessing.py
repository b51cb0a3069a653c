"""Assessments: how much influence and interest a stakeholder has, dated and kept, and what follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from partners.stakeholders.models import Assessment, Stakeholder
from spaces.services import hold

Level = Stakeholder.Level

# What the two together suggest, as in most handbooks; a coordinator writes what really happens ("strategy").
CLOSELY = gettext_lazy("work together closely")
SATISFIED = gettext_lazy("keep satisfied, ask at turning points")
INFORMED = gettext_lazy("keep informed, involve in the work")
FOLLOWED = gettext_lazy("follow from a distance")
SUGGESTED: dict[tuple[str, str], Promise] = {
    (Level.HIGH, Level.HIGH): CLOSELY,
    (Level.HIGH, Level.MEDIUM): CLOSELY,
    (Level.HIGH, Level.LOW): SATISFIED,
    (Level.MEDIUM, Level.HIGH): CLOSELY,
    (Level.MEDIUM, Level.MEDIUM): INFORMED,
    (Level.MEDIUM, Level.LOW): SATISFIED,
    (Level.LOW, Level.HIGH): INFORMED,
    (Level.LOW, Level.MEDIUM): INFORMED,
    (Level.LOW, Level.LOW): FOLLOWED,
}


def suggested(influence: str, interest: str) -> Promise | None:
    """How to involve somebody with so much influence and interest; None while one of them is not known."""
    return SUGGESTED.get((influence, interest))


@transaction.atomic
def assess(
    stakeholder: Stakeholder, *, influence: str, interest: str, by: User, note: str = "", on: dt.date | None = None
) -> Assessment | None:
    """Note how much influence and interest there is on that day (today); None when that is what stands there.

    Raises ValidationError for a day to come.
    """
    hold(stakeholder.space_id)
    if on is not None and on > timezone.localdate():
        raise ValidationError(_("An assessment is of today or earlier."))
    now = Stakeholder.objects.get(pk=stakeholder.pk)
    if (now.influence, now.interest) == (influence, interest) and not note and on is None:
        return None
    made = Assessment.objects.create(
        stakeholder=now,
        influence=influence,
        interest=interest,
        note=note,
        assessed_on=on or timezone.localdate(),
        by=by.name_and_address,
    )
    _set_to_newest(now)
    return made


@transaction.atomic
def take_back(assessment: Assessment) -> Stakeholder:
    """Undo an assessment: what the one before it says counts again. The second time nothing happens."""
    stakeholder = assessment.stakeholder
    hold(stakeholder.space_id)
    Assessment.objects.filter(pk=assessment.pk).delete()
    _set_to_newest(stakeholder)
    return stakeholder


def record(stakeholders: Iterable[Stakeholder], by: User | None) -> list[Assessment]:
    """Leave an assessment of today for entries that were saved with something known in them: new ones, or changed."""
    today, name = timezone.localdate(), by.name_and_address if by else ""
    return Assessment.objects.bulk_create(
        Assessment(stakeholder=one, influence=one.influence, interest=one.interest, assessed_on=today, by=name)
        for one in stakeholders
    )


def is_assessed(stakeholder: Stakeholder) -> bool:
    """Whether anything is known of the two."""
    return {stakeholder.influence, stakeholder.interest} != {Level.UNKNOWN}


def _set_to_newest(stakeholder: Stakeholder) -> None:
    newest = stakeholder.assessments.first()
    stakeholder.influence = newest.influence if newest else Level.UNKNOWN
    stakeholder.interest = newest.interest if newest else Level.UNKNOWN
    stakeholder.save(update_fields=["influence", "interest", "changed_at"])
