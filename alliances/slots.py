"""What this room puts into the slots of the rooms above."""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, OuterRef, Q, QuerySet, TextField, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.slots import PUBLIC_PAGE, PublicPage
from alliances.models import Alliance
from core import slots
from documents.slots import KINDS
from partners.map.regions import REGIONS
from places.models import Region
from places.slots import FINDS_EVERY_REGION
from spaces.closing.services import FROZEN_KIND
from spaces.emails import STARTER_PACK, ToRead
from spaces.joining.doors import DOOR, OPEN_TO_ALL, Door, Opening
from spaces.models import Space
from spaces.pages import MENU, MenuItem
from spaces.subtitle import SUBTITLE


@slots.fill(MENU, order=10)
def overview() -> MenuItem:
    item = (_("Overview"), "space_home", "house", "spaces.view_space", "o")
    return MenuItem(*item, not_in=frozenset({Space.Kind.WORKING_GROUP}))


@slots.fill(SUBTITLE)
def regions() -> Func:
    names = Region.objects.filter(alliances__space=OuterRef("pk")).order_by("name").values("name")
    return Func(ArraySubquery(names), Value(", "), function="array_to_string", output_field=TextField())


@slots.fill(REGIONS)
def regions_of_an_alliance(space: Space) -> QuerySet[Region]:
    """Where an alliance works, or the alliances of a programme together."""
    return Region.objects.filter(Q(alliances__space=space) | Q(alliance_regions__programme=space)).distinct()


@slots.fill(MENU, order=80)
def public_page() -> MenuItem:
    return MenuItem(_("Public page"), "alliances:public_page_change", "globe2", "alliances.change_public_page", "w")


@slots.fill(KINDS)
def last_report() -> tuple[str, str | Promise]:
    return FROZEN_KIND, _("last report")


@slots.fill(PUBLIC_PAGE)
def page_with_the_plan(space: Space) -> PublicPage | None:
    alliance = Alliance.objects.filter(space=space).first()
    if alliance is None:
        return None
    return PublicPage(
        url=reverse("alliances:public_show", args=[space.slug]),
        settings_url=reverse("alliances:public_page_change", args=[space.slug]),
        is_on=alliance.public_page,
    )


@slots.fill(OPEN_TO_ALL)
def alliance_with_a_public_page(slug: str) -> Opening | None:
    alliance = Alliance.objects.filter(space__slug=slug, public_page=True).select_related("space").first()
    if alliance is None or alliance.space.is_read_only:
        return None
    return Opening(alliance.space, reverse("alliances:public_show", args=[slug]), alliance.contact_email)


@slots.fill(DOOR)
def public_page_as_door(space: Space) -> Door | None:
    if space.kind != Space.Kind.ALLIANCE:
        return None
    is_on = Alliance.objects.filter(space=space, public_page=True).exists()
    return Door(is_on, reverse("alliances:public_page_change", args=[space.slug]))


@slots.fill(STARTER_PACK, order=20)
def public_page_to_read(space: Space) -> list[ToRead]:
    """With the plan, where it is published, and how many signed the charter."""
    if not Alliance.objects.filter(space=space, public_page=True).exists():
        return []
    address = settings.SITE_URL + reverse("alliances:public_show", args=[space.slug])
    return [ToRead(gettext("What everybody may know of us, with what we plan"), address)]


@slots.fill(FINDS_EVERY_REGION)
def makes_alliances(user: User) -> bool:
    """A programme's administrators make alliances, wherever there is none of theirs yet."""
    return Space.objects.coordinated_by(user).filter(kind=Space.Kind.PROGRAMME).exists()
