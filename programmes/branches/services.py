"""What changes in a branch. The space is held first: who saves the same thing at this moment waits."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from programmes.branches.models import Activity, Mentoring, Need
from spaces.models import Space
from spaces.services import hold


@transaction.atomic
def save_activity(
    space: Space, activity: Activity, *, organisations: Collection[int], people: Collection[int]
) -> Activity:
    """Save an activity with who took part in it."""
    hold(space.pk)
    activity.save()
    activity.organisations.set(organisations)
    activity.people.set(people)
    return activity


@transaction.atomic
def save[Row: (Need, Mentoring)](space: Space, row: Row) -> Row:
    """Save a need or a time of mentoring."""
    hold(space.pk)
    row.save()
    return row


@transaction.atomic
def remove(space: Space, row: Activity | Need | Mentoring) -> None:
    """Take out what was noted by mistake."""
    hold(space.pk)
    row.delete()
