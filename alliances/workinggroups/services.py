"""What changes a working group; each in one transaction. Who locks both spaces locks the alliance's first."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from alliances.workinggroups.models import Delegate, Recommendation, WorkingGroup
from sessions.meetings.services.inviting import usual_people
from spaces.models import Member, Person, Representative, Role, Space
from spaces.services import (
    change_person,
    end_membership,
    end_representation,
    end_role,
    give_role,
    hold,
    invite,
    is_last_coordinator,
    person_in,
)


@transaction.atomic
def found(alliance: Space, *, name: str, why: str, lead: Person, people: Iterable[Person]) -> WorkingGroup:
    """Make a group of ``alliance``; ``lead`` coordinates it and gets a mail to sign in, ``people`` are in it.

    Raises ValidationError when the lead has no address.
    """
    hold(alliance.pk)
    if not lead.email:
        raise ValidationError({"lead": _("Somebody who leads a group signs in, and needs an e-mail address.")})
    space = Space.objects.create(
        kind=Space.Kind.WORKING_GROUP,
        parent=alliance,
        name=name,
        slug=_free_slug(alliance, name),
        why=why,
        language=alliance.language,
        time_zone=alliance.time_zone,
    )
    group = WorkingGroup.objects.create(space=space)
    for person in dict.fromkeys([lead, *people]):
        add(space, person)
    invite(give_role(Delegate.objects.get(person__space=space, source=lead).person, Role.Kind.COORDINATOR))
    return group


def _free_slug(alliance: Space, name: str) -> str:
    base = f"{alliance.slug[:25].strip('-')}-{slugify(name)[:25].strip('-') or 'group'}"
    taken = set(Space.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def people_of(alliance: Space) -> list[Person]:
    """Everybody who takes part in the alliance, by name."""
    return sorted((one.person for one in usual_people(alliance)), key=lambda person: person.name.casefold())


@transaction.atomic
def add(group: Space, source: Person) -> Person:
    """``source``, of the alliance, is in the group from today, for the organisation that they represent there.

    The group gets a record of its own with the contact data that it needs to reach them. Adding twice adds once.
    """
    hold(group.pk)
    facts = {"phone": source.phone, "language": source.language, "source": Person.Source.COORDINATOR}
    known = Delegate.objects.filter(person__space=group, source=source).select_related("person").first()
    person = known.person if known else person_in(group, name=source.name, email=source.email, **facts)
    Delegate.objects.get_or_create(person=person, defaults={"source": source})
    seat = (
        Representative.objects.current().filter(person=source, member__ends_on=None).order_by("starts_on", "pk").first()
    )
    if seat is None:
        Member.objects.get_or_create(space=group, individual=person, ends_on=None)
    else:
        organisation = seat.member.organisation
        member, _new = Member.objects.get_or_create(space=group, organisation=organisation, ends_on=None)
        Representative.objects.get_or_create(member=member, person=person, ends_on=None)
    give_role(person, Role.Kind.MEMBER)
    return person


@transaction.atomic
def take_out(person: Person) -> None:
    """``person`` (the group's own record) is in the group no more: seats, roles and links end.

    Raises ValidationError for the only one who coordinates it.
    """
    hold(person.space_id)
    if is_last_coordinator(person):
        raise ValidationError(_("Somebody has to lead the group. Give that to somebody else first."))
    for role in Role.objects.current().filter(person=person).exclude(kind=Role.Kind.MEMBER):
        end_role(role)
    for seat in Representative.objects.filter(person=person, ends_on=None).select_related("member"):
        end_representation(seat)
        if not seat.member.representatives.filter(ends_on=None).exists():
            end_membership(seat.member)
    for member in Member.objects.filter(individual=person, ends_on=None):
        end_membership(member)


@transaction.atomic
def lead(person: Person) -> None:
    """``person`` coordinates the group as well, and gets a mail to sign in. Raises ValidationError without address."""
    hold(person.space_id)
    invite(give_role(person, Role.Kind.COORDINATOR))


@transaction.atomic
def follow(sources: Collection[int], *, left: bool) -> None:
    """People of an alliance left it or have another address: their groups follow (``spaces.end_links``).

    Who leaves the alliance leaves its groups, but for the only one who leads one: somebody has to hand it over.
    """
    rows = Delegate.objects.filter(source__in=sources).select_related("person__space", "source").order_by("pk")
    for row in rows:
        if not left:
            _take_over_address(row)
        elif not is_last_coordinator(row.person):
            take_out(row.person)


def _take_over_address(row: Delegate) -> None:
    email = row.source.email
    taken = Person.objects.filter(space=row.person.space_id, email=email).exclude(pk=row.person_id)
    if row.person.email != email and not (email and taken.exists()):
        row.person.email = email
        change_person(row.person)


@transaction.atomic
def decide(recommendation: Recommendation, *, state: str, reason: str, by: User) -> bool:
    """The alliance takes the recommendation up, or says why not; false when it was decided before."""
    hold(recommendation.space_id)  # whoever puts it in other words at this moment waits, and is refused
    open_ones = Recommendation.objects.filter(pk=recommendation.pk, state=Recommendation.State.HANDED_OVER)
    return bool(open_ones.update(state=state, reason=reason, decided_by=str(by), decided_on=timezone.localdate()))
