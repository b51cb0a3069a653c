"""What a space keeps about its people (core.personal): contact data, roles, whom they represent."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core import slots
from core.personal import CORRECT, ERASE, HELD, SOMEBODY, Correction, Erasing, Field, Held, shown
from spaces.models import Member, Person, Representative, Role

KIND = "person"


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
    if _takes_part(person):
        return Erasing(
            first=_("%(name)s has a role or a seat here. End that first, then erase.") % {"name": person.name}
        )
    goes = [_("name, address and telephone of %(name)s among the people of this space") % {"name": person.name}]
    return Erasing(goes, do=lambda: _erase(person.pk))


def _takes_part(person: Person) -> bool:
    today = timezone.localdate()
    now = Q(ends_on=None) | Q(ends_on__gte=today)
    return any(rows.filter(now).exists() for rows in (person.roles, person.represents, person.memberships))


def _erase(pk: int) -> None:
    """The row stays: meetings and seats point to it, and nobody can tell any more who it was."""
    Person.objects.filter(pk=pk).update(name=str(SOMEBODY), email="", phone="", language="")
