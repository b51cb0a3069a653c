"""What a space keeps about its people (core.personal): contact data, roles, whom they represent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, Value
from django.db.models.functions import Greatest
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core import slots
from core.personal import COPIED, CORRECT, ERASE, HELD, SOMEBODY, Copied, Correction, Erasing, Field, Held, day, shown
from spaces.models import Member, NamedRole, Person, PlannedHandOver, Representative, Role
from spaces.services import is_last_coordinator

KIND = "person"
# Of these somebody reads more than how many: above, or in the room's own ``held.py``.
TOLD_MORE_FULLY = frozenset(
    {"spaces.Role", "spaces.Representative", "spaces.Member", "meetings.Invitee", "documents.SigningRequest"}
)


@slots.fill(HELD, order=20)
def people(address: str) -> Iterator[Held]:
    found = Person.objects.filter(email=address).select_related("space").order_by("space", "pk")
    for person in found.prefetch_related("roles", "represents__member__organisation", "memberships"):
        facts = {
            _("Your name"): person.name,
            _("E-mail address"): person.email,
            _("Telephone"): person.phone,
            _("Language"): person.get_language_display(),
            _("Where we have it from"): person.get_source_display(),
            _("Roles"): ", ".join(_with_days(str(one.get_kind_display()), one) for one in person.roles.all()),
            _("You represent"): ", ".join(_with_days(str(one.member), one) for one in person.represents.all()),
            _("Member in person"): ", ".join(_with_days(_("yes"), one) for one in person.memberships.all()),
        }
        fields = (
            Field("name", _("Your name"), person.name),
            Field("phone", _("Telephone"), person.phone, 40),
        )
        yield Held(person.space_id, _("Among the people who take part"), shown(facts), f"{KIND}:{person.pk}", fields)


def _with_days(words: str, one: Role | Representative | Member) -> str:
    first = formats.date_format(one.starts_on, "DATE_FORMAT")
    if one.ends_on is None:
        return _("%(what)s since %(first)s") % {"what": words, "first": first}
    last = formats.date_format(one.ends_on, "DATE_FORMAT")
    return _("%(what)s from %(first)s to %(last)s") % {"what": words, "first": first, "last": last}


@slots.fill(HELD, order=80)
def pointed_at(address: str) -> Iterator[Held]:
    """Of every other row that points to a person, in whatever room, how many there are: a room that says nothing more
    is not silent. Erasing leaves no name there, because the person's row has none any more."""
    spaces = dict(Person.objects.filter(email=address).values_list("pk", "space"))
    lines: dict[int, list[tuple[str, str]]] = {}
    for model, field in _pointing() if spaces else ():
        rows = model._base_manager.filter(**{f"{field}__in": spaces}).values_list(field)
        for person, number in rows.annotate(number=Count("pk")).order_by(field):
            what = str(model._meta.verbose_name_plural)
            lines.setdefault(spaces[person], []).append((what[:1].upper() + what[1:], str(number)))
    for space, found in lines.items():
        yield Held(space, _("You are also in"), found)


def _pointing() -> Iterator[tuple[Any, str]]:
    for relation in Person._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not (relation.auto_created and relation.is_relation) or relation.concrete or not isinstance(model, type):
            continue
        if model._meta.label not in TOLD_MORE_FULLY and not model._meta.auto_created:
            yield model, relation.field.name  # type: ignore[union-attr]


@slots.fill(CORRECT)
def correct(wanted: Correction) -> bool:
    if wanted.name not in ("name", "phone"):
        return False
    rows = Person.objects.filter(space=wanted.space_id, email=wanted.address, pk=wanted.number_of(KIND))
    return bool(rows.filter(**{wanted.name: wanted.old}).update(**{wanted.name: wanted.new}))


@slots.fill(ERASE, order=20)
def erase(space_id: int, address: str) -> Erasing:
    person = Person.objects.filter(space=space_id, email=address).first()
    if person is None:
        return Erasing()
    has_ended = person.space.is_read_only
    if has_ended and is_last_coordinator(person):
        return Erasing(first=_("%(name)s is the only one left who can answer for this space.") % {"name": person.name})
    if _takes_part(person) and not has_ended:
        return Erasing(
            first=_("%(name)s has a role or a seat here. End that first, then erase.") % {"name": person.name}
        )
    goes = [_("name, address and telephone of %(name)s among the people of this space") % {"name": person.name}]
    if person.named_roles.exists():
        goes.append(_("what was noted with the roles they had"))
    return Erasing(goes, do=lambda: _erase(person))


@slots.fill(HELD, order=21)
def planned(address: str) -> Iterator[Held]:
    rows = PlannedHandOver.objects.filter(email__iexact=address).select_related("seat__member__organisation")
    for row in rows.order_by("seat__member__space", "pk"):
        facts = {_("Your name"): row.name, _("You represent"): str(row.seat.member), _("From"): day(row.from_day)}
        yield Held(row.seat.member.space_id, _("You are to take over a seat"), shown(facts))


@slots.fill(ERASE, order=21)
def erase_planned(space_id: int, address: str) -> Erasing:
    rows = PlannedHandOver.objects.filter(seat__member__space=space_id, email__iexact=address)
    keys = list(rows.values_list("pk", flat=True))
    goes = [_("that they are to take over a seat, which does not happen then")] if keys else []
    return Erasing(goes, do=lambda: PlannedHandOver.objects.filter(pk__in=keys).delete() and None)


def _takes_part(person: Person) -> bool:
    today = timezone.localdate()
    now = Q(ends_on=None) | Q(ends_on__gte=today)
    parts = (person.roles, person.represents, person.memberships, person.named_roles)
    return any(rows.filter(now).exists() for rows in parts)


def _end_parts(person: Person) -> None:
    """Where the space has ended nobody can end them first any more."""
    today = timezone.localdate()
    for rows in (person.roles, person.represents, person.memberships, person.named_roles):
        rows.filter(ends_on=None).update(ends_on=Greatest("starts_on", Value(today)))


def _erase(person: Person) -> None:
    """The row stays: meetings and seats point to it, and nobody can tell any more who it was."""
    pk = person.pk
    if person.space.is_read_only:
        _end_parts(person)
    Person.objects.filter(pk=pk).update(name=str(SOMEBODY), email="", phone="", language="")
    NamedRole.objects.filter(person=pk).update(task="", agreed_on=None, agreed_how="")


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Role, ("given_by",), "person__space")
