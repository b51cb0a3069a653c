"""The ground: regions, the programme, and who looks after them."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import User
from accounts.services import account_for
from demo.data import ground
from demo.data.shapes import Someone
from demo.load.calendar import Calendar
from places.models import Municipality, Region, RegionAdministrator
from programmes.models import Programme
from spaces.models import Role, Space
from spaces.services import give_role, person_in


def make_regions() -> None:
    for place in ground.REGIONS:
        region = Region.objects.create(code=place.code, name=place.name, kind=place.kind, country=place.country)
        region.municipalities.set(
            Municipality.objects.create(code=code, name=name, country=place.country)
            for code, name in place.municipalities.items()
        )


def make_programme(calendar: Calendar) -> Space:
    """The programme with its administrator, and the administrators of the platform and of one region."""
    first, last = ground.PROGRAMME_MANDATE
    space = Space.objects.create(
        kind=Space.Kind.PROGRAMME,
        name=ground.PROGRAMME_NAME,
        slug=ground.PROGRAMME_SLUG,
        language=ground.PROGRAMME_LANGUAGE,
        why=ground.PROGRAMME_WHY,
        starts_on=calendar.first_of_month(first),
        ends_on=calendar.last_of_month(last),
    )
    Programme.objects.create(space=space, funder=ground.PROGRAMME_FUNDER)
    _staff(ground.PROGRAMME_ADMINISTRATOR)
    someone = ground.PROGRAMME_ADMINISTRATOR
    person = person_in(space, name=someone.name, email=someone.email, language=someone.language)
    give_role(person, Role.Kind.COORDINATOR)
    region = Region.objects.get(code=ground.REGION_ADMINISTERED)
    RegionAdministrator.objects.create(region=region, user=_staff(ground.REGION_ADMINISTRATOR))
    _staff(ground.PLATFORM_ADMINISTRATOR, is_superuser=True)
    return space


def _staff(someone: Someone, *, is_superuser: bool = False) -> User:
    """An account for the administration, with the second factor that staff need.

    Nobody knows its secret: in the demo one comes in by the sign-in link.
    """
    user = account_for(someone.email, name=someone.name, language=someone.language)
    user.is_staff, user.is_superuser = True, is_superuser
    user.save(update_fields=["is_staff", "is_superuser"])
    TOTP.activate(user, generate_totp_secret())
    return user
