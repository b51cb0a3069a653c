"""What happens to a member in between: another representative, another mandate, a pause, coming back."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core import slots
from spaces import emails
from spaces.models import EarlierMandate, Member, Pause, Person, PlannedHandOver, Representative, Role, Space
from spaces.rules import TEAM
from spaces.services import (
    Mandate,
    coordinators_of,
    end_links_of_those_gone,
    end_member_roles,
    give_role,
    hold,
    person_in,
)

log = logging.getLogger(__name__)

# Rooms below say to what of theirs, still to come, somebody is invited: callables (person) -> list[Upcoming].
INVITED_TO = slots.offer("spaces.invited_to")


@dataclass(frozen=True)
class Upcoming:
    """Something to come that somebody is invited to, and the way to ask another person to it as well."""

    title: str
    day: dt.date
    ask: Callable[[Person, User], object]


@dataclass(frozen=True)
class Successor:
    """Who comes in the place of a representative, from which day (today or earlier), with which mandate."""

    name: str
    email: str
    from_day: dt.date
    mandate: Mandate


def invited_to(person: Person) -> list[Upcoming]:
    """What is still to come that ``person`` is invited to, soonest first."""
    found = [one for room in slots.collect(INVITED_TO, person) for one in room]
    return sorted(found, key=lambda one: (one.day, one.title))


@transaction.atomic
def replace(
    seat: Representative, successor: Successor, *, by: User | None, asks: bool = False, welcomes: bool = False
) -> Representative:
    """``successor`` takes over ``seat``: the one ends on the day before the other begins.

    The links of who goes stop working, unless they take part in another way too. With ``asks`` the new person
    is invited to what the other was invited to and is still to come; with ``welcomes`` they get a mail. Replies go to
    ``by``; without anybody there are no such mails.
    Raises ValidationError for a seat that has ended, a day that cannot be, and somebody who has a seat already.
    """
    hold(seat.member.space_id)
    seat = _open_seat(seat)
    today = timezone.localdate()
    if not seat.starts_on <= successor.from_day <= today:
        first = date_format(seat.starts_on, "DATE_FORMAT")
        raise ValidationError({"from_day": _("Choose a day between %(first)s and today.") % {"first": first}})
    person = person_in(seat.member.space, name=successor.name, email=successor.email)
    if seat.member.representatives.filter(person=person, ends_on=None).exists():
        raise ValidationError(_("%(person)s already represents this organisation.") % {"person": person})
    upcoming = invited_to(seat.person) if asks else []
    seat.ends_on = max(seat.starts_on, successor.from_day - dt.timedelta(days=1))
    seat.save(update_fields=["ends_on"])
    PlannedHandOver.objects.filter(seat=seat).delete()
    new = _take_over(seat, person, successor)
    end_member_roles([seat.person_id], seat.member.space_id, today)
    if by:
        for one in upcoming:
            one.ask(person, by)
        if welcomes:
            emails.send_welcome(new, by=by)
    return new


@transaction.atomic
def plan_replacement(
    seat: Representative, successor: Successor, *, by: User, asks: bool = False, welcomes: bool = False
) -> PlannedHandOver:
    """``successor`` takes over ``seat`` on a day to come; until then nothing changes.

    Raises ValidationError for a seat that has ended or has a hand-over planned, and for who represents the member.
    """
    hold(seat.member.space_id)
    seat = _open_seat(seat)
    if successor.from_day <= timezone.localdate():
        raise ValidationError({"from_day": _("Choose a day to come.")})
    if PlannedHandOver.objects.filter(seat=seat).exists():
        raise ValidationError(_("A hand-over is planned already. Take that back first."))
    email = successor.email.strip().lower()
    if seat.member.representatives.filter(person__email=email, ends_on=None).exists():
        raise ValidationError(_("%(person)s already represents this organisation.") % {"person": successor.name})
    return PlannedHandOver.objects.create(
        seat=seat,
        name=successor.name,
        email=email,
        from_day=successor.from_day,
        asks=asks,
        welcomes=welcomes,
        planned_by=by,
        **asdict(successor.mandate),
    )


def do_what_is_planned(today: dt.date | None = None) -> int:
    """Do the hand-overs whose day has come; returns how many. One that cannot be (any more) is dropped."""
    due = PlannedHandOver.objects.filter(from_day__lte=today or timezone.localdate())
    return sum(_do_planned(number) for number in list(due.order_by("from_day", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _do_planned(number: int) -> bool:
    rows = PlannedHandOver.objects.select_related("seat__member__space", "seat__person", "planned_by")
    plan = rows.filter(pk=number).first()
    if plan is None:
        return False
    hold(plan.seat.member.space_id)
    if not PlannedHandOver.objects.filter(pk=number).delete()[0]:
        return False  # taken back, or done, at this moment
    mandate = Mandate(plan.may_speak, plan.may_decide, plan.may_sign)
    successor = Successor(plan.name, plan.email, plan.from_day, mandate)
    by = plan.planned_by or _who_coordinates(plan.seat.member.space)
    try:
        replace(plan.seat, successor, by=by, asks=plan.asks, welcomes=plan.welcomes)
    except ValidationError as error:
        log.warning("A planned hand-over of seat %s was dropped: %s", plan.seat_id, error.messages)
        return False
    return True


def _who_coordinates(space: Space) -> User | None:
    """The account of who coordinates longest, so that somebody answers for what is mailed."""
    addresses = [role.person.email for role in coordinators_of(space).order_by("starts_on", "pk")]
    accounts = {user.email: user for user in User.objects.filter(email__in=addresses, is_active=True)}
    return next((accounts[address] for address in addresses if address in accounts), None)


@transaction.atomic
def take_back(plan: PlannedHandOver) -> bool:
    """The hand-over does not happen; false when its day had come already."""
    hold(plan.seat.member.space_id)
    return bool(PlannedHandOver.objects.filter(pk=plan.pk).delete()[0])


def _open_seat(seat: Representative) -> Representative:
    """The seat as it stands now, held. Raises ValidationError when it, or the membership, has ended."""
    rows = Representative.objects.filter(pk=seat.pk, ends_on=None, member__ends_on=None)
    found = rows.select_related("person__space", "member__space", "member__organisation", "member__individual")
    now: Representative | None = found.select_for_update(of=("self",), no_key=True).first()
    if now is None:
        raise ValidationError(_("%(person)s no longer represents this organisation.") % {"person": seat.person})
    return now


def _take_over(seat: Representative, person: Person, successor: Successor) -> Representative:
    give_role(person, Role.Kind.MEMBER)
    return Representative.objects.create(
        member=seat.member,
        person=person,
        starts_on=successor.from_day,
        took_over_from=seat,
        may_speak=successor.mandate.may_speak,
        may_decide=successor.mandate.may_decide,
        may_sign=successor.mandate.may_sign,
    )


@transaction.atomic
def change_mandate(seat: Representative) -> None:
    """Save the mandate that stands in ``seat``; the one before it stays in the history, and links go on working.

    Of several changes on one day the history keeps what was before the first.
    """
    today = timezone.localdate()
    before = Representative.objects.get(pk=seat.pk)
    if before.starts_on < today and before.mandate_words != seat.mandate_words:
        earlier = {"may_speak": before.may_speak, "may_decide": before.may_decide, "may_sign": before.may_sign}
        EarlierMandate.objects.get_or_create(seat=seat, changed_on=today, defaults=earlier)
    seat.save(update_fields=["may_speak", "may_decide", "may_sign"])


@transaction.atomic
def pause(member: Member) -> None:
    """The member stands aside from today: off the lists of what is still to come, not asked to sign.

    Its people stay in the space and its history goes on. Pausing twice changes nothing; raises ValidationError
    for a member that has left.
    """
    hold(member.space_id)
    if not Member.objects.filter(pk=member.pk, ends_on=None).exists():
        raise ValidationError(_("%(member)s is no longer a member.") % {"member": member})
    _row, is_new = Pause.objects.get_or_create(member=member, ends_on=None)
    if not is_new:
        return
    people = [*member.representatives.filter(ends_on=None).values_list("person", flat=True)]
    people += [member.individual_id] if member.individual_id else []
    end_links_of_those_gone(people, member.space_id, timezone.localdate(), counting=TEAM)


@transaction.atomic
def come_back(member: Member) -> None:
    """The pause ends, so that the member counts from today; one that began today never was."""
    hold(member.space_id)
    today = timezone.localdate()
    pauses = Pause.objects.filter(member=member, ends_on=None)
    pauses.filter(starts_on__gte=today).delete()
    pauses.update(ends_on=today - dt.timedelta(days=1))


@transaction.atomic
def rejoin(member: Member) -> Member:
    """Who has left is a member again from today; the seat is empty until somebody represents it.

    Whoever left today by mistake simply goes on. Raises ValidationError for one that is a member.
    """
    hold(member.space_id)
    if member.stays().filter(ends_on=None).exists():
        raise ValidationError(_("%(organisation)s is already a member.") % {"organisation": member})
    if Member.objects.filter(pk=member.pk, ends_on=timezone.localdate()).update(ends_on=None):
        again = Member.objects.get(pk=member.pk)
    else:
        again = Member.objects.create(
            space=member.space,
            organisation=member.organisation,
            individual=member.individual,
            involvement=member.involvement,
            win=member.win,
        )
    if member.individual:
        give_role(member.individual, Role.Kind.MEMBER)
    return again
