"""The people of the demo, and the links with which one becomes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from spaces.models import Role


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to become: what they are, and where the link leads."""

    user: User
    what: str

    @property
    def address(self) -> str:
        return settings.SITE_URL + reverse("demo:sign_in", args=[self.user.pk])


def demo_people() -> list[DemoPerson]:
    """Everybody with an account in the demo, administrators last."""
    users = User.objects.filter(is_active=True, email__endswith="@example.org")
    return [DemoPerson(user, "; ".join(_roles(user))) for user in users.order_by("is_superuser", "is_staff", "pk")]


def _roles(user: User) -> Iterator[str]:
    """What ``user`` does, in words; "member" is not said of who has a duty as well."""
    held = list(Role.objects.held_by(user).select_related("space").order_by("pk"))  # type: ignore[attr-defined]
    on_duty = {role.space_id for role in held if role.kind != Role.Kind.MEMBER}
    for role in held:
        if role.kind != Role.Kind.MEMBER or role.space_id not in on_duty:
            yield f"{role.get_kind_display()}, {role.space.name}"
    for administered in user.regions_administered.select_related("region"):
        yield f"{_('region administrator')}, {administered.region.name}"
    if user.is_superuser:
        yield _("platform administrator")
