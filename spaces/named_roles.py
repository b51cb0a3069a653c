"""Giving and ending roles with a name (decision 0047); each in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces.models import NamedRole, Space
from spaces.services import hold


def of_now_and_later(space: Space) -> list[NamedRole]:
    """Those of ``space`` that have not ended, of each kind together; one query."""
    return list(NamedRole.objects.in_space(space).lasting())


def titles_now(people: Iterable[int]) -> dict[int, list[str]]:
    """Which roles with a name these people (numbers) have today, by person; one query."""
    found: dict[int, list[str]] = {}
    for role in NamedRole.objects.current().filter(person__in=people):
        found.setdefault(role.person_id, []).append(role.title)
    return found


@transaction.atomic
def give(role: NamedRole) -> NamedRole:
    """Save this new role. Raises ValidationError when the person has it on some of these days already."""
    hold(role.person.space_id)
    require_free(role)
    role.save()
    return role


def require_free(role: NamedRole) -> None:
    """Raise ValidationError when the person has the same role on one of the days of ``role``."""
    if role.person.pk is None:  # somebody new
        return
    same = NamedRole.objects.filter(person=role.person, kind=role.kind, own_name__iexact=role.own_name)
    same = same.exclude(pk=role.pk).filter(Q(ends_on=None) | Q(ends_on__gte=role.starts_on))
    if role.ends_on:
        same = same.filter(starts_on__lte=role.ends_on)
    if same.exists():
        words = _("%(person)s has this role on some of these days already.")
        raise ValidationError(words % {"person": role.person})


@transaction.atomic
def end(role: NamedRole, today: dt.date | None = None) -> None:
    """The role ends yesterday and stays in the history; one that began today or later never was."""
    today = today or timezone.localdate()
    hold(role.person.space_id)
    lasting = NamedRole.objects.lasting(today).filter(pk=role.pk)
    lasting.filter(starts_on__gte=today).delete()
    lasting.update(ends_on=today - dt.timedelta(days=1))
