"""Giving a coach to a region, and what follows; each in one transaction that holds the programme's space first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from alliances.models import AllianceRegion
from places.models import Region
from programmes.coaching import emails
from programmes.coaching.models import Coach
from spaces.models import Space
from spaces.services import coordinators_of, hold

A_DAY = dt.timedelta(days=1)
# Questions about what a coach did come within half a year; later their address is of no use to us.
REACHED_AFTERWARDS = dt.timedelta(days=180)
# What the coach and the alliance are told of when it changes.
TOLD = ("name", "organisation", "email", "starts_on", "ends_on")


def regions_of(programme: Space) -> QuerySet[Region]:
    """The regions to which this programme can give a coach: its own, and those where one was given before."""
    own = Region.objects.filter(division=programme.programme.division_id)
    return own | Region.objects.filter(pk__in=Coach.objects.filter(programme=programme).values("region"))


def alliance_of(coach: Coach) -> Space | None:
    """The space of the alliance that the programme has in the coach's region, with who can be mailed there; None
    where it has none, or one that was closed."""
    rows = AllianceRegion.objects.filter(programme=coach.programme_id, region=coach.region_id)
    space = Space.objects.with_end().filter(alliance__in=rows.values("alliance")).first()
    return None if space is None or space.is_read_only else space


@transaction.atomic
def give(coach: Coach, *, by: User, instead_of: Coach | None = None) -> None:
    """The region gets this coach, who is new; both sides are mailed. ``instead_of``: who stops the day before.

    Raises ValidationError when the region is not of the programme, or has a coach on one of these days.
    """
    hold(coach.programme_id)
    if not regions_of(coach.programme).filter(pk=coach.region_id).exists():
        raise ValidationError(_("That region is not one of this programme."))
    before = _end_before(coach, instead_of, by) if instead_of else None
    require_free(coach)
    coach.save()
    if not coach.is_over:
        alliance = _reached(coach)
        emails.to_coach(coach, emails.GIVEN, alliance, by=by)
        _introduce(coach, alliance, before=before)


def _end_before(coach: Coach, other: Coach, by: User) -> Coach:
    """``other`` stops the day before ``coach`` begins, and is told; the alliance reads it with who follows."""
    row = Coach.objects.get(pk=other.pk)
    row.ends_on = coach.starts_on - A_DAY
    if row.ends_on < row.starts_on:
        words = _("%(name)s begins on that day or later, so nobody can take over from them then.")
        raise ValidationError({"starts_on": words % {"name": row.name}})
    row.save(update_fields=["ends_on"])
    if not row.is_over:
        emails.to_coach(row, emails.CHANGED, _reached(row), by=by)
    return row


@transaction.atomic
def change(coach: Coach, *, by: User) -> bool:
    """Save what was changed; true when the coach and the alliance were mailed, because it matters to them.

    Raises ValidationError as :func:`give`.
    """
    hold(coach.programme_id)
    before = Coach.objects.get(pk=coach.pk)
    require_free(coach)
    coach.save()
    if not _matters(before, coach):
        return False
    alliance = _reached(coach)
    # A new address hears everything from the start; whoever has the old one may be a stranger.
    emails.to_coach(coach, emails.CHANGED if coach.email == before.email else emails.GIVEN, alliance, by=by)
    if alliance and coach.introduced_to_id == alliance.pk:
        emails.to_alliance(coach, emails.CHANGED, alliance)
    elif not coach.is_over:
        _introduce(coach, alliance)
    return True


def _matters(before: Coach, now: Coach) -> bool:
    is_other = any(getattr(before, name) != getattr(now, name) for name in TOLD)
    return is_other and not (before.is_over and now.is_over)


@transaction.atomic
def take_back(coach: Coach, *, by: User) -> None:
    """It is as if nobody was given: for who has not begun before today. Both sides are mailed.

    Raises ValidationError for who coached before: their last day is filled in instead.
    """
    hold(coach.programme_id)
    row = Coach.objects.select_related("region", "programme").filter(pk=coach.pk).first()
    if row is None:
        return  # somebody else did it
    if not row.may_be_taken_back:
        raise ValidationError(_("%(name)s has begun. Fill in the last day instead.") % {"name": row.name})
    alliance = _reached(row)
    emails.to_coach(row, emails.TAKEN_BACK, None, by=by)
    if alliance and row.introduced_to_id == alliance.pk:
        emails.to_alliance(row, emails.TAKEN_BACK, alliance)
    row.delete()


def require_free(coach: Coach) -> None:
    """Raise ValidationError when somebody else coaches the region on one of these days."""
    rows = Coach.objects.filter(programme=coach.programme_id, region=coach.region_id).exclude(pk=coach.pk)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=coach.starts_on))
    if coach.ends_on:
        rows = rows.filter(starts_on__lte=coach.ends_on)
    other = rows.first()
    if other:
        words = _("%(name)s coaches %(region)s %(period)s, and a region has one coach at a time. Choose other days.")
        facts: Mapping[str, Any] = {"name": other.name, "region": coach.region, "period": other.period}
        raise ValidationError({"starts_on": words % facts})


def _reached(coach: Coach) -> Space | None:
    """The alliance of the coach, when somebody there can be mailed."""
    alliance = alliance_of(coach)
    has_somebody = alliance and coordinators_of(alliance).exclude(person__email="").exists()
    return alliance if has_somebody else None


def _introduce(coach: Coach, alliance: Space | None, *, before: Coach | None = None) -> None:
    """Tell the coordinators of the alliance who the coach is, and remember it."""
    if alliance:
        emails.to_alliance(coach, emails.GIVEN, alliance, before=before)
        coach.introduced_to = alliance
        coach.save(update_fields=["introduced_to"])


def introduce_late() -> int:
    """Bring together coaches and the alliances that came into being in their regions after they were given; returns
    how many coaches that were."""
    alliances = AllianceRegion.objects.filter(programme=OuterRef("programme"), region=OuterRef("region"))
    rows = Coach.objects.not_over().annotate(alliance=Subquery(alliances.values("alliance__space")[:1]))
    waiting = rows.filter(alliance__isnull=False).filter(Q(introduced_to=None) | ~Q(introduced_to=F("alliance")))
    return sum(_introduce_now(pk, programme) for pk, programme in waiting.values_list("pk", "programme"))


@transaction.atomic
def _introduce_now(pk: int, programme: int) -> bool:
    hold(programme)
    coach = Coach.objects.select_related("region", "programme").filter(pk=pk).first()
    alliance = _reached(coach) if coach else None
    if not coach or alliance is None or coach.is_over or coach.introduced_to_id == alliance.pk:
        return False
    emails.to_coach(coach, emails.INTRODUCED, alliance)
    _introduce(coach, alliance)
    return True


def forget_past() -> int:
    """Empty the addresses and the notes of coaches whose last day is long ago; returns how many."""
    gone = Coach.objects.filter(ends_on__lt=timezone.localdate() - REACHED_AFTERWARDS)
    return gone.exclude(email="", note="").update(email="", note="")
